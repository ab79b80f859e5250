"""New YAML, written as its surroundings are. The file itself is never written anew."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.source.base import NotSure
from auditor.source.yaml_.form import Form

_SURELY_PLAIN = expression(
    r"(?!(?i:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z/][A-Za-z0-9_./+-]{0,99}\Z"
)
"""Names, paths and the like, which need no quotes anywhere: no emitter is asked about them."""


class Style(Form, frozen=True):
    """How a text writes YAML."""

    def behind(self, key: str, quote: str | None = None) -> Style:
        """The style of what stands behind a key, written as `k`; with quotes that are known."""
        own = dict(self.by_key)
        known = quote or own.get(key)
        rest = {name: its for name, its in own.items() if name != "k"}
        lists = self.flow_keys | {"k"} if key in self.flow_keys else self.flow_keys - {"k"}
        by_key = {**rest, "k": known} if known else rest
        return replace(self, by_key=tuple(by_key.items()), flow_keys=lists)

    def block(self, value: Tree) -> str:
        """The value in block style over several lines, the first at column 0; no line end."""
        return self._dump(value, flow=False)

    def inline(self, value: Tree) -> str:
        """The value as it stands in a flow collection."""
        return self._dump([value], flow=True)[1:-1]

    def beside_key(self, value: Tree) -> str:
        """What stands behind the colon of a key at column 0."""
        return self.entry("k", value)[2 + 2 * len(self.key_quote) :]

    def beside_dash(self, value: Tree) -> str:
        """What stands behind the dash of a list item at column 0."""
        return self.block([value])[1:]

    def entry(self, key: str, value: Tree) -> str:
        """A key with its value in block style; no line end."""
        return self._dump({key: value}, flow=False, is_entry=True)

    def flow_entry(self, key: str, value: Tree) -> str:
        """A key with its value on one line."""
        return self._dump({key: value}, flow=True, is_entry=True)[1:-1]

    def key(self, key: str, *, flow: bool) -> str:
        """A key without its value. Raises NotSure where it needs a form of its own."""
        if not (self.key_quote or self.kept) and _SURELY_PLAIN.match(key):
            return key
        written = self.flow_entry(key, None) if flow else self.entry(key, None)
        if written.startswith("?"):
            raise NotSure("the new key is too long")
        return written.removesuffix(": null")

    def _dump(self, value: Tree, *, flow: bool, is_entry: bool = False) -> str:
        from auditor.source.yaml_.dumper import dump

        return dump(self, value, flow=flow, is_entry=is_entry)


def quoted(text: str, quote: str) -> str:
    """A string in quotes: in double ones where single ones cannot hold it."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    from auditor.source.yaml_.dumper import double_quoted

    return double_quoted(text)


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a string needs no quotes, outside or inside of brackets."""
    if _SURELY_PLAIN.match(text):
        return True
    from auditor.source.yaml_.dumper import is_written_plain

    return is_written_plain(text, flow=flow)


def json_like(value: Tree) -> str:
    """The value as flow collections that look like JSON are written."""
    if isinstance(value, str):
        return quoted(value, '"')
    if isinstance(value, list):
        return f"[{', '.join(map(json_like, value))}]"
    if isinstance(value, dict):
        members = (f"{json_like(key)}: {json_like(entry)}" for key, entry in value.items())
        return f"{{{', '.join(members)}}}"
    from auditor.source.yaml_.dumper import scalar

    return scalar(value)

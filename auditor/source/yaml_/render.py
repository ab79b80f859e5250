"""New YAML, written as its surroundings are. The file itself is never written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace
from yaml.emitter import Emitter

from auditor.model.tree import Tree
from auditor.source.base import NotSure
from auditor.source.yaml_.read import Node

PLAIN = "plain"
"""The style of a string that has no quotes unless it needs them."""
KEY = "?"
"""What stands in the place of a key, or a tag, for a key itself."""
STRING = "tag:yaml.org,2002:str"
_LIST = "tag:yaml.org,2002:seq"
_WIDE = 1_000_000
_LINE = 80
"""Characters that strings between brackets have at most."""
_FUNCTION = re.compile(r"Fn::(?!Ref$|Condition$)[A-Za-z0-9]+")
_ANALYST = Emitter(StringIO(), allow_unicode=True)
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class Style(Struct, frozen=True):
    """How a text writes YAML."""

    indent: int
    """Columns of one level."""
    list_offset: int
    """By how many columns list items stand deeper than their key."""
    quote: str
    """The quotes that strings get: `'` or `"`."""
    quote_all: bool
    """Whether strings that need no quotes have them all the same."""
    quoted_tags: frozenset[str]
    """The short functions whose argument is mostly quoted."""
    by_tag: tuple[tuple[str, str], ...]
    """The quotes that the arguments of each short function have, where it has some."""
    short: bool
    """Whether intrinsic functions are written as tags, but for those in `other_form`."""
    key_quote: str = ""
    """The quotes that keys have, if any."""
    by_key: tuple[tuple[str, str], ...] = ()
    """The quotes of the strings that stand behind a key, or `PLAIN`, where most agree."""
    flow_keys: frozenset[str] = frozenset()
    """The keys whose lists of strings are written between brackets."""
    other_form: frozenset[str] = frozenset()
    """The functions that are mostly written in the other form."""
    kept: tuple[tuple[tuple[str, str], str], ...] = ()
    """The quotes, or `PLAIN`, of strings that move here, by their keys, or tags, and texts."""

    def is_short(self, function: str) -> bool:
        """Whether a function is written as a tag."""
        return self.short != (function in self.other_form)

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
        return self.block(_Pairs({key: value}))

    def flow_entry(self, key: str, value: Tree) -> str:
        """A key with its value on one line."""
        return self._dump(_Pairs({key: value}), flow=True)[1:-1]

    def key(self, key: str, *, flow: bool) -> str:
        """A key without its value. Raises NotSure where it needs a form of its own."""
        written = self.flow_entry(key, None) if flow else self.entry(key, None)
        if written.startswith("?"):
            raise NotSure("the new key is too long")
        return written.removesuffix(": null")

    def _dump(self, value: Tree, *, flow: bool) -> str:
        dumper = _dumper(self)
        written: str = yaml.dump(
            value,
            Dumper=dumper,
            default_flow_style=flow,
            indent=self.indent,
            width=_WIDE,
            allow_unicode=True,
            sort_keys=False,
        )
        return written.rstrip("\n")


class _Pairs(dict[str, Tree]):
    """A mapping that is none of an intrinsic function, whatever its key."""


def quoted(text: str, quote: str) -> str:
    """A string in quotes: in double ones where single ones cannot hold it."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    written: str = yaml.dump(text, default_style='"', allow_unicode=True, width=_WIDE)
    return written.rstrip("\n")


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a string needs no quotes, outside or inside of brackets."""
    written: str = yaml.dump([text], default_flow_style=flow, allow_unicode=True, width=_WIDE)
    return written == (f"[{text}]\n" if flow else f"- {text}\n")


def json_like(value: Tree) -> str:
    """The value as flow collections that look like JSON are written."""
    if isinstance(value, str):
        return quoted(value, '"')
    if isinstance(value, list):
        return f"[{', '.join(map(json_like, value))}]"
    if isinstance(value, dict):
        members = (f"{json_like(key)}: {json_like(entry)}" for key, entry in value.items())
        return f"{{{', '.join(members)}}}"
    written: str = yaml.safe_dump(value)
    return written.partition("\n")[0]


class _FragmentDumper(yaml.SafeDumper):
    """Writes a fragment in the style of its class."""

    wanted: Style
    by_key: Mapping[str, str]
    by_tag: Mapping[str, str]
    kept: Mapping[tuple[str, str], str]
    event: Any

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        outer = self.indent
        super().increase_indent(flow, False)
        if flow or outer is None:
            return
        if indentless:
            self.indent = outer + self.wanted.list_offset
        else:
            self.indent = outer + (2 if self.sequence_context else self.wanted.indent)

    def analyze_scalar(self, scalar: str) -> Any:
        return _analysis(scalar)

    def choose_scalar_style(self) -> Any:
        is_plain = self.event.style == PLAIN
        is_single = self.event.style == "'"
        if is_plain:
            self.event.style = None
        chosen = super().choose_scalar_style()
        if is_plain and self.event.tag.startswith("!") and self._can_be_plain():
            return ""
        if (is_plain and chosen == "") or (is_single and chosen and "\n" not in self.event.value):
            return chosen
        if self._is_function() and self._can_be_plain():
            return ""
        if chosen == "'" and "\n" in self.event.value:
            return '"'  # in single quotes, lines of text would be folded
        if chosen == "'" or (chosen == "" and self.wanted.quote_all and self._is_text()):
            has_trouble = any(mark in self.event.value for mark in ("\\", '"'))
            return "'" if has_trouble else self.by_tag.get(self.event.tag, self.wanted.quote)
        return chosen

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (nothing is ever an alias)
        return True

    def _is_function(self) -> bool:
        tag = self.event.tag
        is_local = self.event.style is None and bool(tag) and tag.startswith("!")
        return is_local and tag not in self.wanted.quoted_tags

    def _can_be_plain(self) -> bool:
        analysis: Any = self.analysis
        allowed = analysis.allow_flow_plain if self.flow_level else analysis.allow_block_plain
        return bool(allowed) and not analysis.multiline

    def _is_text(self) -> bool:
        resolve: Any = self.resolve
        plain = resolve(yaml.ScalarNode, self.event.value, (True, False))
        return self.event.tag in (None, STRING) and plain == STRING and not self.simple_key_context


def _text(dumper: _FragmentDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(STRING, value, style=_style_of_text(value))


def _style_of_text(value: str) -> str | None:
    """A literal scalar for lines of text that end in one line end at most."""
    if _OTHER_LINE_ENDS.search(value):
        return '"'
    lines = value.split("\n")
    is_text = len(lines) > 1 and bool(value.strip("\n")) and not value.endswith("\n\n")
    return "|" if is_text and all(line == line.rstrip() for line in lines) else None


def _mapping(dumper: _FragmentDumper, value: dict[str, Tree]) -> Node:
    if len(value) == 1:
        ((key, argument),) = value.items()
        if dumper.wanted.is_short(key) and _can_be_tag(key, argument):
            return _tagged(dumper, f"!{key.removeprefix('Fn::')}", argument)
    return _pairs(dumper, value)


def _pairs(dumper: _FragmentDumper, value: dict[str, Tree]) -> Node:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", value.items())
    for key, below in node.value:
        own = dumper.kept.get((KEY, key.value), dumper.wanted.key_quote)
        if own:
            key.style = own
        _style_by_key(dumper, key.value, below)
    return node


def _style_by_key(dumper: _FragmentDumper, key: str, node: Node) -> None:
    """Writes the strings behind a key as others behind that key are written."""
    is_list = isinstance(node, yaml.SequenceNode) and node.tag == _LIST
    items = node.value if is_list else [node]
    are_strings = all(isinstance(it, yaml.ScalarNode) and it.tag == STRING for it in items)
    is_short = are_strings and sum(len(it.value) + 2 for it in items) <= _LINE
    if is_list and items and is_short and key in dumper.wanted.flow_keys:
        node.flow_style = True
    usual = dumper.by_key.get(key)
    for item in items if usual or dumper.kept else ():
        if isinstance(item, yaml.ScalarNode) and item.tag == STRING and not item.style:
            item.style = dumper.kept.get((key, item.value), usual)


def _can_be_tag(key: str, argument: Tree) -> bool:
    """Whether the short form of a function reads as the long one does."""
    if key in ("Ref", "Condition"):
        return isinstance(argument, str)
    if not _FUNCTION.fullmatch(key) or not isinstance(argument, str | list | dict):
        return False
    is_dotted = isinstance(argument, str) and "." in argument
    return not (key == "Fn::GetAtt" and is_dotted)


_FragmentDumper.add_representer(_Pairs, _pairs)
_FragmentDumper.add_representer(str, _text)
_FragmentDumper.add_representer(dict, _mapping)


@lru_cache(maxsize=1_000)
def _analysis(scalar: str) -> Any:
    """How a text can be written: most keys and values are the same in many fixes."""
    return _ANALYST.analyze_scalar(scalar)


@lru_cache(maxsize=8)
def _dumper(style: Style) -> type[_FragmentDumper]:
    """The dumper of one style."""
    own = {
        "wanted": style,
        "by_key": dict(style.by_key),
        "by_tag": dict(style.by_tag),
        "kept": dict(style.kept),
    }
    return type("StyledDumper", (_FragmentDumper,), own)


def _tagged(dumper: _FragmentDumper, tag: str, argument: Tree) -> Node:
    if tag == "!GetAtt" and isinstance(argument, list) and _is_dotted_pair(argument):
        argument = ".".join(argument)
    if isinstance(argument, list):
        return dumper.represent_sequence(tag, argument)
    if isinstance(argument, dict):
        # A tag cannot stand before another tag, so a function in a function is written long.
        pairs = [
            (yaml.ScalarNode(STRING, key), dumper.represent_data(value))
            for key, value in argument.items()
        ]
        return yaml.MappingNode(tag, pairs)
    kept = dumper.kept.get((tag, argument))
    return dumper.represent_scalar(tag, argument, style=_style_of_text(argument) or kept)


def _is_dotted_pair(argument: list[Tree]) -> bool:
    """Whether the reader takes the parts with a dot between for these two again."""
    are_texts = len(argument) == 2 and all(isinstance(part, str) for part in argument)
    return are_texts and "." not in argument[0]

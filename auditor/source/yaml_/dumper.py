"""New YAML by PyYAML's emitter, in a given form: imported when there is some to be written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml
from yaml.emitter import Emitter

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.source.yaml_.form import KEY, PLAIN, STRING, Form
from auditor.source.yaml_.read import Node

_LIST = "tag:yaml.org,2002:seq"
_WIDE = 1_000_000
_LINE = 80
"""Characters that strings between brackets have at most."""
_FUNCTION = expression(r"Fn::(?!Ref$|Condition$)[A-Za-z0-9]+")
_ANALYST = Emitter(StringIO(), allow_unicode=True)
_OTHER_LINE_ENDS = expression("[\r\x85\u2028\u2029]")


def dump(form: Form, value: Tree, *, flow: bool, is_entry: bool = False) -> str:
    """A value in a form; as an entry it is a mapping that is none of an intrinsic function."""
    written: str = yaml.dump(
        Pairs(value) if is_entry else value,
        Dumper=_dumper(form),
        default_flow_style=flow,
        indent=form.indent,
        width=_WIDE,
        allow_unicode=True,
        sort_keys=False,
    )
    return written.rstrip("\n")


def double_quoted(text: str) -> str:
    """A string in double quotes."""
    written: str = yaml.dump(text, default_style='"', allow_unicode=True, width=_WIDE)
    return written.rstrip("\n")


def is_written_plain(text: str, *, flow: bool) -> bool:
    """Whether the emitter writes a string without quotes, outside or inside of brackets."""
    written: str = yaml.dump([text], default_flow_style=flow, allow_unicode=True, width=_WIDE)
    return written == (f"[{text}]\n" if flow else f"- {text}\n")


def scalar(value: Tree) -> str:
    """A value that is no text and no collection, as any YAML has it."""
    written: str = yaml.safe_dump(value)
    return written.partition("\n")[0]


class Pairs(dict[str, Tree]):
    """A mapping that is none of an intrinsic function, whatever its key."""


class _FragmentDumper(yaml.SafeDumper):
    """Writes a fragment in the style of its class."""

    wanted: Form
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
        is_short = dumper.wanted.is_short(key) or (
            # between brackets tags are usual, whatever is written over lines
            dumper.default_flow_style and (dumper.wanted.short or dumper.wanted.has_tags)
        )
        if is_short and _can_be_tag(key, argument):
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


_FragmentDumper.add_representer(Pairs, _pairs)
_FragmentDumper.add_representer(str, _text)
_FragmentDumper.add_representer(dict, _mapping)


@lru_cache(maxsize=1_000)
def _analysis(scalar: str) -> Any:
    """How a text can be written: most keys and values are the same in many fixes."""
    return _ANALYST.analyze_scalar(scalar)


@lru_cache(maxsize=8)
def _dumper(form: Form) -> type[_FragmentDumper]:
    """The dumper of one form."""
    own = {
        "wanted": form,
        "by_key": dict(form.by_key),
        "by_tag": dict(form.by_tag),
        "kept": dict(form.kept),
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

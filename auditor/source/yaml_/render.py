"""New YAML, written as its surroundings are. The file itself is never written anew."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from auditor.model.tree import Tree
from auditor.source.yaml_.read import Node, function_of

_STRING = "tag:yaml.org,2002:str"
_WIDE = 1_000_000


@dataclass(frozen=True, slots=True)
class Style:
    """How a text writes YAML."""

    indent: int
    """Columns of one level."""
    list_offset: bool
    """Whether list items stand deeper than their key."""
    quote: str
    """The quotes that strings get: `'` or `"`."""
    quote_all: bool
    """Whether strings that need no quotes have them all the same."""
    quoted_tags: frozenset[str]
    """The short functions whose argument is mostly quoted."""
    short: bool
    """Whether intrinsic functions are written as tags."""
    newline: str

    def block(self, value: Tree) -> str:
        """The value in block style over several lines, the first at column 0; no line end."""
        return self._dump(value, flow=False)

    def inline(self, value: Tree) -> str:
        """The value on one line, in flow style where it is a collection."""
        return self._dump(value, flow=True)

    def entry(self, key: str, value: Tree) -> str:
        """A key with its value in block style; no line end."""
        return self.block({key: value})

    def flow_entry(self, key: str, value: Tree) -> str:
        """A key with its value on one line."""
        return self.inline({key: value})[1:-1]

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
        return written.removesuffix("...\n").rstrip("\n")


def json_entry(key: str, value: Tree) -> str:
    """A key with its value as JSON, for flow mappings that are written so."""
    return f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"


class _FragmentDumper(yaml.SafeDumper):
    """Writes a fragment in the style of its class."""

    wanted: Style
    event: Any

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and not self.wanted.list_offset)

    def choose_scalar_style(self) -> Any:
        chosen = super().choose_scalar_style()
        if self._is_function() and self._can_be_plain():
            return ""
        if chosen == "'" or (chosen == "" and self.wanted.quote_all and self._is_text()):
            has_trouble = any(mark in self.event.value for mark in ("\\", '"'))
            return "'" if has_trouble else self.wanted.quote
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
        plain = self.resolve(yaml.ScalarNode, self.event.value, (True, False))
        return (
            self.event.tag in (None, _STRING) and plain == _STRING and not self.simple_key_context
        )


def _text(dumper: _FragmentDumper, value: str) -> yaml.ScalarNode:
    lines = value.split("\n")
    is_block = len(lines) > 1 and all(line == line.rstrip() for line in lines)
    return dumper.represent_scalar(_STRING, value, style="|" if is_block else None)


def _mapping(dumper: _FragmentDumper, value: dict[str, Tree]) -> Node:
    if dumper.wanted.short and len(value) == 1:
        ((key, argument),) = value.items()
        is_function = key.startswith("Fn::") and "::" not in key[4:]
        if is_function or key == "Ref" or (key == "Condition" and isinstance(argument, str)):
            return _tagged(dumper, f"!{key.removeprefix('Fn::')}", argument)
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items())


_FragmentDumper.add_representer(str, _text)
_FragmentDumper.add_representer(dict, _mapping)


@lru_cache(maxsize=8)
def _dumper(style: Style) -> type[_FragmentDumper]:
    """The dumper of one style."""
    return type("StyledDumper", (_FragmentDumper,), {"wanted": style})


def _tagged(dumper: _FragmentDumper, tag: str, argument: Tree) -> Node:
    if tag == "!GetAtt" and isinstance(argument, list) and all(map(_is_plain, argument)):
        argument = ".".join(argument)
    if isinstance(argument, list):
        return dumper.represent_sequence(tag, argument)
    if isinstance(argument, dict):
        # A tag cannot stand before another tag, so a function in a function is written long.
        pairs = [
            (yaml.ScalarNode(_STRING, key), dumper.represent_data(value))
            for key, value in argument.items()
        ]
        return yaml.MappingNode(tag, pairs)
    return dumper.represent_scalar(tag, argument)


def _is_plain(part: Tree) -> bool:
    return isinstance(part, str)


def style_of(root: Node, newline: str) -> Style:
    """The style of a whole document: what most of it does."""
    indents: Counter[int] = Counter()
    offsets: Counter[bool] = Counter()
    quotes: Counter[str] = Counter()
    functions: Counter[bool] = Counter()
    tags: Counter[str] = Counter()
    waiting = [(root, 0)]
    seen: set[int] = set()
    while waiting:
        node, column = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            _count_scalar(node, quotes, functions, tags)
            continue
        functions[True] += function_of(node) is not None
        if isinstance(node, yaml.SequenceNode):
            waiting += ((item, column) for item in node.value)
            continue
        for key, value in node.value:
            functions[False] += str(key.value).startswith("Fn::") or key.value == "Ref"
            waiting.append((value, key.start_mark.column))
            is_block = not isinstance(value, yaml.ScalarNode) and not value.flow_style
            if not is_block or not value.value or value.start_mark.line <= key.start_mark.line:
                continue
            deeper = value.start_mark.column - key.start_mark.column
            if isinstance(value, yaml.SequenceNode):
                offsets[deeper > 0] += 1
            elif deeper > 0:
                indents[deeper] += 1
    return Style(
        indent=_most(indents, 2),
        list_offset=_most(offsets, True),
        quote="'" if quotes["'"] >= quotes['"'] and quotes["'"] else '"',
        quote_all=quotes["'"] + quotes['"'] > quotes["plain"],
        quoted_tags=frozenset(tag for tag, balance in tags.items() if balance > 0),
        short=functions[True] >= functions[False],
        newline=newline,
    )


def _count_scalar(
    node: Node, quotes: Counter[str], functions: Counter[bool], tags: Counter[str]
) -> None:
    if function_of(node) is not None:
        functions[True] += 1
        tags[node.tag] += 1 if node.style in ("'", '"') else -1
    elif node.style in ("'", '"'):
        quotes[node.style] += 1
    elif not node.style and node.tag == _STRING:
        quotes["plain"] += 1


def _most(counts: Counter[Any], otherwise: Any) -> Any:
    """The commonest, the smaller one of equals."""
    if not counts:
        return otherwise
    return min(counts, key=lambda kind: (-counts[kind], kind))

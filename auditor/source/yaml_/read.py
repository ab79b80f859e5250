"""YAML text to nodes with marks (libyaml), and nodes to values as CloudFormation takes them.

CloudFormation reads YAML 1.1 without timestamps and binaries, and takes a local tag for an
intrinsic function:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

from typing import Any, TypeAlias

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.source.base import MAX_DEPTH, MAX_NODES, DuplicateKey, SyntaxFault
from auditor.source.yaml_ import libyaml
from auditor.source.yaml_.faults import TOO_DEEP, first_unreadable, syntax_fault
from auditor.source.yaml_.libyaml import MarkedYAMLError, YAMLError
from auditor.source.yaml_.nodes import ScalarNode, SequenceNode
from auditor.source.yaml_.tags import BOOL, FLOAT, INT, MAP, MERGE, NULL, SEQUENCE, TEXT

Node: TypeAlias = Any
"""A node, of which `isinstance` tells the kind."""

_TRUE = frozenset({"yes", "true", "on"})
_UNPREFIXED = frozenset({"Ref", "Condition"})
_SUSPICIOUS = 20_000
"""Brackets, or columns, from which on the depth is measured before libyaml recurses into it."""
_MAX_DIGITS = 1_000
"""A longer number stays a text; Python refuses to write numbers of more than 4,300 digits."""


def compose(text: str) -> Node:
    """The root node of a text. Raises SyntaxFault where it is no YAML, or no single document."""
    if _may_be_deep(text):
        _measure_depth(text)
    try:
        root: Node | None = libyaml.compose(text)
    except MarkedYAMLError as error:
        raise syntax_fault(error) from None
    except YAMLError:
        fault = "YAML does not allow this control character"
        raise SyntaxFault(fault, first_unreadable(text)) from None
    except UnicodeEncodeError as error:
        raise SyntaxFault("half of a surrogate pair is no character", error.start) from None
    if root is None:
        raise SyntaxFault("the document is empty", 0)
    return root


def function_of(node: Node) -> str | None:
    """The intrinsic function that a local tag stands for (`!Sub` is `Fn::Sub`), else None."""
    tag: str = node.tag
    if not tag.startswith("!") or tag == "!":
        return None
    name = tag[1:]
    return name if name in _UNPREFIXED else f"Fn::{name}"


def key_text(node: Node) -> str:
    """The text of a key. Raises SyntaxFault where a mapping or a list stands for a key."""
    if not isinstance(node, ScalarNode):
        raise SyntaxFault(
            "a key must be a string; if this is a value in braces, quote it",
            node.start,
        )
    tag: str = node.tag
    if tag.startswith("!") and tag != "!":
        raise SyntaxFault(
            f"a key cannot have the tag '{tag}': write Fn::{tag[1:]} as a key of its own",
            node.start,
        )
    return str(node.value)


class Reader:
    """Makes values of nodes; remembers keys that stand twice, and that one is read as null."""

    def __init__(self) -> None:
        self.has_null_key = False
        self.repeated: list[tuple[Node, Node, Node]] = []
        self._known: dict[int, Tree] = {}
        self._shares = False
        self._merged_keys = 0

    def tree(self, root: Node) -> Tree:
        """The value of a whole document. Raises SyntaxFault where it is too deep or too large."""
        value = self._value(root, 0)
        if self._shares and _written_out(value) > MAX_NODES:
            raise SyntaxFault(f"written out, its aliases make more than {MAX_NODES:,} values", 0)
        return value

    def _value(self, node: Node, depth: int) -> Tree:
        tag = node.tag
        if tag is TEXT:
            value: Tree = node.value
            return value
        function = None if tag is MAP or tag is SEQUENCE else function_of(node)
        if isinstance(node, ScalarNode):
            return _scalar(node) if function is None else {function: _argument(function, node)}
        known = self._known.get(id(node))
        if known is not None:
            self._shares = True
            return known
        if depth > MAX_DEPTH:
            raise SyntaxFault(
                f"nested deeper than {MAX_DEPTH} levels, or an alias that contains itself",
                node.start,
            )
        if isinstance(node, SequenceNode):
            value = [self._value(item, depth + 1) for item in node.value]
        else:
            value = self._mapping(node, depth + 1)
        if function is not None:
            value = {function: value}
        self._known[id(node)] = value
        return value

    def _mapping(self, node: Node, depth: int) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        merges: list[Node] = []
        for key_node, value_node in node.value:
            if key_node.tag is TEXT:
                key = key_node.value
            elif key_node.tag == MERGE:
                merges.append(value_node)
                continue
            else:
                key = key_text(key_node)
                self.has_null_key = self.has_null_key or key_node.tag == NULL
            if key in mapping:
                self.repeated.append((node, _first(node, key), key_node))
            # most values are plain texts
            is_text = value_node.tag is TEXT
            mapping[key] = value_node.value if is_text else self._value(value_node, depth)
        for merge in merges:
            merged = self._merged(merge, depth)
            self._count_merged(len(merged))
            for key, value in merged.items():
                mapping.setdefault(key, value)
        return mapping

    def _count_merged(self, count: int) -> None:
        self._merged_keys += count
        if self._merged_keys > MAX_NODES:
            raise SyntaxFault(f"its merge keys bring in more than {MAX_NODES:,} values", 0)

    def _merged(self, node: Node, depth: int) -> dict[str, Tree]:
        value = self._value(node, depth)
        merged: dict[str, Tree] = {}
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, dict):
                raise SyntaxFault("'<<' merges mappings only", node.start)
            self._count_merged(len(part))
            for key, entry in part.items():
                merged.setdefault(key, entry)
        return merged


def _first(node: Node, key: str) -> Node:
    """The first key of a name in a mapping that has it."""
    keys = (key_node for key_node, _ in node.value if key_node.tag != MERGE)
    return next(one for one in keys if key_text(one) == key)


def duplicates(root: Node, repeated: list[tuple[Node, Node, Node]]) -> tuple[DuplicateKey, ...]:
    """The keys that stand twice, with their paths."""
    if not repeated:
        return ()
    paths: dict[int, Path] = {id(node): () for node, _, _ in repeated}
    waiting: list[tuple[Path, Node]] = [((), root)]
    seen: set[int] = set()
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen or isinstance(node, ScalarNode):
            continue
        seen.add(id(node))
        function = function_of(node)
        inner: Path = path if function is None else (*path, function)
        if id(node) in paths:
            paths[id(node)] = inner
        if isinstance(node, SequenceNode):
            waiting += (((*inner, index), item) for index, item in enumerate(node.value))
        else:
            waiting += (((*inner, str(key.value)), value) for key, value in node.value)
    return tuple(
        DuplicateKey((*paths[id(node)], str(again.value)), _key_span(again), _key_span(first))
        for node, first, again in repeated
    )


def _key_span(node: Node) -> Span:
    return Span(node.start, node.end)


def _argument(function: str, node: Any) -> Tree:
    """What a tagged scalar hands to its function; `!GetAtt A.B` is a list in the long form."""
    text: str = node.value
    if function == "Fn::GetAtt" and "." in text:
        return text.split(".", 1)
    return text


def _scalar(node: Any) -> Tree:
    text: str = node.value
    tag = node.tag
    if tag == TEXT:
        return text
    try:
        if tag == INT:
            return _integer(text)
        if tag == FLOAT:
            return _float(text)
    except ValueError:
        return text
    if tag == BOOL:
        return text.lower() in _TRUE
    if tag == NULL:
        return None
    return text


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(text)
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    if digits.startswith("0b"):
        return sign * int(digits[2:], 2)
    if digits.startswith("0x"):
        return sign * int(digits[2:], 16)
    if ":" in digits:
        value = 0
        for part in digits.split(":"):
            value = value * 60 + int(part)
        return sign * value
    if digits.startswith("0") and digits != "0":
        return sign * int(digits, 8)
    return sign * int(digits)


def _float(text: str) -> float:
    digits = text.replace("_", "").lower()
    if ":" in digits:
        raise ValueError(text)
    return float(digits.replace(".inf", "inf").replace(".nan", "nan"))


def _written_out(tree: Tree) -> int:
    """How many values a tree has when shared ones are counted at each place they stand in."""
    sizes: dict[int, int] = {}

    def size(value: Tree) -> int:
        if not isinstance(value, dict | list):
            return 1
        known = sizes.get(id(value))
        if known is None:
            parts = value.values() if isinstance(value, dict) else value
            known = 1 + sum(map(size, parts))
            sizes[id(value)] = known
        return known

    return size(tree)


def _may_be_deep(text: str) -> bool:
    """Whether the nesting could overflow the stack of a parser that recurses."""
    longest = _SUSPICIOUS - text.count("[") - text.count("{")
    return longest < 0 or _has_longer_line(text, longest)


def _has_longer_line(text: str, longest: int) -> bool:
    start = 0
    while len(text) - start > longest:
        end = text.rfind("\n", start, start + longest + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _measure_depth(text: str) -> None:
    depth = 0
    try:
        for event in libyaml.parse(text):
            if isinstance(event, libyaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, libyaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                raise SyntaxFault(TOO_DEEP, mark.index if mark else 0)
    except YAMLError:
        return  # composing the text meets the same error, and tells it

"""A JSON document: values at once, places when somebody asks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import MsgspecError
from msgspec.json import decode, encode

from auditor.expression import expression
from auditor.model.edit import Change, Edit
from auditor.model.path import Path
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import MAX_DEPTH, Document, DuplicateKey, SyntaxFault
from auditor.source.json_.scan import (
    STRING,
    Node,
    find_outside_strings,
    repeated,
    scan,
    string_spans,
)

_BRACKET_OR_STRING = expression(rf"{STRING}|[{{}}\[\]]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_QUOTE = r"\u0022"
"""A quote in a string that is written without one."""
_MANY_DIGITS = 640
"""Python reads numbers of at least this many digits, however it is set up."""

if TYPE_CHECKING:
    from auditor.source.json_.lower import Lowering


class JsonDocument(Document):
    """A JSON text that has been read."""

    format = "json"

    def __init__(self, text: str) -> None:
        """Reads the text. Raises SyntaxFault where it is not JSON."""
        self.text = text
        try:
            self.tree, saw_twice = _once(text) or _read(text)
        except json.JSONDecodeError as error:
            raise _fault(error, text) from None
        except _NotANumber as error:
            name = error.args[0]
            offset = find_outside_strings(text, re.escape(name))
            raise SyntaxFault(f"{name} is not a value of JSON", offset) from None
        except RecursionError:
            raise _too_deep() from None
        except ValueError:
            offset = find_outside_strings(text, rf"-?\d{{{_MANY_DIGITS}}}")
            raise SyntaxFault("this number has too many digits to be read", offset) from None
        if _depth(text) > MAX_DEPTH:
            raise _too_deep()
        self.duplicates = self._duplicates() if saw_twice else ()

    @cached_property
    def root(self) -> Node:
        """The places of all values."""
        return scan(self.text)

    def _duplicates(self) -> tuple[DuplicateKey, ...]:
        return tuple(
            DuplicateKey(path, again.span, first.span) for path, first, again in repeated(self.root)
        )

    def span(self, path: Path, *, key: bool = False) -> Span:
        node, on_key = self.root, None
        for step in path:
            if isinstance(step, str):
                member = node.by_key.get(step) if self.duplicates else node.first(step)
                if member is None:
                    break
                node, on_key = member.value, member
            else:
                item = node.item(step)
                if item is None:
                    break
                node, on_key = item, None
        return on_key.span if key and on_key is not None else node.span

    def _string_map(self, path: Path) -> Sequence[Span] | None:
        return string_spans(self.text, self.span(path))

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        return self._lowering.lower(edits)

    def try_all(self, changes: Sequence[Change]) -> None:
        with self._lowering.trying():
            self.lower_all(changes)

    @cached_property
    def _lowering(self) -> Lowering:
        from auditor.source.json_.lower import Lowering

        return Lowering(self.text, self.root, self.newline)

    def comments(self, text: str) -> list[str]:  # noqa: ARG002 (JSON has none)
        return []


def _once(text: str) -> tuple[Tree, bool] | None:
    """As `_read`, in half of the time, for texts without a key that stands twice in an object.

    msgspec drops such keys, as a count of the quotes shows, and refuses more than Python does.
    """
    if _QUOTE in text:
        return None
    try:
        tree = decode(text)
        return (tree, False) if encode(tree).count(b'"') == text.count('"') else None
    except (MsgspecError, ArithmeticError, RecursionError, ValueError):
        return None


def _read(text: str) -> tuple[Tree, bool]:
    """The value of a text, and whether a key stands twice in an object."""
    saw_twice = False

    def collect(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
        nonlocal saw_twice
        mapping = dict(pairs)
        saw_twice = saw_twice or len(mapping) != len(pairs)
        return mapping

    return json.loads(text, object_pairs_hook=collect, parse_constant=_refuse), saw_twice


class _NotANumber(ValueError):
    """NaN or an infinity, which Python reads and JSON does not have."""


def _refuse(name: str) -> None:
    raise _NotANumber(name)


def _depth(text: str) -> int:
    """How deep a text that has been read is nested, cheaply for the ordinary case."""
    if text.count("{") + text.count("[") <= MAX_DEPTH or _is_shallow(text):
        return 0
    deepest = depth = 0
    for match in _BRACKET_OR_STRING.finditer(text):
        if match.group() in ("{", "["):
            depth += 1
            deepest = max(deepest, depth)
        elif match.group() in ("}", "]"):
            depth -= 1
    return deepest


def _is_shallow(text: str) -> bool:
    """Whether the brackets of a text, those in strings as well, are nested as deep as allowed.

    False also where those in strings do not match.
    """
    brackets = text.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):
        if not brackets:
            return True
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return not brackets


def _too_deep() -> SyntaxFault:
    return SyntaxFault(f"nested deeper than {MAX_DEPTH} levels, which no real template is", 0)


_PLAIN = {
    "Expecting value": "a value is missing here, or there is a comma too many before this",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing before this",
    "Expecting ':' delimiter": "a colon is missing before this",
    "Expecting property name enclosed in double quotes": (
        "a key in double quotes is missing here, or there is a comma too many before this"
    ),
    "Unterminated string starting at": "this string is not closed",
    "Invalid control character at": r"a line break or tab inside a string must be written \n or \t",
    "Invalid \\escape": "this is no escape that JSON knows",
    "Invalid \\uXXXX escape": r"\u needs four hexadecimal digits",
    "Extra data": "the document has ended before this",
}


_COMMENT = ("//", "/*", "#")
"""How comments begin in the languages that are taken for JSON."""


def _fault(error: json.JSONDecodeError, text: str) -> SyntaxFault:
    """The decoder's fault; a comma too many is told alike by every version of Python."""
    if text.startswith(_COMMENT, error.pos):
        fault = "JSON has no comments: remove it, or put its text into Metadata or Description"
        return SyntaxFault(fault, error.pos)
    before = text[: error.pos].rstrip()
    if "trailing comma" in error.msg:
        comma = error.pos
    elif before.endswith(",") and text[error.pos : error.pos + 1] in ("}", "]"):
        comma = len(before) - 1
    else:
        return SyntaxFault(_plain(error, text), min(error.pos, len(text)))
    return SyntaxFault("this comma is one too many before the closing bracket", comma)


def _plain(error: json.JSONDecodeError, text: str) -> str:
    """The decoder's message as a sentence that says what to do."""
    if not text[error.pos :].strip() and "string" not in error.msg:
        return "the document ends too early: a value or a closing bracket is missing"
    return _PLAIN.get(error.msg.removesuffix(": "), error.msg)

"""Where each value of a JSON text stands.

Only for texts that `json` has read already: nothing is checked twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.text import Span

STRING = r'"(?:[^"\\]|\\.)*"'
_BLANKS = r"[ \t\n\r]*"
_NEXT = expression(f"{_BLANKS}(?:,{_BLANKS})?")
_MEMBER = expression(
    rf'{_NEXT.pattern}(?P<key>"(?P<name>[^"\\]*(?:\\.[^"\\]*)*)"){_BLANKS}:{_BLANKS}'
)
"""From behind a member, or the opening bracket, to the value of the next one."""
_SKIP: Callable[[str, int], tuple[Any, int]] = JSONDecoder(parse_int=len).scan_once  # type: ignore[attr-defined]
"""From an offset to the value that begins there, and where it ends."""


_NONE: list[Any] = []
_NO_KEYS: dict[str, Any] = {}
"""What nodes have before anything in them is read, which most never are: not to be written to."""


class Node:
    """A value with its place, of which no more is read than is asked for.

    What lies before a place is passed over by the reader of the standard library, which is as fast
    as it reads.
    """

    __slots__ = ("_end", "_here", "_items", "_keys", "_members", "_text", "start")

    def __init__(self, text: str, start: int) -> None:
        self.start = start
        self._text = text
        self._end: int | None = None
        self._here = 0
        """Behind the opening bracket, or the last value that was passed; 0 before any was read."""
        self._members: list[Member] = _NONE
        self._keys: dict[str, Member] = _NO_KEYS
        self._items: list[Node] = _NONE

    def _begin(self) -> None:
        self._here = self.start + 1
        self._members, self._keys, self._items = [], {}, []

    @property
    def end(self) -> int:
        """Behind the last character."""
        if self._end is None:
            self._end = _SKIP(self._text, self.start)[1]
        return self._end

    @property
    def span(self) -> Span:
        """From the first character to behind the last one."""
        return Span(self.start, self.end)

    @property
    def members(self) -> list[Member] | None:
        """The members of an object; None for another value."""
        if self._text[self.start] != "{":
            return None
        while self._next_member() is not None:
            pass
        return self._members

    @property
    def items(self) -> list[Node] | None:
        """The items of an array; None for another value."""
        if self._text[self.start] != "[":
            return None
        while self._next_item() is not None:
            pass
        return self._items

    @property
    def by_key(self) -> dict[str, Member]:
        """The member of each name which counts: the last one."""
        _ = self.members
        return self._keys

    def first(self, key: str) -> Member | None:
        """The first member of a name: the only one where no name stands twice."""
        found = self._keys.get(key)
        if found is not None or self._text[self.start] != "{":
            return found
        while (member := self._next_member()) is not None:
            if member.key == key:
                return member
        return None

    def item(self, index: int) -> Node | None:
        """An item of an array, if there are so many."""
        if self._text[self.start] != "[":
            return None
        while len(self._items) <= index:
            if self._next_item() is None:
                return None
        return self._items[index]

    def _next_member(self) -> Member | None:
        if self._members:
            self._pass(self._members[-1].value)
        elif not self._here:
            self._begin()
        found = _MEMBER.match(self._text, self._here)
        if found is None:
            return None
        key = found["name"]
        start, end = found.span("key")
        if "\\" in key:
            key, _ = scanstring(self._text, start + 1)
        member = Member(key, start, end, Node(self._text, found.end()))
        self._members.append(member)
        self._keys[key] = member
        return member

    def _next_item(self) -> Node | None:
        if self._items:
            self._pass(self._items[-1])
        elif not self._here:
            self._begin()
        start = _after(_NEXT, self._text, self._here)
        if self._text[start] == "]":
            return None
        node = Node(self._text, start)
        self._items.append(node)
        return node

    def _pass(self, last: Node) -> None:
        """Goes behind a member or an item, if that was not done before."""
        if last.start >= self._here:
            self._here = last.end


class Member(Struct):
    """A key of an object, its place, and its value."""

    key: str
    start: int
    end: int
    value: Node

    @property
    def span(self) -> Span:
        """The place of the key, quotes included."""
        return Span(self.start, self.end)


def scan(text: str) -> Node:
    """The root value of a JSON text."""
    return Node(text, _after(_NEXT, text, 0))


def _after(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Behind what matches at an offset."""
    found = pattern.match(text, start)
    return start if found is None else found.end()


def find_outside_strings(text: str, pattern: str) -> int:
    """The offset of the first place outside of strings that matches; 0 where there is none."""
    for match in re.finditer(rf"{STRING}|({pattern})", text):
        if match.group(1) is not None:
            return match.start()
    return 0


def repeated(root: Node) -> list[tuple[Path, Member, Member]]:
    """The keys that stand again in their object: path, first place, place again."""
    found: list[tuple[Path, Member, Member]] = []
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        seen: dict[str, Member] = {}
        for member in node.members or ():
            if member.key in seen:
                found.append(((*path, member.key), seen[member.key], member))
            seen.setdefault(member.key, member)
            waiting.append(((*path, member.key), member.value))
        waiting.extend(((*path, index), item) for index, item in enumerate(node.items or ()))
    return sorted(found, key=lambda entry: entry[2].start)


def string_spans(text: str, span: Span) -> list[Span] | None:
    """The span of each character of the string that stands at `span`, and of its end."""
    if text[span.start : span.start + 1] != '"':
        return None
    spans: list[Span] = []
    here, end = span.start + 1, span.end - 1
    while here < end:
        escape = text.find("\\", here, end)
        after = end if escape < 0 else escape
        spans += [Span(at, at + 1) for at in range(here, after)]
        here = after
        if escape >= 0:
            after = here + _width(text, here)
            spans.append(Span(here, after))
            here = after
    return [*spans, Span(here, here)]


def _width(text: str, here: int) -> int:
    """How many characters of the text make the character that is escaped there."""
    if text[here + 1] != "u":
        return 2
    high, low = text[here + 2 : here + 6], text[here + 6 : here + 12]
    is_high = 0xD800 <= int(high, 16) < 0xDC00
    if is_high and low[:2] == "\\u" and 0xDC00 <= int(low[2:], 16) < 0xE000:
        return 12
    return 6

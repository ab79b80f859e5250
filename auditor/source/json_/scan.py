"""Where each value of a JSON text stands.

Only for texts that `json` has read already: nothing is checked twice. No recursion, so that depth
costs nothing.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.text import Span

STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = expression(rf'[{{}}\[\]]|{STRING}|[^\s{{}}\[\],:"]+')


class Node(Struct):
    """A value with its place; `members` of an object, `items` of an array."""

    start: int
    end: int = 0
    members: list[Member] | None = None
    items: list[Node] | None = None
    by_key: dict[str, Member] = field(default_factory=dict)
    """The member of each name which counts: the last one."""

    @property
    def span(self) -> Span:
        """From the first character to behind the last one."""
        return Span(self.start, self.end)


class Member(Struct):
    """A key of an object, its place, and its value."""

    key: str
    start: int
    end: int
    value: Node = field(default_factory=lambda: Node(0))

    @property
    def span(self) -> Span:
        """The place of the key, quotes included."""
        return Span(self.start, self.end)


def scan(text: str) -> Node:
    """The root value of a JSON text."""
    from json import loads

    root: Node | None = None
    open_nodes: list[Node] = []
    pending: Member | None = None
    for match in _TOKEN.finditer(text):
        token, start, end = match.group(), match.start(), match.end()
        if token in "}]":
            open_nodes.pop().end = end
            continue
        parent = open_nodes[-1] if open_nodes else None
        if parent is not None and parent.members is not None and pending is None:
            pending = Member(loads(token), start, end)
            parent.members.append(pending)
            parent.by_key[pending.key] = pending
            continue
        node = Node(start, end)
        if parent is None:
            root = node
        elif pending is not None:
            pending.value, pending = node, None
        elif parent.items is not None:
            parent.items.append(node)
        if token == "{":
            node.members = []
            open_nodes.append(node)
        elif token == "[":
            node.items = []
            open_nodes.append(node)
    if root is None:
        raise ValueError("the text holds no value")
    return root


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
    here = span.start + 1
    while here < span.end - 1:
        after = here + _width(text, here)
        spans.append(Span(here, after))
        here = after
    return [*spans, Span(here, here)]


def _width(text: str, here: int) -> int:
    """How many characters of the text make the character of a string that begins there."""
    if text[here] != "\\":
        return 1
    if text[here + 1] != "u":
        return 2
    high, low = text[here + 2 : here + 6], text[here + 6 : here + 12]
    is_high = 0xD800 <= int(high, 16) < 0xDC00
    if is_high and low[:2] == "\\u" and 0xDC00 <= int(low[2:], 16) < 0xE000:
        return 12
    return 6

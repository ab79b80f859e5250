"""The syntax of patterns, as far as taken: https://262.ecma-international.org/14.0/#sec-patterns."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from auditor.expression import expression

_MAX_LENGTH = 1_000
_MAX_DEPTH = 40
_COUNT = expression(r"\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\}")
_CODE = expression(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_MARKS = frozenset("^$\\.*+?()[]{}|/-")


class BadPattern(ValueError):
    """A pattern that cannot be used; the message is the end of a sentence about it."""


class Assertion(Enum):
    """What holds between characters."""

    START = "^"
    END = "$"
    BOUNDARY = "b"
    NO_BOUNDARY = "B"


class CharSet(Struct, frozen=True):
    """One character: in a range, or of a class (`d`, `w`, `s`, or large for those outside)."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    negated: bool = False

    def has(self, char: str) -> bool:
        """Whether the character is one of them."""
        found = any(low <= char <= high for low, high in self.ranges) or any(
            _is_of(char, name) for name in self.classes
        )
        return found is not self.negated


class Sequence(Struct, frozen=True):
    """One after the other."""

    items: tuple[Node, ...]


class Branches(Struct, frozen=True):
    """Any of them."""

    items: tuple[Node, ...]


class Repeat(Struct, frozen=True):
    """So many times; `most` None means without end."""

    item: Node
    least: int
    most: int | None


Node: TypeAlias = "CharSet | Assertion | Sequence | Branches | Repeat"
_ANY = CharSet((("\n", "\n"), ("\r", "\r"), ("\u2028", "\u2029")), negated=True)


def is_word(char: str) -> bool:
    """Whether `\\w` means the character."""
    return char == "_" or (char.isascii() and char.isalnum())


def _is_of(char: str, name: str) -> bool:
    kind = name.lower()
    if kind == "d":
        found = "0" <= char <= "9"
    elif kind == "w":
        found = is_word(char)
    else:
        found = char in "\t\n\v\f\r\ufeff\u2028\u2029" or unicodedata.category(char) == "Zs"
    return found is not name.isupper()


def parse(text: str) -> Node:
    """What a pattern says. Raises BadPattern."""
    if len(text) > _MAX_LENGTH:
        raise BadPattern(f"is longer than {_MAX_LENGTH} characters")
    reader = _Reader(text)
    node = reader.branches(0)
    if reader.at < len(text):
        raise BadPattern("has a ')' without its '('")
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _takes(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) * found
        return found

    def branches(self, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise BadPattern("is nested too deeply")
        items = [self._sequence(depth)]
        while self._takes("|"):
            items.append(self._sequence(depth))
        return items[0] if len(items) == 1 else Branches(tuple(items))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while self._next() not in ("", "|", ")"):
            items.append(self._quantified(self._atom(depth)))
        return Sequence(tuple(items))

    def _quantified(self, item: Node) -> Node:
        count = _COUNT.match(self.text, self.at)
        if count is not None:
            self.at = count.end()
            least = int(count.group(1))
            most = int(count.group(3)) if count.group(3) else None if count.group(2) else least
        elif self._next() in ("*", "+", "?") and self._next():
            mark = self._next()
            self.at += 1
            least, most = int(mark == "+"), 1 if mark == "?" else None
        else:
            return item
        if isinstance(item, Assertion) or (most is not None and most < least):
            raise BadPattern("repeats what cannot be repeated")
        self._takes("?")
        return Repeat(item, least, most)

    def _atom(self, depth: int) -> Node:
        char = self._next()
        self.at += 1
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._set()
        if char == "\\":
            return self._escape()
        if char in ("^", "$"):
            return Assertion(char)
        if char == ".":
            return _ANY
        if char in ("*", "+", "?", "{"):
            raise BadPattern(f"has a '{char}' that repeats nothing; a plain one is '\\{char}'")
        return CharSet(((char, char),))

    def _group(self, depth: int) -> Node:
        if self._takes("?") and not self._takes(":"):
            raise BadPattern("looks around with '(?', which is not taken; use 'not' or 'allOf'")
        node = self.branches(depth + 1)
        if not self._takes(")"):
            raise BadPattern("has a '(' without its ')'")
        return node

    def _escape(self) -> Node:
        char = self._next()
        if char in ("b", "B"):
            self.at += 1
            return Assertion.BOUNDARY if char == "b" else Assertion.NO_BOUNDARY
        found = self._escaped()
        return found if isinstance(found, CharSet) else CharSet(((found, found),))

    def _escaped(self) -> CharSet | str:
        """The character, or the class, that stands behind a backslash."""
        code = _CODE.match(self.text, self.at)
        if code is not None:
            self.at = code.end()
            return chr(int(code.group(1) or code.group(2), 16))
        char = self._next()
        self.at += 1
        if char in ("d", "D", "w", "W", "s", "S") and char:
            return CharSet(classes=(char,))
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in _MARKS and char:
            return char
        raise BadPattern(f"has '\\{char}', which is not taken")

    def _set(self) -> CharSet:
        negated = self._takes("^")
        ranges: list[tuple[str, str]] = []
        classes: list[str] = []
        while not self._takes("]"):
            first = self._set_item()
            if isinstance(first, CharSet):
                classes += first.classes
                continue
            last: CharSet | str = first
            if self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("", "]"):
                self.at += 1
                last = self._set_item()
            if isinstance(last, CharSet) or last < first:
                raise BadPattern("has a range that ends before it begins")
            ranges.append((first, last))
        return CharSet(tuple(ranges), tuple(classes), negated)

    def _set_item(self) -> CharSet | str:
        char = self._next()
        if not char:
            raise BadPattern("has a '[' without its ']'")
        self.at += 1
        if char != "\\":
            return char
        if self._takes("b"):
            return "\b"
        return self._escaped()

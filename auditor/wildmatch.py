"""File patterns as in `.gitignore`, matched without backtracking.

https://git-scm.com/docs/gitignore
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from msgspec import Struct

_CLASSES = {
    "alnum": str.isalnum,
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "lower": str.islower,
    "space": str.isspace,
    "upper": str.isupper,
}


class BadPattern(ValueError):
    """A pattern that cannot be read, in one plain sentence."""


class _Set(Struct, frozen=True):
    """A bracket: one character out of ranges and classes, or none of them."""

    ranges: tuple[tuple[str, str], ...]
    classes: tuple[str, ...] = ()
    is_negated: bool = False

    def has(self, char: str) -> bool:
        found = any(low <= char <= high for low, high in self.ranges) or any(
            _CLASSES[name](char) for name in self.classes
        )
        return found is not self.is_negated


class _Star(Struct, frozen=True):
    """Any number of characters of one name."""


class _One(Struct, frozen=True):
    """One character."""


_Token: TypeAlias = str | _Set | _Star | _One
_Segment: TypeAlias = "str | tuple[_Token, ...]"
"""What one name must be: to the letter, or by tokens."""
_Part = TypeVar("_Part")
_DEEP = (_Star(), _Star())
"""Stands for any number of folders."""


class Pattern(Struct, frozen=True):
    """One line: which paths it speaks of, and whether it takes them back."""

    segments: tuple[_Segment, ...]
    is_negated: bool = False
    is_for_folders: bool = False

    def matches(self, names: Sequence[str], *, is_folder: bool) -> bool:
        """Whether it speaks of a path, given by the names on the way to it."""
        if self.is_for_folders and not is_folder:
            return False
        if len(self.segments) == 2 and self.segments[0] is _DEEP:
            return bool(names) and _is_name(self.segments[1], names[-1])
        return _is_way(self.segments, names)


def parse(line: str) -> Pattern | None:
    """The pattern in a line; None for comments and blank lines. Raises BadPattern."""
    text = _without_trailing_blanks(line)
    if not text or text.startswith("#"):
        return None
    is_negated = text.startswith("!")
    text = text[is_negated:]
    if not text:
        raise BadPattern("it names nothing")
    is_for_folders = text.endswith("/")
    text = text.rstrip("/")
    if not text:
        return None
    is_anchored = "/" in text
    segments = tuple(map(_segment, text.removeprefix("/").split("/")))
    if segments[-1] is _DEEP and len(segments) > 1:
        # what is in a folder, and not the folder itself
        segments = (*segments, (_Star(),))
    if not is_anchored:
        segments = (_DEEP, *segments)
    return Pattern(segments, is_negated, is_for_folders)


def _without_trailing_blanks(line: str) -> str:
    text = line.rstrip(" \t")
    is_escaped = (len(text) - len(text.rstrip("\\"))) % 2 == 1
    return text + " " if is_escaped and len(text) < len(line) else text


def _segment(text: str) -> _Segment:
    if text == "**":
        return _DEEP
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        token, at = _token(text, at)
        if not (isinstance(token, _Star) and tokens and tokens[-1] == token):
            tokens.append(token)
    is_plain = all(isinstance(token, str) for token in tokens)
    return "".join(map(str, tokens)) if is_plain else tuple(tokens)


def _token(text: str, at: int) -> tuple[_Token, int]:
    char = text[at]
    if char == "*":
        return _Star(), at + 1
    if char == "?":
        return _One(), at + 1
    if char == "[":
        return _bracket(text, at + 1)
    if char == "\\":
        if at + 1 == len(text):
            raise BadPattern("it ends in a backslash")
        return text[at + 1], at + 2
    return char, at + 1


def _bracket(text: str, at: int) -> tuple[_Set, int]:
    is_negated = text[at : at + 1] in ("!", "^")
    at += is_negated
    first = at
    ranges: list[tuple[str, str]] = []
    classes: list[str] = []
    while at < len(text) and (text[at] != "]" or at == first):
        if text.startswith("[:", at):
            name, end, _ = text[at + 2 :].partition(":]")
            if not end or name not in _CLASSES:
                raise BadPattern(f"it has an unknown class of characters at '{text[at:]}'")
            classes.append(name)
            at += len(name) + 4
            continue
        low, at = _in_bracket(text, at)
        high = low
        if text.startswith("-", at) and text[at + 1 : at + 2] not in ("", "]"):
            high, at = _in_bracket(text, at + 1)
        if low > high:
            raise BadPattern(f"the range '{low}-{high}' is the wrong way round")
        ranges.append((low, high))
    if at >= len(text):
        raise BadPattern("a '[' has no ']'")
    return _Set(tuple(ranges), tuple(classes), is_negated), at + 1


def _in_bracket(text: str, at: int) -> tuple[str, int]:
    at += text[at] == "\\" and at + 1 < len(text)
    return text[at], at + 1


def _is_way(segments: Sequence[_Segment], names: Sequence[str]) -> bool:
    """Whether names follow segments."""
    return _follow(segments, names, lambda segment: segment is _DEEP, _is_name)


def _is_name(segment: _Segment, name: str) -> bool:
    """Whether a name is as a segment says."""
    if isinstance(segment, str):
        return segment == name
    return _follow(segment, name, lambda token: isinstance(token, _Star), _is_char)


def _follow(
    pattern: Sequence[_Part],
    own: Sequence[str],
    is_star: Callable[[_Part], bool],
    fits: Callable[[_Part, str], bool],
) -> bool:
    """Whether all follow a pattern in which some parts stand for any number of them.

    Only the last such part is ever tried anew.
    """
    here = there = 0
    star, resume = -1, 0
    while there < len(own):
        part = pattern[here] if here < len(pattern) else None
        if part is not None and is_star(part):
            star, resume = here, there
            here += 1
        elif part is not None and fits(part, own[there]):
            here += 1
            there += 1
        elif star >= 0:
            resume += 1
            here, there = star + 1, resume
        else:
            return False
    return all(map(is_star, pattern[here:]))


def _is_char(token: _Token, char: str) -> bool:
    if isinstance(token, str):
        return token == char
    return token.has(char) if isinstance(token, _Set) else True

"""The characters of string literals of Python with their places."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from auditor.expression import expression

_PREFIX = expression(r"(?P<prefix>[A-Za-z]{0,2})(?P<quote>'''|\"\"\"|'|\")")
_BETWEEN = expression(r"(?:[\s()\\]|#[^\n]*)*")
_ESCAPE = expression(
    r"\\(?:\r\n|N\{[^}]*\}|U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|.|\n)",
    re.DOTALL,
)


class Characters(Struct):
    """A run of text with the span of each of its characters."""

    text: str
    spans: tuple[tuple[int, int], ...]


class Field(Struct):
    """What stands between braces of an f-string; `is_plain` without conversion and format."""

    start: int
    end: int
    is_plain: bool


class Opened(Struct):
    """A literal that is one token: where it begins, its text begins and it ends."""

    start: int
    prefix: str
    inner: int
    end: int


def enclosing(source: str, start: int, end: int, place: int) -> Opened | None:
    """The literal among adjacent ones that a character stands in; None where there is none."""
    at = start
    while at < end:
        between = _BETWEEN.match(source, at, end)
        at = between.end() if between else at
        opened = _PREFIX.match(source, at, end)
        if opened is None:
            return None
        prefix, quote = opened.group("prefix").lower(), opened.group("quote")
        last = list(_one(source, opened.end(), end, quote, prefix))[-1:]
        if not last or not isinstance(last[0], int):
            return None
        if place < last[0]:
            return Opened(at, prefix, opened.end(), last[0] - len(quote))
        at = last[0]
    return None


def literal_pieces(source: str, start: int, end: int) -> list[Characters | Field] | None:
    """The texts and fields of adjacent string literals; None where they are not read."""
    found: list[Characters | Field] = []
    at = start
    while at < end:
        between = _BETWEEN.match(source, at, end)
        at = between.end() if between else at
        if at >= end:
            break
        opened = _PREFIX.match(source, at, end)
        if opened is None:
            return None
        prefix, quote = opened.group("prefix").lower(), opened.group("quote")
        if "b" in prefix or "t" in prefix:
            return None
        pieces = list(_one(source, opened.end(), end, quote, prefix))
        if not pieces or not isinstance(pieces[-1], int):
            return None
        at = pieces.pop()  # type: ignore[assignment]
        found += pieces  # type: ignore[arg-type]
    return found


def _one(
    source: str, at: int, end: int, quote: str, prefix: str
) -> Iterator[Characters | Field | int]:
    """The pieces of one literal, and the place behind it at last."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    is_raw, is_formatted = "r" in prefix, "f" in prefix
    while at < end:
        if source.startswith(quote, at):
            yield Characters("".join(text), tuple(spans))
            yield at + len(quote)
            return
        letter = source[at]
        if letter == "\\" and (is_raw or not is_formatted or source[at + 1] not in "{}"):
            escape = _ESCAPE.match(source, at, end)
            if escape is None:
                return
            if is_raw:
                for place in range(at, escape.end()):
                    text.append(source[place])
                    spans.append((place, place + 1))
            else:
                for made in _unescaped(escape.group()):
                    text.append(made)
                    spans.append((at, escape.end()))
            at = escape.end()
        elif is_formatted and letter in "{}" and source.startswith(letter * 2, at):
            text.append(letter)
            spans.append((at, at + 2))
            at += 2
        elif is_formatted and letter == "{":
            field = _field(source, at + 1, end, quote)
            if field is None:
                return
            yield Characters("".join(text), tuple(spans))
            text, spans = [], []
            yield field[0]
            at = field[1]
        else:
            width = 2 if source.startswith("\r\n", at) else 1
            text.append("\n" if letter == "\r" else letter)
            spans.append((at, at + width))
            at += width


def _unescaped(escape: str) -> str:
    try:
        return str(ast.literal_eval(f'"""{escape}"""')) if escape != '\\"' else '"'
    except (SyntaxError, ValueError):
        return escape


def _field(source: str, start: int, end: int, quote: str) -> tuple[Field, int] | None:
    """A field and the place behind its closing brace."""
    depth, at = 0, start
    inner: str | None = None
    stop: int | None = None
    while at < end:
        letter = source[at]
        if inner is not None:
            if letter == "\\":
                at += 1
            elif source.startswith(inner, at):
                at += len(inner) - 1
                inner = None
        elif letter in "'\"":
            if source.startswith(quote, at) and len(quote) == 3:
                return None
            inner = letter * 3 if source.startswith(letter * 3, at) else letter
            at += len(inner) - 1
        elif letter in "([{":
            depth += 1
        elif letter == "}" and depth == 0:
            is_plain = stop is None
            return Field(start, at if stop is None else stop, is_plain), at + 1
        elif letter in ")]}":
            depth -= 1
        elif (
            depth == 0
            and stop is None
            and ((letter == "!" and source[at + 1] != "=") or letter == ":")
        ) or (depth == 0 and letter == "=" and source[at + 1 : at + 2] in ("}", "!", ":")):
            stop = at
        at += 1
    return None

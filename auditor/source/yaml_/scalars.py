"""Which characters of the text make which characters of a scalar.

Every map is checked against the value that libyaml read: a style that is not understood to the
letter gives no map, never a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.expression import expression
from auditor.model.text import Span

_Char = tuple[str, int, int]
"""A character of the value, and where it comes from: start, end."""

_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEX = {"x": 2, "u": 4, "U": 8}
_BREAK = expression(r"\r\n|[\n\r]")
_HEADER = expression(r"[|>](?:([1-9])([+-]?)|([+-]?)([1-9]?))[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\n\r]|$)")
_MAX_INDENT = 80


def scalar_map(
    text: str, start: int, raw_end: int, style: str | None, value: str
) -> list[Span] | None:
    """One span for each character of `value`, and an empty one for its end.

    `start` is the first character of the scalar without tag and anchor, `raw_end` the end that
    libyaml marks. None where the map would not be certain.
    """
    if style in ("|", ">"):
        candidates = _block(text, start, raw_end, style)
    else:
        candidates = iter([_flow(text, start, raw_end, style)])
    for characters in candidates:
        if "".join(character for character, _, _ in characters) == value:
            spans = [Span(begin, end) for _, begin, end in characters]
            end = spans[-1].end if spans else _empty_end(start, style)
            return [*spans, Span(end, end)]
    return None


def _empty_end(start: int, style: str | None) -> int:
    return start + 1 if style in ("'", '"') else start


def _flow(text: str, start: int, end: int, style: str | None) -> list[_Char]:
    if style == "'":
        return _folded(_single(text, start + 1, end - 1), text)
    if style == '"':
        return _folded(_double(text, start + 1, end - 1), text)
    return _folded(((text[here], here, here + 1) for here in range(start, end)), text)


def _single(text: str, here: int, end: int) -> Iterator[_Char]:
    while here < end:
        width = 2 if text.startswith("''", here) else 1
        yield text[here], here, here + width
        here += width


def _double(text: str, here: int, end: int) -> Iterator[_Char]:
    while here < end:
        if text[here] != "\\":
            yield text[here], here, here + 1
            here += 1
            continue
        kind = text[here + 1]
        line_end = _BREAK.match(text, here + 1)
        if line_end:
            rest = re.compile(r"[ \t]*").match(text, line_end.end())
            here = rest.end() if rest else line_end.end()
        elif kind in _HEX:
            after = here + 2 + _HEX[kind]
            yield chr(int(text[here + 2 : after], 16)), here, after
            here = after
        else:
            yield _ESCAPES.get(kind, kind), here, here + 2
            here += 2


def _folded(characters: Iterator[_Char], text: str) -> list[_Char]:
    """Folds the line ends of a flow scalar: one makes a blank, each further one a line end."""
    folded: list[_Char] = []
    waiting: list[_Char] = []
    for character in characters:
        is_written = character[2] - character[1] == 1 or text[character[1]] == "'"
        if is_written and character[0] in " \t\r\n":
            waiting.append(character)
            continue
        folded += _blanks(waiting)
        waiting = []
        folded.append(character)
    return folded + _blanks(waiting)


def _blanks(run: list[_Char]) -> list[_Char]:
    breaks = [
        character
        for index, character in enumerate(run)
        if character[0] == "\n" or (character[0] == "\r" and run[index + 1 : index + 2] == [])
    ]
    if not breaks:
        return run
    first, last = run[0], run[-1]
    if len(breaks) == 1:
        return [(" ", first[1], last[2])]
    return [("\n", begin, end) for _, begin, end in breaks[1:]]


def _block(text: str, start: int, end: int, style: str) -> Iterator[list[_Char]]:
    header = _HEADER.match(text, start)
    if header is None:
        return
    digit = header.group(1) or header.group(4)
    chomping = header.group(2) or header.group(3) or ""
    lines = _lines(text, header.end(), end)
    filled = [line for line in lines if text[line[0] : line[1]].strip(" ")]
    if digit:
        indents: Iterator[int] = iter(range(int(digit), _MAX_INDENT))
    elif filled:
        first = text[filled[0][0] : filled[0][1]]
        indents = iter([len(first) - len(first.lstrip(" "))])
    else:
        indents = iter([max((last - begin for begin, last, _ in lines), default=0)])
    for indent in indents:
        if style == "|":
            yield _chomped(_literal(text, lines, indent), chomping)
        else:
            yield _chomped(_fold_block(text, lines, indent), chomping)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Lines as (start, end of content, end with line end)."""
    lines: list[tuple[int, int, int]] = []
    while start < end:
        match = _BREAK.search(text, start, end)
        stop, after = match.span() if match else (end, end)
        lines.append((start, stop, after))
        start = after
    return lines


def _literal(text: str, lines: list[tuple[int, int, int]], indent: int) -> list[_Char]:
    characters: list[_Char] = []
    for start, stop, after in lines:
        characters += ((text[here], here, here + 1) for here in range(start + indent, stop))
        if after > stop:
            characters.append(("\n", stop, after))
    return characters


def _fold_block(text: str, lines: list[tuple[int, int, int]], indent: int) -> list[_Char]:
    """Lines of a folded scalar: a single line end between two ordinary lines is a blank."""
    characters: list[_Char] = []
    breaks: list[_Char] = []
    before_is_plain = False
    for start, stop, after in lines:
        content = [(text[here], here, here + 1) for here in range(start + indent, stop)]
        if content:
            is_plain = content[0][0] not in " \t"
            if before_is_plain and is_plain and breaks:
                first = breaks[0]
                characters += [(" ", *first[1:])] if len(breaks) == 1 else breaks[1:]
            else:
                characters += breaks
            breaks = []
            before_is_plain = is_plain
        characters += content
        if after > stop:
            breaks.append(("\n", stop, after))
    return characters + breaks


def _chomped(characters: list[_Char], chomping: str) -> list[_Char]:
    if chomping == "+":
        return characters
    kept = len(characters)
    while kept and characters[kept - 1][0] == "\n":
        kept -= 1
    if chomping == "-" or kept == 0:
        return characters[:kept]
    return characters[: kept + 1]

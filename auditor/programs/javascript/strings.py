"""The characters of string literals of JavaScript with their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.expression import expression

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE = expression(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})")
_LAST = 0x10FFFF


def characters(
    node: Node, at: Callable[[int], int], begin: int | None = None, end: int | None = None
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text between two bytes of a literal, by default that between its quotes."""
    start = node.start_byte + 1 if begin is None else begin
    stop = node.end_byte - 1 if end is None else end
    source = (node.text or b"")[start - node.start_byte : stop - node.start_byte]
    written = source.decode("utf-8", "replace")
    place = at(start)
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(written):
        letter = written[index]
        if letter != "\\":
            text.append(letter)
            spans.append((place + index, place + index + 1))
            index += 1
            continue
        code = _CODE.match(written, index)
        if code is not None:
            number = int(code.group(1) or code.group(2) or code.group(3), 16)
            made, length = chr(min(number, _LAST)), code.end() - index
        else:
            following = written[index + 1 : index + 2]
            made, length = _ESCAPES.get(following, following), 2
            if following in ("\n", "\r"):
                made = ""
        if made:
            text.append(made)
            spans.append((place + index, place + index + length))
        index += length
    return "".join(text), tuple(spans)

"""Text that is wrapped between words, where a terminal is narrower than it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from auditor.expression import expression

_ITEM = expression(r"(?P<indent> *)(?P<mark>[-*] |\d+\. )?")
_FENCE = "```"


def wrapped(markdown: str, columns: int) -> str:
    """Paragraphs and lists anew for so many columns; code, tables and headings stay as they are."""
    if max(map(len, markdown.splitlines()), default=0) <= columns:
        return markdown
    return "".join(f"{line}\n" for line in [*_lines(markdown.splitlines(), columns)][:-1])


def hanging(head: str, text: str, columns: int) -> str:
    """A line that begins with a head, the text after it wrapped below its own beginning."""
    room = columns - len(head)
    lines = _folded(text, room) if len(text) > room > 0 else [text]
    return f"\n{' ' * len(head)}".join([head + lines[0], *lines[1:]])


def _lines(lines: list[str], columns: int) -> Iterator[str]:
    block: list[str] = []
    in_code = False
    for line in [*lines, ""]:
        is_fence = line.lstrip().startswith(_FENCE)
        begins = _ITEM.match(line)
        is_apart = in_code or is_fence or not line.strip() or line.startswith(("#", "|"))
        if block and (is_apart or (begins is not None and begins["mark"])):
            yield from _block(block, columns)
            block = []
        if is_apart:
            yield line
        else:
            block.append(line)
        in_code ^= is_fence


def _block(block: list[str], columns: int) -> Iterator[str]:
    begins = _ITEM.match(block[0])
    head = begins.group() if begins is not None else ""
    text = " ".join([block[0][len(head) :], *(line.strip() for line in block[1:])])
    yield hanging(head, text, columns)


def _folded(text: str, columns: int) -> list[str]:
    return wrap(text, columns, break_long_words=False, break_on_hyphens=False) or [text]

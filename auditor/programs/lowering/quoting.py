"""Texts as they are written in string literals."""

from __future__ import annotations

from auditor.programs.meaning.out import Spans
from auditor.programs.syntax import File, Node
from auditor.source.base import NotSure

_TRIPLE = ('"""', "'''")


def delimiter(file: File, spans: Spans, index: int) -> str:
    """What opens the literal that a character stands in."""
    at = min(index, len(spans) - 1)
    while at > 0 and spans[at - 1][1] == spans[at][0]:
        at -= 1
    return delimiter_before(file, spans[at][0])


def delimiter_before(file: File, start: int) -> str:
    """What opens the literal whose first character stands at an offset."""
    for quote in _TRIPLE:
        if file.text.startswith(quote, start - 3):
            return quote
    found = file.text[start - 1 : start]
    if found == "}":
        raise NotSure("the text is put together of parts")
    if found not in ("'", '"', "`"):
        raise NotSure("the text is not a plain literal")
    return found


def written(file: File, quote: str, text: str) -> str:
    """A text as it stands between such quotes."""
    made = text.replace("\\", "\\\\")
    if quote == "`":
        return made.replace("`", "\\`").replace("${", "\\${")
    if quote in _TRIPLE:
        return made.replace(quote, "\\" + quote)
    made = made.replace(quote, "\\" + quote).replace("\r", "\\r").replace("\n", "\\n")
    return made.replace("\t", "\\t") if file.language == "python" else made


def escaped(file: File, spans: Spans, index: int, text: str) -> str:
    """A text as it is written where a character of a literal stands."""
    return written(file, delimiter(file, spans, index), text)


def enclosing_text(file: File, at: int) -> int | None:
    """Where the call begins that makes a text of what stands at an offset; None without one."""
    first = max(0, at - 4000)
    before = file.text[first:at]
    opened = max(before.rfind("json.dumps("), before.rfind("JSON.stringify("))
    if opened < 0:
        return None
    inside = before[before.index("(", opened) :]
    return first + opened if inside.count("(") > inside.count(")") else None


def is_in_text(node: Node) -> bool:
    """Whether an expression stands in what is made a text at once, by `json.dumps`."""
    return enclosing_text(node.file, node.start) is not None

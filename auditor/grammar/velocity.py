"""Velocity templates as API Gateway has them: blocks, and what `$util` and `$input` can do.

    block = ( "#if" | "#foreach" | "#macro" | "#define" ) "(" … ")" text
            { "#elseif" "(" … ")" text } [ "#else" text ] "#end"

Comments (`##`, `#* *#`) and what is not read (`#[[ ]]#`) are text. Where a directive cannot be told
from text, nothing is said of the blocks.
https://velocity.apache.org/engine/1.7/user-guide.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.expression import expression
from auditor.grammar.fault import Fault

_OPENING = ("if", "foreach", "macro", "define")
_WITH_ARGUMENTS = (*_OPENING, "elseif", "set")
_TOKEN = expression(
    r"\\[\\#]|##[^\n]*|#\*|#\[\["
    r"|#(?:\{(?P<braced>else|end)\}|(?P<name>if|elseif|else|end|foreach|macro|define|set)(?![a-z]))"
)
_CALL = expression(r"\$!?\{?(util|input)\.([A-Za-z][A-Za-z0-9]{0,40})")
_KNOWN = {
    "util": (
        "escapeJavaScript",
        "parseJson",
        "urlEncode",
        "urlDecode",
        "base64Encode",
        "base64Decode",
    ),
    "input": ("body", "json", "params", "path"),
}


def block_faults(text: str) -> Iterator[Fault]:
    """Blocks that have no end, and ends that have no block."""
    blocks: list[tuple[int, int, str]] = []
    at = 0
    while (found := _TOKEN.search(text, at)) is not None:
        at = found.end()
        name = found["name"] or found["braced"]
        if name is None:
            at = _behind(text, found.group(), at)
            continue
        if name in _WITH_ARGUMENTS:
            closed = _closing(text, at)
            if closed is None:
                return
            at = closed
        if name in _OPENING:
            blocks.append((found.start(), at, name))
        elif name in ("else", "elseif") and not blocks:
            yield Fault(found.start(), at, f"#{name} has no #if before it")
            return
        elif name == "end" and not blocks:
            yield Fault(found.start(), at, "#end has no block before it")
            return
        elif name == "end":
            blocks.pop()
    for start, end, name in blocks[:1]:
        yield Fault(start, end, f"#{name} has no #end")


def unknown_calls(text: str) -> Iterator[Fault]:
    """Methods that `$util` and `$input` do not have: the text of the call is what is sent."""
    for found in _CALL.finditer(text):
        holder, name = found.groups()
        if name not in _KNOWN[holder]:
            yield Fault(found.start(), found.end(), f"${holder} has no {name}", certain=False)


def _behind(text: str, token: str, at: int) -> int:
    """The place after a comment or an unread text that begins before `at`."""
    end = {"#*": "*#", "#[[": "]]#"}.get(token)
    if end is None:
        return at
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def _closing(text: str, at: int) -> int | None:
    """The place after the brackets that begin at or after `at`; None where there are none."""
    while at < len(text) and text[at] in " \t":
        at += 1
    if text[at : at + 1] != "(":
        return None
    depth, quote = 0, ""
    for index in range(at, len(text)):
        char = text[index]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return index + 1
    return None

"""Text of others made fit to be shown: no line breaks, no control characters, no commands.

Runners of CI take commands from what a step prints: lines that begin with `::`, and `##[` anywhere.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

_MARK = "##["
_IN_JSON = "\\u0023#["
_IN_XML = "&#35;#["


def one_line(text: str) -> str:
    r"""The text with everything that cannot be printed as an escape (`\n`, `\x1b`, `\udc80`).

    So are the marks of commands, the first `::` and each `##[`.
    """
    if not text.isprintable():
        text = "".join(
            character
            if character.isprintable()
            else character.encode("unicode_escape").decode("ascii")
            for character in text
        )
    text = inert(text)
    if text.lstrip().startswith("::"):
        text = text.replace("::", r"\x3a:", 1)
    return text


def inert(text: str) -> str:
    """Text for people without the mark that runners look for anywhere in a line."""
    return text.replace(_MARK, r"\x23#[")


def inert_json(text: str) -> str:
    """JSON that says the same without a mark that runners look for; it stands in strings only."""
    return text.replace(_MARK, _IN_JSON)


def inert_xml(text: str) -> str:
    """XML or HTML that says the same without it."""
    return text.replace(_MARK, _IN_XML)

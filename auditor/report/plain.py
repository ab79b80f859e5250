"""Text of others made fit to be shown: no line breaks, no control characters."""

from __future__ import annotations


def one_line(text: str) -> str:
    r"""The text with everything that cannot be printed as an escape (`\n`, `\x1b`, `\udc80`)."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )

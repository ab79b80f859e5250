"""Sentences that are wrapped between words, where a terminal is narrower than they are."""

from __future__ import annotations

_LEAST = 20
"""Columns in which nobody reads a sentence."""


def folded(text: str, begun: int, indent: int, columns: int | None) -> str:
    """A text whose first line follows `begun` columns, and whose others are indented.

    `columns` are those of the terminal; None for what is not wrapped.
    """
    if columns is None or begun + len(text) <= columns or columns - indent < _LEAST:
        return text
    from textwrap import wrap

    lines = wrap(
        text,
        columns,
        initial_indent=" " * min(begun, columns - 1),
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).lstrip(" ")

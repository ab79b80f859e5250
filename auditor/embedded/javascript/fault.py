"""What is wrong with the syntax of a JavaScript file."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.text import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a source text is not valid JavaScript.

    `certain`: every version of Node.js refuses the text; else only the grammar at hand does.
    """

    message: str
    span: Span
    certain: bool

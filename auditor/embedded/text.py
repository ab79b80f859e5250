"""A text that a template puts together from pieces, and the way back to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model.path import Path
from auditor.model.text import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, and the string in the template that it is copied from.

    `path` None: the characters come from elsewhere (a delimiter, a resolved variable, a stand-in
    for a value that is not known). `start` is where the run begins in the string at `path`.
    """

    text: str
    path: Path | None = None
    start: int = 0


class EmbeddedText:
    """The whole text with its pieces."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.text = "".join(piece.text for piece in self.pieces)

    def origin(self, span: Span) -> tuple[Path, Span] | None:
        """The string and the characters of it that a span was copied from.

        None where the span touches more than one piece, or one from elsewhere.
        """
        begin = 0
        for piece in self.pieces:
            end = begin + len(piece.text)
            if begin <= span.start and span.end <= end and piece.path is not None:
                shift = piece.start - begin
                return piece.path, Span(span.start + shift, span.end + shift)
            begin = end
        return None

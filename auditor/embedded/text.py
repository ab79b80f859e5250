"""A text that a template puts together from pieces, and the way back to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.text import Span


class Piece(Struct, frozen=True):
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

        None where the span touches more than one string, or characters from elsewhere.
        """
        touched = list(self._touched(span))
        if not touched:
            return None
        (first, first_start), (last, last_start) = touched[0], touched[-1]
        if first.path is None or any(piece.path != first.path for piece, _ in touched):
            return None
        start = first.start + span.start - first_start
        return first.path, Span(start, last.start + span.end - last_start)

    def offset(self, path: Path, index: int) -> int | None:
        """Where the character of a string in the template stands; None where it does not."""
        begin = 0
        for piece in self.pieces:
            inside = index - piece.start
            if piece.path == path and 0 <= inside <= len(piece.text):
                return begin + inside
            begin += len(piece.text)
        return None

    def _touched(self, span: Span) -> Iterator[tuple[Piece, int]]:
        """The pieces that a span has characters of, or that it stands in, with their starts."""
        begin = 0
        for piece in self.pieces:
            end = begin + len(piece.text)
            is_inside = begin <= span.start and span.end <= end
            if is_inside or (begin < span.end and span.start < end):
                yield piece, begin
            if is_inside:
                return
            begin = end

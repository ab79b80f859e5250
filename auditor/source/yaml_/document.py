"""A YAML document: values at once, places when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.model.edit import CommentEdit, Edit
from auditor.model.path import Path
from auditor.model.text import Span, TextEdit
from auditor.source.base import Document
from auditor.source.yaml_.places import Places
from auditor.source.yaml_.read import Reader, compose, duplicates
from auditor.source.yaml_.tokens import tokens

if TYPE_CHECKING:
    from auditor.source.yaml_.comments import Comments
    from auditor.source.yaml_.lower import Lowering


class YamlDocument(Document):
    """A YAML text that has been read."""

    format = "yaml"

    def __init__(self, text: str) -> None:
        """Reads the text. Raises SyntaxFault where it is no YAML that a template can be."""
        self.text = text
        self._root = compose(text)
        reader = Reader()
        self.tree = reader.tree(self._root)
        self.duplicates = duplicates(self._root, reader.repeated)

    @cached_property
    def places(self) -> Places:
        """The places of all values."""
        return Places(self.text, self._root)

    def span(self, path: Path, *, key: bool = False) -> Span:
        place = self.places.find(path)
        key_span = place.entry.key_span if place.entry is not None else None
        return key_span if key and key_span is not None else place.span

    def _string_map(self, path: Path) -> Sequence[Span] | None:
        from auditor.source.yaml_.lower import string_spans

        return string_spans(self.text, self.places, path)

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        return self._lowering.lower(edits)

    @cached_property
    def _lowering(self) -> Lowering:
        from auditor.source.yaml_.lower import Lowering

        return Lowering(self.text, self.places, self.newline)

    def comments(self, text: str) -> list[str]:
        return [text[span.start : span.end] for span in tokens(text).comments]

    @property
    def comment_spans(self) -> Sequence[Span]:
        return self.places.tokens.comments

    def entry_at(self, offset: int) -> Path | None:
        return self.places.entry_at(offset)

    def takes_comment(self, line: int) -> bool:
        return self._comments.fits(line)

    def lower_comments(self, edits: Sequence[CommentEdit]) -> list[TextEdit]:
        return [self._comments.lower(edit) for edit in edits]

    @cached_property
    def _comments(self) -> Comments:
        from auditor.source.yaml_.comments import Comments

        return Comments(self.lines, self.places.tokens, self.newline)

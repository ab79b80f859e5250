"""A YAML document: values at once, places when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.expression import expression
from auditor.model.edit import Change, CommentEdit, Edit
from auditor.model.path import Path
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import Document
from auditor.source.yaml_.read import Reader, compose, duplicates
from auditor.source.yaml_.tags import NULL, tag_of

if TYPE_CHECKING:
    from auditor.source.yaml_.comments import Comments
    from auditor.source.yaml_.lower import Lowering
    from auditor.source.yaml_.places import Places

_OCTAL = expression(r"0[0-7]+")
_MAY_BE_OCTAL = expression(r"0(?<=[\s\[,{:]0)[0-7]+(?![^\s,\]}])")


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
        self._has_null_key = reader.has_null_key

    @cached_property
    def places(self) -> Places:
        """The places of all values."""
        from auditor.source.yaml_.places import Places

        return Places(self.text, self._root)

    def let_go(self) -> None:
        places = vars(self).get("places")
        if places is not None:
            vars(places).clear()

    def span(self, path: Path, *, key: bool = False) -> Span:
        place = self.places.find(path)
        key_span = place.entry.key_span if place.entry is not None else None
        return key_span if key and key_span is not None else place.span

    def octal_numbers(self) -> Sequence[tuple[Path, Span]]:
        values = {int(digits, 8) for digits in _MAY_BE_OCTAL.findall(self.text)}
        return list(self._octal_numbers(values)) if values else ()

    def _octal_numbers(self, values: Set[int]) -> Iterator[tuple[Path, Span]]:
        """Those of the values that are written so: where each number stands is costly to ask."""
        waiting: list[tuple[Path, Tree]] = [((), self.tree)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, dict):
                waiting += reversed([((*path, key), inner) for key, inner in value.items()])
            elif isinstance(value, list):
                waiting += reversed([((*path, at), inner) for at, inner in enumerate(value)])
            elif isinstance(value, int) and value in values and not isinstance(value, bool):
                span = self.span(path)
                if _OCTAL.fullmatch(self.text, span.start, span.end):
                    yield path, span

    def null_keys(self) -> Sequence[Path]:
        return list(self._null_keys()) if self._has_null_key else ()

    def _null_keys(self) -> Iterator[Path]:
        """Those that stand without quotes, in source order."""
        waiting: list[tuple[Path, Tree]] = [((), self.tree)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed([((*path, at), inner) for at, inner in enumerate(value)])
            elif isinstance(value, dict):
                waiting += reversed([((*path, key), inner) for key, inner in value.items()])
                for key in value:
                    if key and tag_of(key) == NULL:
                        span = self.span((*path, key), key=True)
                        if self.text[span.start : span.end] == key:
                            yield (*path, key)

    def aliases(self) -> Sequence[tuple[Path, Span]]:
        if "&" not in self.text or not self.places.may_have_aliases:
            return ()
        return [(self._line_entry(span.start), span) for span in self.places.tokens.aliases]

    def _line_entry(self, offset: int) -> Path:
        """The key or item that the line of an offset begins with."""
        start = self.text.rfind("\n", 0, offset) + 1
        blanks = len(self.text[start:offset]) - len(self.text[start:offset].lstrip())
        return self.entry_at(start + blanks) or ()

    def _string_map(self, path: Path) -> Sequence[Span] | None:
        from auditor.source.yaml_.strings import string_spans

        return string_spans(self.text, self.places, path)

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        return self._lowering.lower(edits)

    def try_all(self, changes: Sequence[Change]) -> None:
        with self._lowering.trying():
            self.lower_all(changes)

    @cached_property
    def _lowering(self) -> Lowering:
        from auditor.source.yaml_.lower import Lowering

        return Lowering(self.text, self.places, self.newline)

    def comments(self, text: str) -> list[str]:
        from auditor.source.yaml_.tokens import tokens

        return [text[span.start : span.end] for span in tokens(text).comments]

    @property
    def comment_spans(self) -> Sequence[Span]:
        return self.places.tokens.comments

    def own_comments(self, path: Path) -> Sequence[Span]:
        within = self._lowering.span_with_comments(path)
        return [span for span in self.comment_spans if within.start <= span.start < within.end]

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

"""What every source format offers. Nothing above this layer knows a format by name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from auditor.model.edit import (
    Change,
    CommentEdit,
    Edit,
    EditError,
    in_comments,
    in_files,
    in_template,
)
from auditor.model.finding import Finding
from auditor.model.origin import Origin
from auditor.model.path import Path
from auditor.model.project import Project
from auditor.model.settings import Settings
from auditor.model.text import Lines, Span, TextEdit, newline_of
from auditor.model.tree import Missing, Tree, at, same
from auditor.source.gather import gathered

MAX_DEPTH = 200
"""Levels of nesting that a template may have; the deepest real ones stay below 40."""

MAX_NODES = 1_000_000
"""Values that a template may have once its aliases are written out."""


class SyntaxFault(ValueError):
    """A text that its format cannot read, with the place and a plain sentence."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class NotSure(ValueError):
    """An edit that the format cannot make without risk; the message says why."""


class DuplicateKey(Struct, frozen=True):
    """A key that its mapping has more than once: CloudFormation reads the last one only."""

    path: Path
    span: Span
    first: Span


class Document(ABC):
    """A text that has been read: its tree, and the places of everything in it."""

    format: str
    environment_word: str = ""
    """What its environments are called before their names, with a space behind."""
    files: Project | None = None
    """The files beside it, where the document knows of more than lie there."""
    program: object | None = None
    """The program that it was read from, if it was."""
    origin: Origin | None = None
    """What holds of the tree of a program."""
    is_part: bool = False
    """Whether another tool merges it into a template of its own."""
    text: str
    tree: Tree
    duplicates: tuple[DuplicateKey, ...]

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    @cached_property
    def newline(self) -> str:
        """The line end that new lines get."""
        return newline_of(self.text)

    def let_go(self) -> None:  # noqa: B027 (most formats hold no circles)
        """Holds no place any more: it was looked at for the last time.

        What refers to each other would be there until somebody searches for circles.
        """

    def octal_numbers(self) -> Sequence[tuple[Path, Span]]:
        """Numbers that are written with a leading zero and read as octal ones."""
        return ()

    def null_keys(self) -> Sequence[Path]:
        """Keys that are null, as the format reads them."""
        return ()

    def aliases(self) -> Sequence[tuple[Path, Span]]:
        """Places that stand for what is written elsewhere in the text."""
        return ()

    @abstractmethod
    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at a path stands, or the key that leads to it.

        A path that the text does not spell out (below a merge key, inside a scalar) has the span
        of the nearest value that does.
        """

    def string_map(self, path: Path) -> Sequence[Span] | None:
        """The span of each character of the string at a path, and an empty one for its end.

        None where there is no string, or where the format cannot tell.
        """
        if path not in self._maps:
            try:
                is_text = isinstance(at(self.tree, path), str)
            except Missing:
                is_text = False
            self._maps[path] = self._string_map(path) if is_text else None
        return self._maps[path]

    @cached_property
    def _maps(self) -> dict[Path, Sequence[Span] | None]:
        """The maps that were asked for: a long text is asked for with each finding in it."""
        return {}

    @abstractmethod
    def _string_map(self, path: Path) -> Sequence[Span] | None:
        """The map of a string that stands at the path."""

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits that make the edits. Raises NotSure where one might do harm."""
        try:
            lowered = self._lower(gathered(self.tree, edits))
        except EditError as error:
            raise NotSure(str(error)) from None
        ordered = sorted(lowered, key=lambda edit: (edit.start, edit.end))
        if any(one.end > other.start for one, other in pairwise(ordered)):
            raise NotSure("two of the edits change the same text")
        return lowered

    @abstractmethod
    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits of edits that leave something in each collection they take from."""

    @abstractmethod
    def comments(self, text: str) -> list[str]:
        """The comments of a text in this format, in order."""

    @property
    def comment_spans(self) -> Sequence[Span]:
        """Where the comments of this text stand, in order."""
        return ()

    def own_comments(self, path: Path) -> Sequence[Span]:  # noqa: ARG002 (JSON has none)
        """Where the comments stand that explain an entry: right above it, behind it, and in it."""
        return ()

    def entry_at(self, offset: int) -> Path | None:  # noqa: ARG002 (asked for comments only)
        """The path of the key or list item whose first character stands at an offset, if any."""
        return None

    @property
    def all_text(self) -> str:
        """All that the document is read from, for a look at the words in it."""
        return self.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What a run says of the reading."""
        return ()

    def speaks_of(self, rule: str) -> bool:  # noqa: ARG002 (templates have what all rules look at)
        """Whether a rule is about what the document has, by its id."""
        return True

    def environments(self, given: Sequence[Settings]) -> Sequence[Settings]:
        """The settings of each environment, with what lies beside the document for it.

        What was given where nothing does; else each has a name.
        """
        return given

    def placed(self, finding: Finding) -> Finding:
        """A finding with its place, where that is in another file."""
        return finding

    def differs(self, wanted: Tree, after: Document, fixed: Sequence[Finding]) -> bool:  # noqa: ARG002
        """Whether a changed document says something else than is wanted."""
        return not same(wanted, after.tree)

    def lower_all(self, changes: Sequence[Change]) -> dict[str | None, tuple[TextEdit, ...]]:
        """The text edits of all changes by file, None for this one. Raises NotSure."""
        found: dict[str | None, tuple[TextEdit, ...]] = {}
        own, comments = in_template(changes), in_comments(changes)
        if own or comments:
            found[None] = (*self.lower(own), *self.lower_comments(comments))
        for file, edits in in_files(changes).items():
            found[file] = tuple(edits)
        return found

    def try_all(self, changes: Sequence[Change]) -> None:
        """Raises NotSure where `lower_all` would; nobody reads how new text would be written."""
        self.lower_all(changes)

    def takes_comment(self, line: int) -> bool:  # noqa: ARG002 (no format but YAML has any)
        """Whether a comment can be added at the end of a line (from 1)."""
        return False

    def lower_comments(self, edits: Sequence[CommentEdit]) -> list[TextEdit]:
        """The text edits that change comments. Raises NotSure where one cannot be made."""
        if edits:
            raise NotSure("this format has no comments")
        return []


class Trial:
    """What lowers edits and may be asked to try: `is_trial` is true meanwhile."""

    is_trial = False

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Meanwhile the places of text edits are right, and what they put in may be anything.

        How a document writes takes a look at all of it.
        """
        self.is_trial = True
        try:
            yield
        finally:
            self.is_trial = False

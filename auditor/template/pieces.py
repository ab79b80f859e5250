"""Texts that a template puts together, with the place of each character and their holes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct, field

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import HOLDERS, Tree
from auditor.template.intrinsics import function_of, get_att, sub_arguments, sub_parts
from auditor.template.resolve import scalar_text
from auditor.template.values import ALWAYS, When

HOLE = "\ue000"
"""Stands in a composed text for a value that only the deployment knows."""
_MAX_DEPTH = 8
_CLOSED = frozenset(
    {
        "Fn::Base64",
        "Fn::FindInMap",
        "Fn::GetAZs",
        "Fn::GetAtt",
        "Fn::ImportValue",
        "Fn::Transform",
        "Ref",
    }
)
"""Functions whose arguments are names of the template, or programs, and no texts of their own."""


class Run(Struct, frozen=True):
    """Characters of a composed text that stand one by one in the string at `path`, from `offset`.

    `start` and `end` are theirs in the composed text.
    """

    start: int
    end: int
    path: Path
    offset: int
    whole: str


class Composed(Struct, frozen=True):
    """A text as the deployment sees it, from a string, a `Fn::Sub` or a `Fn::Join`.

    `holes` has the expression of each `HOLE` that is a reference, by its place in `text`:
    `Api`, `Table.Arn`, `AWS::AccountId`. `path` is that of the value, `when` the branches of
    `Fn::If` that it stands in.
    """

    path: Path
    text: str
    runs: tuple[Run, ...]
    holes: dict[int, str]
    when: When

    def place(self, start: int, end: int) -> tuple[Run, Span] | None:
        """Where characters stand: their run, and the span in its string; None if in several."""
        index = bisect_right(self.runs, start, key=lambda run: run.start) - 1
        run = self.runs[index] if index >= 0 else None
        if run is None or not run.start <= start <= end <= run.end:
            return None
        moved = run.offset - run.start
        return run, Span(start + moved, end + moved)

    def holes_in(self, start: int, end: int) -> Iterator[str]:
        """The references between two places of the text."""
        return (self.holes[at] for at in range(start, end) if at in self.holes)


class _Composing(Struct):
    """A text that grows, and the values in it that are read on their own."""

    pieces: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    holes: dict[int, str] = field(default_factory=dict)
    others: list[tuple[Path, Tree]] = field(default_factory=list)
    length: int = 0

    def text(self, path: Path, whole: str, start: int, end: int) -> None:
        self.runs.append(Run(self.length, self.length + end - start, path, start, whole))
        self.filler(whole[start:end])

    def filler(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def hole(self, expression: str | None) -> None:
        if expression is not None:
            self.holes[self.length] = expression
        self.filler(HOLE)

    def add(self, path: Path, value: Tree, depth: int) -> None:
        call = function_of(value)
        if isinstance(value, str):
            self.text(path, value, 0, len(value))
        elif call is None or depth > _MAX_DEPTH:
            self.hole(None)
            self.others.append((path, value))
        elif call[0] == "Fn::Sub" and (arguments := sub_arguments(call[1])) is not None:
            self._sub((*path, "Fn::Sub"), *arguments, depth)
        elif call[0] == "Fn::Join" and (pieces := _join(call[1])) is not None:
            self._join((*path, "Fn::Join", 1), *pieces, depth)
        else:
            self.hole(_reference(*call))
            self.others.append((path, value))

    def _sub(
        self, path: Path, text: str, variables: dict[str, Tree], in_list: bool, depth: int
    ) -> None:
        own = (*path, 0) if in_list else path
        known = set[str]()
        for part in sub_parts(text):
            if not part.is_variable and len(part.text) == part.end - part.start:
                self.text(own, text, part.start, part.end)
            elif not part.is_variable:
                self.filler(part.text)
            elif part.text not in variables:
                self.hole(part.text)
            elif part.text in known:
                call = function_of(variables[part.text])
                self.hole(None if call is None else _reference(*call))
            else:
                known.add(part.text)
                self.add((*path, 1, part.text), variables[part.text], depth + 1)

    def _join(self, path: Path, delimiter: str, pieces: list[Tree], depth: int) -> None:
        for index, piece in enumerate(pieces):
            if index:
                self.filler(delimiter)
            self.add((*path, index), piece, depth + 1)


def composed(value: Tree, path: Path) -> Composed:
    """The text that one value makes; a hole where it is none, or not known."""
    composing = _Composing()
    composing.add(path, value, 0)
    return Composed(path, "".join(composing.pieces), tuple(composing.runs), composing.holes, ALWAYS)


def composed_in(value: Tree, path: Path, skipped: frozenset[str]) -> Iterator[Composed]:
    """All texts below a path in source order, but for what stands under the skipped keys."""
    waiting: list[tuple[Path, Tree, When]] = [(path, value, ALWAYS)]
    while waiting:
        path, value, when = waiting.pop()
        if isinstance(value, str):
            # nearly all of them
            yield Composed(path, value, (Run(0, len(value), path, 0, value),), {}, when)
            continue
        if not isinstance(value, HOLDERS):
            continue
        call = function_of(value)
        inner: list[tuple[Path, Tree, When]] = []
        if call is not None and call[0] in ("Fn::Sub", "Fn::Join"):
            composing = _Composing()
            composing.add(path, value, 0)
            yield Composed(
                path, "".join(composing.pieces), tuple(composing.runs), composing.holes, when
            )
            inner = [_opened(path, *other, when) for other in composing.others]
        elif call is not None and call[0] == "Fn::If":
            inner = _branches(path, call[1], when)
        elif isinstance(value, dict) and (call is None or call[0] not in _CLOSED):
            inner = [((*path, key), below, when) for key, below in value.items()]
        elif isinstance(value, list):
            inner = [((*path, index), below, when) for index, below in enumerate(value)]
        waiting += (entry for entry in reversed(inner) if entry[0][-1] not in skipped)


def _opened(path: Path, place: Path, value: Tree, when: When) -> tuple[Path, Tree, When]:
    """A value that was a hole, or what stands in the function that could not be read at all."""
    call = function_of(value) if place == path else None
    return (place, value, when) if call is None else ((*place, call[0]), call[1], when)


def _branches(path: Path, argument: Tree, when: When) -> list[tuple[Path, Tree, When]]:
    if not isinstance(argument, list) or len(argument) != 3:
        return []
    condition, *values = argument
    states = (when, when)
    if isinstance(condition, str):
        states = (when | {(condition, True)}, when | {(condition, False)})
    return [
        ((*path, "Fn::If", index), value, state)
        for index, (value, state) in enumerate(zip(values, states, strict=True), start=1)
    ]


def _join(argument: Tree) -> tuple[str, list[Tree]] | None:
    if not isinstance(argument, list) or len(argument) != 2:
        return None
    delimiter, pieces = scalar_text(argument[0]), argument[1]
    return (delimiter, pieces) if delimiter is not None and isinstance(pieces, list) else None


def _reference(function: str, argument: Tree) -> str | None:
    if function == "Ref":
        return argument if isinstance(argument, str) else None
    pair = get_att(argument) if function == "Fn::GetAtt" else None
    return None if pair is None else ".".join(pair)

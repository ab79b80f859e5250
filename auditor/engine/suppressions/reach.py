"""Which of many suppressions may cover a finding, without asking each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator

from auditor.engine.suppressions.scopes import (
    Everywhere,
    FileLine,
    Line,
    Node,
    Placed,
    Scoped,
    TextLine,
)
from auditor.model.path import Path
from auditor.model.suppression import Suppression


class Reach:
    """The suppressions of one rule, by where they reach."""

    def __init__(self, every: Iterable[Scoped]) -> None:
        self._every = tuple(every)
        self._by_key: dict[Hashable, list[int]] = {}
        self._texts: dict[Path, list[tuple[int, int]]] = {}
        nodes: list[tuple[int, int, int]] = []
        for index, (_, scope) in enumerate(self._every):
            match scope:
                case Everywhere():
                    self._add(None, index)
                case Line(number):
                    self._add(number, index)
                case FileLine(file, number):
                    self._add((file, number), index)
                case TextLine(path, start):
                    self._texts.setdefault(path, []).append((start, index))
                case Node(path, span, line):
                    self._add((path,), index)
                    self._add(line, index)
                    nodes.append((span.start, -span.end, index))
        self._nodes = sorted(nodes)
        self._above = list(_above(self._nodes))
        for starts in self._texts.values():
            starts.sort()

    def _add(self, key: Hashable, index: int) -> None:
        self._by_key.setdefault(key, []).append(index)

    def covering(self, placed: Placed) -> list[Suppression]:
        """The suppressions that cover a finding, in their order."""
        near: set[int] = set()
        for key in self._keys(placed):
            near.update(self._by_key.get(key, ()))
        near.update(self._around(placed.span.start))
        near.update(self._in_text(placed))
        return [
            suppression
            for suppression, scope in (self._every[index] for index in sorted(near))
            if scope.covers(placed)
        ]

    def _keys(self, placed: Placed) -> Iterator[Hashable]:
        finding = placed.finding
        yield None
        yield from placed.lines
        for depth in range(len(finding.at) + 1):
            yield (finding.at[:depth],)
        if finding.file is not None:
            yield from ((finding.file, number) for number in placed.lines_of_file)

    def _around(self, offset: int) -> Iterator[int]:
        """The nodes around a place: they contain each other, or have nothing in common."""
        here: int | None = bisect_right(self._nodes, offset, key=lambda node: node[0]) - 1
        while here is not None and here >= 0:
            yield self._nodes[here][2]
            here = self._above[here]

    def _in_text(self, placed: Placed) -> Iterator[int]:
        """The lines of a string that the characters of a finding can lie on."""
        starts, within = self._texts.get(placed.finding.at, []), placed.finding.within
        if within is not None:
            first = max(0, bisect_right(starts, (within.start, len(self._every))) - 2)
            last = bisect_left(starts, (within.end + 1, 0))
            yield from (index for _, index in starts[first:last])


def _above(nodes: Iterable[tuple[int, int, int]]) -> Iterator[int | None]:
    """For each node of a sorted list the index of the innermost one around it."""
    open_nodes: list[tuple[int, int]] = []
    for here, (start, end, _) in enumerate(nodes):
        while open_nodes and open_nodes[-1][1] <= start:
            open_nodes.pop()
        yield open_nodes[-1][0] if open_nodes else None
        open_nodes.append((here, -end))

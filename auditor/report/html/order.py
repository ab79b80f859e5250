"""The order within columns, so that few edges cross.

Edges over several columns go through points in those between. Edges with one target share them, so
that they come together on their way as lines of a railway do.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from auditor.report.html.layers import Link

_SWEEPS = 12
_BIG = 6_000
"""Lines between columns from which on fewer sweeps must do."""
_MOST_POINTS = 8_000
"""Points on the way of long edges; those for which none are left lead straight to their ends."""


class Grid(Struct, frozen=True):
    """Columns of items, from the top: nodes have their numbers, points the numbers from `count` on.

    `lines` join items of columns that are next to each other, from left to right. `routes` are
    the items that each edge goes by, from left to right, also where it leads to the left.
    """

    count: int
    columns: tuple[tuple[int, ...], ...]
    lines: tuple[Link, ...]
    routes: Mapping[Link, tuple[int, ...]]


def grid(column_of: Sequence[int], edges: Sequence[Link]) -> Grid:
    """The grid of nodes in their columns. Each edge leads to another column, left or right."""
    count = len(column_of)
    columns: list[list[int]] = [[] for _ in range(max(column_of, default=-1) + 1)]
    for node, column in enumerate(column_of):
        columns[column].append(node)
    points: dict[tuple[bool, int, int], int] = {}
    routes: dict[Link, tuple[int, ...]] = {}
    longest = _longest(column_of, edges)
    straight: set[Link] = set()
    for source, target in edges:
        is_forward = column_of[source] < column_of[target]
        left, right = (source, target) if is_forward else (target, source)
        if column_of[right] - column_of[left] > longest:
            routes[source, target] = (left, right)
            straight.add((left, right))
            continue
        passed: list[int] = []
        for column in range(column_of[left] + 1, column_of[right]):
            key = (is_forward, target, column)
            if key not in points:
                points[key] = count + len(points)
                columns[column].append(points[key])
            passed.append(points[key])
        routes[source, target] = (left, *passed, right)
    pairs = (pair for route in routes.values() for pair in pairwise(route))
    lines = dict.fromkeys(pair for pair in pairs if pair not in straight)
    made = Grid(count, tuple(map(tuple, columns)), tuple(lines), routes)
    return _untangled(made)


def _longest(column_of: Sequence[int], edges: Sequence[Link]) -> int:
    """Over how many columns edges may go by points, so that these do not become too many."""
    lengths = sorted(abs(column_of[source] - column_of[target]) for source, target in edges)
    for length, points in zip(lengths, accumulate(lengths), strict=True):
        if points > _MOST_POINTS:
            return length - 1
    return len(column_of)


def crossings(grid: Grid) -> int:
    """How often lines cross."""
    rank = {item: place for column in grid.columns for place, item in enumerate(column)}
    column_of = {item: place for place, column in enumerate(grid.columns) for item in column}
    between: list[list[Link]] = [[] for _ in grid.columns]
    for left, right in grid.lines:
        between[column_of[left]].append((rank[left], rank[right]))
    found = 0
    for pairs in between:
        ends: list[int] = []
        for _, end in sorted(pairs):
            # those that begin further up, and end further down
            found += len(ends) - bisect_right(ends, end)
            insort(ends, end)
    return found


def _untangled(start: Grid) -> Grid:
    """The best order of several sweeps over the columns, to and fro."""
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for left, right in start.lines:
        after.setdefault(left, []).append(right)
        before.setdefault(right, []).append(left)
    columns = [list(column) for column in start.columns]
    best, fewest = start, crossings(start)
    for sweep in range(_SWEEPS if len(start.lines) < _BIG else 2):
        if not fewest:
            break
        is_forward = sweep % 2 == 0
        places = range(1, len(columns)) if is_forward else range(len(columns) - 2, -1, -1)
        for place in places:
            beside = columns[place - 1 if is_forward else place + 1]
            _sort(columns[place], beside, before if is_forward else after)
        now = Grid(start.count, tuple(map(tuple, columns)), start.lines, start.routes)
        crossed = crossings(now)
        if crossed < fewest:
            best, fewest = now, crossed
    return best


def _sort(column: list[int], beside: Sequence[int], near: Mapping[int, Sequence[int]]) -> None:
    """Sorts a column by where the neighbours of its items stand; without any they stay."""
    rank = {item: place for place, item in enumerate(beside)}
    scale = len(beside) / max(1, len(column))
    wanted = {
        item: sum(rank[other] for other in near[item]) / len(near[item])
        if item in near
        else place * scale
        for place, item in enumerate(column)
    }
    column.sort(key=wanted.__getitem__)

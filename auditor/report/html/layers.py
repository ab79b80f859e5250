"""Columns for the nodes of a graph: which stand together, and what stands before what.

Nodes are numbers from 0, edges are pairs of them. No recursion: chains may be as long as templates
are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, sqrt

Link = tuple[int, int]

_ROWS_TO_COLUMNS = 2.7
"""A column is about four times as wide as a row is high, and screens are wider than high."""
_FEWEST = 6
"""Nodes that a column may always have."""


def components(count: int, edges: Iterable[Link]) -> list[list[int]]:
    """The nodes that are joined, whichever way, in the order of their first ones."""
    near = _neighbours(count, [*edges], both=True)
    seen = [False] * count
    found: list[list[int]] = []
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = True
        members = [start]
        for node in members:
            for other in near[node]:
                if not seen[other]:
                    seen[other] = True
                    members.append(other)
        found.append(sorted(members))
    return found


def backward(count: int, edges: Sequence[Link]) -> set[Link]:
    """Edges that leave no cycle when they are turned round; edges of a node to itself are not."""
    near = _neighbours(count, edges)
    state = [0] * count
    found: set[Link] = set()
    for root in range(count):
        if state[root]:
            continue
        state[root] = 1
        work: list[tuple[int, Iterator[int]]] = [(root, iter(near[root]))]
        while work:
            node, targets = work[-1]
            for target in targets:
                if state[target] == 1:
                    found.add((node, target))
                elif not state[target]:
                    state[target] = 1
                    work.append((target, iter(near[target])))
                    break
            else:
                work.pop()
                state[node] = 2
    return found


def columns(count: int, edges: Sequence[Link]) -> list[int]:
    """The column (from 0 at the left) of each node, so that all edges lead to the right.

    The edges have no cycle. No column has many more nodes than others would have.
    """
    most = max(_FEWEST, ceil(sqrt(_ROWS_TO_COLUMNS * count)))
    after = _neighbours(count, edges)
    before = _neighbours(count, [(target, source) for source, target in edges])
    order = _sorted(before, after)
    height = [0] * count
    used: dict[int, int] = {}
    for node in reversed(order):
        height[node] = max((height[target] + 1 for target in after[node]), default=0)
        while used.get(height[node], 0) >= most:
            height[node] += 1
        used[height[node]] = used.get(height[node], 0) + 1
    _drawn_near(order, before, after, height, most)
    levels = {level: place for place, level in enumerate(sorted(set(height), reverse=True))}
    return [levels[level] for level in height]


def _sorted(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[int]:
    """The nodes, each after all that lead to it."""
    waiting_for = [len(sources) for sources in before]
    order = [node for node, count in enumerate(waiting_for) if not count]
    for node in order:
        for target in after[node]:
            waiting_for[target] -= 1
            if not waiting_for[target]:
                order.append(target)
    return order


def _drawn_near(
    order: Sequence[int],
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    height: list[int],
    most: int,
) -> None:
    """Moves nodes to those that lead to them, where that makes more edges short than long."""
    used: dict[int, int] = {}
    for level in height:
        used[level] = used.get(level, 0) + 1
    for node in order:
        if len(before[node]) <= len(after[node]):
            continue
        highest = min(height[source] for source in before[node]) - 1
        for level in range(highest, height[node], -1):
            if used.get(level, 0) < most:
                used[height[node]] -= 1
                used[level] = used.get(level, 0) + 1
                height[node] = level
                break


def _neighbours(count: int, edges: Iterable[Link], *, both: bool = False) -> list[list[int]]:
    """For each node those that its edges lead to, each once and never itself."""
    found: list[dict[int, None]] = [{} for _ in range(count)]
    for source, target in edges:
        if source != target:
            found[source][target] = None
            if both:
                found[target][source] = None
    return [list(targets) for targets in found]

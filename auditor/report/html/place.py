"""Where the items of a column stand: near what they are joined to, in their order, apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil

from auditor.report.html.order import Grid

NODE_HEIGHT = 44
_POINT_HEIGHT = 2
_GAP = 16
"""Pixels between items."""
_ROUNDS = 40
_MOVES = 24_000
"""Moves of single items that there is time for; but a few rounds are always made."""


def heights(grid: Grid) -> dict[int, int]:
    """The middle of each item, in pixels from the top of the graph."""
    steps = [
        [_step(grid, one, other) for one, other in pairwise(column)] for column in grid.columns
    ]
    near: dict[int, list[int]] = {}
    for left, right in grid.lines:
        near.setdefault(left, []).append(right)
        near.setdefault(right, []).append(left)
    at = _stacked(grid, steps)
    order = list(zip(grid.columns, steps, strict=True))
    for turn in range(max(4, min(_ROUNDS, _MOVES // max(1, len(at))))):
        for column, apart in order if turn % 2 else order[::-1]:
            wanted = [_middle(at, near.get(item, ()), at[item]) for item in column]
            at.update(zip(column, _spread(wanted, apart), strict=True))
    return _whole(grid, steps, at)


def _step(grid: Grid, one: int, other: int) -> float:
    """How far the middles of neighbours in a column are apart at least."""
    sizes = [NODE_HEIGHT if item < grid.count else _POINT_HEIGHT for item in (one, other)]
    return sum(sizes) / 2 + _GAP


def _stacked(grid: Grid, steps: Sequence[Sequence[float]]) -> dict[int, float]:
    at: dict[int, float] = {}
    for column, apart in zip(grid.columns, steps, strict=True):
        middle = -sum(apart) / 2
        for item, step in zip(column, (*apart, 0.0), strict=True):
            at[item] = middle
            middle += step
    return at


def _middle(at: Mapping[int, float], items: Sequence[int], own: float) -> float:
    return sum(at[item] for item in items) / len(items) if items else own


def _spread(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places that are nearest to the wanted ones (least squares) and keep the distances.

    Without the distances it is the question for a sequence that never falls, which pooling
    answers: https://en.wikipedia.org/wiki/Isotonic_regression
    """
    offsets = [0.0]
    for step in apart:
        offsets.append(offsets[-1] + step)
    blocks: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=False):
        mean, size = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean = (mean * size + other * others) / (size + others)
            size += others
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=False)]


def _whole(grid: Grid, steps: Sequence[Sequence[float]], at: Mapping[int, float]) -> dict[int, int]:
    """The places as whole pixels, from 0 on at the top of the highest item."""
    found: dict[int, int] = {}
    for column, apart in zip(grid.columns, steps, strict=True):
        least: int | None = None
        for item, step in zip(column, (*apart, 0.0), strict=True):
            place = round(at[item])
            found[item] = place if least is None else max(place, least)
            least = found[item] + ceil(step)
    half = NODE_HEIGHT // 2
    top = min(
        (place - (half if item < grid.count else 0) for item, place in found.items()), default=0
    )
    return {item: place - top for item, place in found.items()}

"""A picture of a graph: boxes for its nodes and curves for its edges, in pixels.

An edge leads from the right of a box to the left of one further right. Where that cannot be, for
the edge closes a cycle, it leads from the left of a box to the right of one further left.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from auditor.report.html.layers import Link, backward, columns, components
from auditor.report.html.order import grid
from auditor.report.html.place import NODE_HEIGHT, heights

MARGIN = 14
_COLUMN_GAP = 72
_GAP = 16
_APART = 40
"""Pixels between parts that no edge joins."""
_WIDTH = 1_080
"""Pixels that parts are set beside each other in."""
_PORT = 9
"""How far below the middle the edges that lead to the left begin and end."""


class Box(Struct, frozen=True):
    """A node; `x` and `y` are its upper left corner."""

    x: int
    y: int
    width: int
    height: int = NODE_HEIGHT

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.y + self.height


class Curve(Struct, frozen=True):
    """An edge: the nodes that it leads from and to, and the points it goes by, from left to right.

    Between an even point and the next one it is bent, between an odd one and the next straight.
    """

    source: int
    target: int
    points: tuple[tuple[int, int], ...]
    is_backward: bool = False


class Picture(Struct, frozen=True):
    """The boxes of the nodes by their numbers, and a curve for each edge between two of them."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: int
    height: int


def picture(widths: Sequence[int], edges: Sequence[Link]) -> Picture:
    """The picture of the nodes 0 to `len(widths)` - 1, which are so wide, and their edges.

    Parts that no edge joins stand one after the other, big ones first, and what no edge leads to
    at all in rows below them. Edges of nodes to themselves have no curve.
    """
    known = list(dict.fromkeys((one, other) for one, other in edges if one != other))
    parts = components(len(widths), known)
    joined = sorted((part for part in parts if len(part) > 1), key=len, reverse=True)
    alone = [part[0] for part in parts if len(part) == 1]
    by_part = _by_part(parts, known)
    drawn = [_part(part, by_part[part[0]], widths) for part in joined]
    shelves = _Shelves(max([_WIDTH, *(one.width for one in drawn)]))
    boxes: dict[int, Box] = {}
    curves: list[Curve] = []
    for part, one in zip(joined, drawn, strict=True):
        x, y = shelves.take(one.width, one.height, _APART)
        boxes |= {node: _moved(box, x, y) for node, box in zip(part, one.boxes, strict=True)}
        curves += (
            Curve(
                part[curve.source],
                part[curve.target],
                tuple((x + left, y + top) for left, top in curve.points),
                curve.is_backward,
            )
            for curve in one.curves
        )
    shelves.close(_APART)
    widest = max((widths[node] for node in alone), default=0)
    for node in alone:
        x, y = shelves.take(widest, NODE_HEIGHT, _GAP)
        boxes[node] = Box(x, y, widest)
    right = max((box.right for box in boxes.values()), default=0)
    return Picture(
        tuple(boxes[node] for node in range(len(widths))),
        tuple(curves),
        max([right, *(one.width for one in drawn)]) + MARGIN,
        shelves.bottom + MARGIN,
    )


class _Shelves:
    """Places for things one after the other, in rows that are so wide at most."""

    def __init__(self, width: int) -> None:
        self._width = MARGIN + width
        self._x = self._top = self.bottom = MARGIN

    def take(self, width: int, height: int, gap: int) -> tuple[int, int]:
        """The upper left corner of the next thing."""
        if self._x > MARGIN and self._x + width > self._width:
            self.close(gap)
        place = self._x, self._top
        self._x += width + gap
        self.bottom = max(self.bottom, self._top + height)
        return place

    def close(self, gap: int) -> None:
        """Begins the next row, below all that was placed."""
        if self.bottom > self._top:
            self._x, self._top = MARGIN, self.bottom + gap


def _by_part(parts: Sequence[Sequence[int]], edges: Sequence[Link]) -> dict[int, list[Link]]:
    """The edges of each part, by its first node."""
    first = {node: part[0] for part in parts for node in part}
    found: dict[int, list[Link]] = {part[0]: [] for part in parts}
    for edge in edges:
        found[first[edge[0]]].append(edge)
    return found


def _part(part: Sequence[int], edges: Sequence[Link], widths: Sequence[int]) -> Picture:
    """The picture of nodes that are joined; in it they are numbered by their places in `part`."""
    number = {node: place for place, node in enumerate(part)}
    own = [(number[source], number[target]) for source, target in edges]
    turned = backward(len(part), own)
    acyclic = [(edge[1], edge[0]) if edge in turned else edge for edge in own]
    made = grid(columns(len(part), acyclic), own)
    middle = heights(made)
    left, x = [], 0
    right = []
    for column in made.columns:
        width = max(widths[part[item]] for item in column if item < made.count)
        left.append(x)
        right.append(x + width)
        x += width + _COLUMN_GAP
    boxes: dict[int, Box] = {}
    ends: dict[int, tuple[int, int]] = {}
    for place, column in enumerate(made.columns):
        for item in column:
            ends[item] = left[place], right[place]
            if item < made.count:
                top = middle[item] - NODE_HEIGHT // 2
                boxes[item] = Box(left[place], top, right[place] - left[place])
    curves = [
        _curve(edge, route, middle, ends, is_backward=edge in turned)
        for edge, route in made.routes.items()
    ]
    bottom = max([box.bottom for box in boxes.values()] + list(middle.values()))
    return Picture(
        tuple(boxes[node] for node in range(len(part))), tuple(curves), right[-1], bottom
    )


def _curve(
    edge: Link,
    route: Sequence[int],
    middle: dict[int, int],
    ends: dict[int, tuple[int, int]],
    *,
    is_backward: bool,
) -> Curve:
    port = _PORT if is_backward else 0
    points = [(ends[route[0]][1], middle[route[0]] + port)]
    for item in route[1:-1]:
        points += ((x, middle[item]) for x in ends[item])
    points.append((ends[route[-1]][0], middle[route[-1]] + port))
    return Curve(*edge, tuple(points), is_backward)


def _moved(box: Box, x: int, y: int) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)

"""The graph of a stack as inline SVG: the resources with findings are links to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from auditor.model.report import Entry
from auditor.model.stack import Edge, Node, Stack
from auditor.report.html.graph import Box, Curve, Picture, picture
from auditor.report.html.markup import columns, shortened, shown
from auditor.report.html.words import counted, look, looks

_LONGEST = 34
"""Characters of a name in a box."""
_WIDTH, _SMALL_WIDTH, _BADGE_WIDTH = 7.3, 6.1, 6.2
"""Pixels of a character, in the three sizes of letters."""
_PAD = 12
_TIP = "l-6-4.5m6 4.5l-6 4.5"
_BACK_TIP = "l6-4.5m-6 4.5l6 4.5"
_LOOP = "c0-13 22-13 22 0"


class Found(Struct, frozen=True):
    """A finding with the place on the page that it stands at."""

    anchor: str
    entry: Entry


def svg(stack: Stack, found: Mapping[str, Sequence[Found]]) -> str:
    """The picture; `found` are findings by the logical ID of the resource."""
    number = {node.logical_id: place for place, node in enumerate(stack.nodes)}
    links = [(number[edge.source], number[edge.target]) for edge in stack.edges]
    edges = dict(zip(links, stack.edges, strict=True))
    drawn = picture([_width(node) for node in stack.nodes], links)
    inner = (
        *(_path(edges[curve.source, curve.target], curve) for curve in drawn.curves),
        *(_loop(edge, link, drawn) for link, edge in edges.items() if link[0] == link[1]),
        *(
            _node(place, node, box, found.get(node.logical_id, ()))
            for place, (node, box) in enumerate(zip(stack.nodes, drawn.boxes, strict=True))
        ),
    )
    return (
        f'<svg class="graph" width="{drawn.width}" height="{drawn.height}"'
        f' viewBox="0 0 {drawn.width} {drawn.height}" role="group"'
        f' aria-label="Dependencies of {shown(stack.file)}">{"".join(inner)}</svg>'
    )


def as_text(stack: Stack) -> str:
    """The edges as a list, for those who do not see the picture."""
    by_source: dict[str, list[Edge]] = {}
    for edge in stack.edges:
        by_source.setdefault(edge.source, []).append(edge)
    items = "".join(
        f"<li><code>{shown(source)}</code> names {', '.join(_targets(own))}</li>"
        for source, own in by_source.items()
    )
    return f"<ul>{items}</ul>"


def _targets(edges: Iterable[Edge]) -> Iterator[str]:
    for edge in edges:
        yield f"<code>{shown(edge.target)}</code> ({_how(edge)})"


def _how(edge: Edge) -> str:
    condition = ", under a condition" if edge.conditional else ""
    return shown(", ".join(edge.functions)) + condition


def _width(node: Node) -> int:
    name = columns(shortened(node.logical_id, _LONGEST)) * _WIDTH
    type = columns(_type(node)) * _SMALL_WIDTH
    return max(96, round(max(name, type)) + 2 * _PAD)


def _type(node: Node) -> str:
    return shortened(node.type.removeprefix("AWS::"), _LONGEST + 4)


def _title(edge: Edge) -> str:
    return f"<title>{shown(edge.source)} → {shown(edge.target)} ({_how(edge)})</title>"


def _path(edge: Edge, curve: Curve) -> str:
    first, *rest = curve.points
    if curve.is_backward:
        # the tip stands at the left end, where the path begins
        steps = [f"M{first[0]} {first[1]}{_BACK_TIP}M{first[0]} {first[1]}"]
    else:
        steps = [f"M{first[0]} {first[1]}"]
    x, y = first
    for place, (to_x, to_y) in enumerate(rest):
        middle = (x + to_x) // 2
        steps.append(f"H{to_x}" if place % 2 else f"C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        x, y = to_x, to_y
    if not curve.is_backward:
        steps.append(_TIP)
    kind = " maybe" if edge.conditional else ""
    ends = f'data-from="{curve.source}" data-to="{curve.target}"'
    return f'<path class="edge{kind}" {ends} d="{"".join(steps)}">{_title(edge)}</path>'


def _loop(edge: Edge, link: tuple[int, int], drawn: Picture) -> str:
    box = drawn.boxes[link[0]]
    ends = f'data-from="{link[0]}" data-to="{link[1]}"'
    return f'<path class="edge" {ends} d="M{box.x + 14} {box.y}{_LOOP}">{_title(edge)}</path>'


def _node(place: int, node: Node, box: Box, found: Sequence[Found]) -> str:
    name = shown(shortened(node.logical_id, _LONGEST))
    x = box.x + _PAD
    counts = looks(one.entry for one in found)
    kind = next(iter(counts), "")
    inner = (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="7"/>'
        f'<text x="{x}" y="{box.y + 20}">{name}</text>'
        f'<text class="type" x="{x}" y="{box.y + 35}">{shown(_type(node))}</text>'
    )
    title = f"{shown(node.logical_id)}, {shown(node.type)}"
    if not found:
        return f'<g class="node" data-node="{place}"><title>{title}</title>{inner}</g>'
    goal = next(one for one in found if look(one.entry) == kind)
    title = f"{title}: {counted(counts)}. {shown(goal.entry.message)}"
    return (
        f'<a class="node {kind}" data-node="{place}" href="#{goal.anchor}" aria-label="{title}">'
        f"<title>{title}</title>{inner}{_badge(box, counts)}</a>"
    )


def _badge(box: Box, counts: dict[str, int]) -> str:
    """A label on the upper edge of a box: the worst that is open, and how much more is."""
    kind, count = next(iter(counts.items()))
    settled = counts.get("fixed", 0) if kind != "fixed" else 0
    more = sum(counts.values()) - count - settled
    label = counted({kind: count}) + (f" +{more:,}" if more else "")
    width = round(len(label) * _BADGE_WIDTH) + 12
    x = box.right - width - 8
    return (
        f'<rect class="badge" x="{x}" y="{box.y - 10}" width="{width}" height="16" rx="8"/>'
        f'<text class="count" x="{x + width / 2:g}" y="{box.y + 2}">{label}</text>'
    )

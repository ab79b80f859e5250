"""The section with the graphs of the stacks that something was found in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.model.stack import Stack
from auditor.report.html.markup import shown
from auditor.report.html.svg import Found, as_text, svg
from auditor.report.html.words import counted, looks
from auditor.report.wording import plural

_MOST = 500
"""Resources of a graph, and of a template:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
_MOST_EDGES = 3_000
_MOST_IN_ALL = 3_000
"""Resources of all graphs together, so that the page stays one that can be opened."""
_MOST_SHOWN = 6
"""Graphs that stand before the findings, and not folded away."""
_LEGEND = (
    "An arrow leads from a resource to one that it names, which is created before it. "
    "It is dashed where a condition decides. Coloured resources lead to their findings."
)


def stacks(all: Sequence[Stack], found: Sequence[Found]) -> str:
    """The section; empty where no finding is about a resource that is known."""
    by_file: dict[str, dict[str, list[Found]]] = {}
    for one in found:
        entry = one.entry
        if entry.resource is not None:
            own = by_file.setdefault(entry.template or entry.file, {})
            own.setdefault(entry.resource, []).append(one)
    drawn = list(_drawn(all, by_file))
    if not drawn:
        return ""
    rest = drawn[_MOST_SHOWN:]
    folded = ""
    if rest:
        title = plural(len(rest), "more graph")
        folded = f'<details class="rest"><summary>{title}</summary>{"".join(rest)}</details>'
    return (
        f'<section aria-labelledby="graphs"><h2 id="graphs">Dependencies</h2>'
        f'<p class="muted">{_LEGEND}</p>'
        f"{''.join(drawn[:_MOST_SHOWN])}{folded}</section>"
    )


def _drawn(
    all: Sequence[Stack], by_file: Mapping[str, Mapping[str, Sequence[Found]]]
) -> Iterator[str]:
    left, left_out = _MOST_IN_ALL, 0
    for stack in all:
        found = by_file.get(stack.file, {})
        faulty = [node for node in stack.nodes if node.logical_id in found]
        if not faulty:
            continue
        cut = _cut(stack, found)
        if len(cut.nodes) > left:
            left_out += 1
            continue
        is_first = left == _MOST_IN_ALL
        left -= len(cut.nodes)
        yield _figure(stack, cut, found, is_open=is_first)
    if left_out:
        verb = "is" if left_out == 1 else "are"
        yield f'<p class="muted">{plural(left_out, "more graph")} {verb} left out here.</p>'


def _cut(stack: Stack, found: Mapping[str, object]) -> Stack:
    """A stack that is not too big: all of it, or what was found and what is next to that."""
    if len(stack.nodes) <= _MOST and len(stack.edges) <= _MOST_EDGES:
        return stack
    kept = {node.logical_id: None for node in stack.nodes if node.logical_id in found}
    for edge in stack.edges:
        if edge.source in found or edge.target in found:
            kept |= {edge.source: None, edge.target: None}
    names = set(list(kept)[:_MOST])
    edges = [edge for edge in stack.edges if {edge.source, edge.target} <= names]
    nodes = tuple(node for node in stack.nodes if node.logical_id in names)
    return Stack(stack.file, nodes, tuple(edges[:_MOST_EDGES]))


def _figure(
    whole: Stack, cut: Stack, found: Mapping[str, Sequence[Found]], *, is_open: bool
) -> str:
    own = [one.entry for node in whole.nodes for one in found.get(node.logical_id, ())]
    size = plural(len(cut.nodes), "resource")
    if cut != whole:
        size = f"{len(cut.nodes):,} of {plural(len(whole.nodes), 'resource')}"
    text = ""
    if cut.edges:
        text = f'<details class="words"><summary>As text</summary>{as_text(cut)}</details>'
    return (
        f'<details class="stack"{" open" if is_open else ""}>'
        f"<summary><code>{shown(whole.file)}</code>"
        f'<span class="muted">{size}, {counted(looks(own))}</span></summary>'
        f'<button type="button" class="fit" aria-pressed="false" hidden>Fit to the page</button>'
        f'<div class="canvas" role="region" tabindex="0"'
        f' aria-label="Graph of {shown(whole.file)}">{svg(cut, found)}</div>{text}</details>'
    )

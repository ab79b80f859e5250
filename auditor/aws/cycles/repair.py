"""The cuts that open a knot of resources which wait for each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.aws.cycles.cut import Cut
from auditor.aws.cycles.groups import rule_of_its_own
from auditor.aws.cycles.policies import policy_of_its_own, source_by_account
from auditor.aws.cycles.spelled import text_of_its_own
from auditor.model.edit import Edit, Remove
from auditor.model.finding import Fix
from auditor.model.path import Path
from auditor.model.tree import at
from auditor.template.dependencies import Dependency
from auditor.template.graph import knots, shortest_cycle
from auditor.template.template import Template

Pair = tuple[str, str]

_WAYS: tuple[Callable[[Template, Dependency], Cut | None], ...] = (
    rule_of_its_own,
    text_of_its_own,
    policy_of_its_own,
    source_by_account,
)
_MOST_CUTS = 30
_LONGEST_TITLE = 2
"""Cuts that a title tells one by one."""


def repair(template: Template, inside: Sequence[Dependency]) -> Fix | None:
    """Edits after which the dependencies of a knot have no cycle; None where none are known."""
    pairs: dict[Pair, list[Dependency]] = {}
    for edge in inside:
        pairs.setdefault((edge.source, edge.target), []).append(edge)
    chosen: list[Cut] = []
    while (cycle := _cycle(pairs)) and len(chosen) <= _MOST_CUTS:
        options = [(pair, _cuts(template, pairs[pair])) for pair in cycle]
        possible = [(pair, cuts) for pair, cuts in options if cuts]
        if not possible:
            return None
        pair, cuts = min(possible, key=lambda option: max(cut.rank for cut in option[1]))
        chosen += cuts
        del pairs[pair]
    return None if cycle or not chosen else _fix(template, chosen)


def _cycle(pairs: dict[Pair, list[Dependency]]) -> list[Pair]:
    graph: dict[str, list[str]] = {}
    for source, target in pairs:
        graph.setdefault(source, []).append(target)
        graph.setdefault(target, [])
    members = next(knots(graph), [])
    cycle = shortest_cycle(graph, members)
    return list(zip(cycle, [*cycle[1:], *cycle[:1]], strict=True))


def _cuts(template: Template, edges: list[Dependency]) -> list[Cut]:
    """The least change for each of the edges between two resources; none where one cannot go."""
    found: list[Cut] = []
    for edge in edges:
        if edge.source not in template.resources or edge.function == "DependsOn":
            return []
        cuts = [cut for cut in (way(template, edge) for way in _WAYS) if cut is not None]
        if not cuts:
            return []
        found.append(min(cuts, key=lambda cut: cut.rank))
    return found


def _fix(template: Template, chosen: list[Cut]) -> Fix:
    edits: list[Edit] = []
    moved: dict[Path, list[Path]] = {}
    for cut in chosen:
        if cut.item is not None and cut.item in moved.setdefault(cut.item[:-1], []):
            continue
        if cut.item is not None:
            moved[cut.item[:-1]].append(cut.item)
        edits += (edit for edit in cut.edits if edit not in edits)
    for listed, items in moved.items():
        is_all = len(items) == len(at(template.tree, listed))
        edits += [Remove(listed)] if is_all else [Remove(item) for item in items]
    titles = list(dict.fromkeys(cut.title for cut in chosen))
    more = len(titles) - _LONGEST_TITLE
    title = "; ".join(titles[:_LONGEST_TITLE]) + (f"; and {more} more" if more > 0 else "")
    return Fix(title, tuple(edits), min(cut.safety for cut in chosen))

"""Which fixes of a pass can be made together. Decides that, and nothing else."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct

from auditor.model.edit import Change, InsertKey, in_template, targets
from auditor.model.finding import Finding, Fix
from auditor.model.path import Path, is_within
from auditor.model.text import TextEdit
from auditor.model.tree import Tree, same
from auditor.source.base import Document, NotSure


class Planned(Struct, frozen=True):
    """A finding whose fix is to be made, with its text edits by file; None is the template."""

    finding: Finding
    text_edits: Mapping[str | None, tuple[TextEdit, ...]]


class Plan(Struct, frozen=True):
    """The fixes to make now, and those that the source format refuses, with its reason.

    Fixes that conflict with one that is made are in neither: they come up again in the next pass.
    """

    chosen: tuple[Planned, ...]
    refused: tuple[tuple[Finding, str], ...]


def plan(document: Document, findings: Iterable[Finding], tests: Container[str] = ()) -> Plan:
    """Takes fixes in order, each unless it overlaps or touches one that was taken.

    A fix with the very edits of another one is made by the same edits, and so is one that changes
    the same characters to the same: a program may make several resources of one text. What fixes
    of the template change in the files of `tests` is worked out for all of them together, so it
    keeps none waiting.
    """
    chosen: list[Planned] = []
    refused: list[tuple[Finding, str]] = []
    texts: list[Mapping[str | None, tuple[TextEdit, ...]]] = []
    taken_text: dict[str | None, list[TextEdit]] = {}
    taken_paths: set[Path] = set()
    taken_values: list[Tree] = []
    for finding in findings:
        if finding.fix is None:
            continue
        try:
            text_edits = document.lower_all(finding.fix.edits)
        except NotSure as reason:
            refused.append((finding, str(reason)))
            continue
        if any(step.finding.fix and step.finding.fix.edits == finding.fix.edits for step in chosen):
            chosen.append(Planned(finding, text_edits))
            continue
        paths = set(map(_owned, targets(in_template(finding.fix.edits))))
        added = _added(finding)
        own = own_edits(finding.fix, text_edits, tests)
        if own in texts and not _meets(paths, taken_paths):
            chosen.append(Planned(finding, text_edits))
            taken_paths |= paths
            continue
        is_free = not any(
            _conflicts(edits, taken_text.get(file, ())) for file, edits in own.items()
        )
        if not is_free or _meets(paths, taken_paths):
            continue
        if any(same(one, other) for one in added for other in taken_values):
            continue
        chosen.append(Planned(finding, text_edits))
        texts.append(own)
        for file, edits in own.items():
            taken_text.setdefault(file, []).extend(edits)
        taken_paths |= paths
        taken_values += added
    return Plan(tuple(chosen), tuple(refused))


def inseparable(chosen: Sequence[Planned], tests: Container[str] = ()) -> tuple[Planned, ...]:
    """The first fix of a plan, with those of others that the very same text edits make."""
    if not chosen:
        return ()
    first = chosen[0]
    own = own_edits(first.finding.fix, first.text_edits, tests)
    others = (
        step
        for step in chosen[1:]
        if _edits(step) != _edits(first)
        and own_edits(step.finding.fix, step.text_edits, tests) == own
    )
    return (first, *others)


def _edits(step: Planned) -> Sequence[Change]:
    return () if step.finding.fix is None else step.finding.fix.edits


def refused(document: Document | None, findings: Iterable[Finding]) -> dict[Finding, str]:
    """The findings whose fixes the source format refuses, with its reason."""
    found: dict[Finding, str] = {}
    for finding in findings:
        if document is None or finding.held or finding.fix is None or not finding.fix.edits:
            continue
        try:
            document.try_all(finding.fix.edits)
        except NotSure as reason:
            found[finding] = str(reason)
    return found


def own_edits(
    fix: Fix | None, edits: Mapping[str | None, tuple[TextEdit, ...]], tests: Container[str]
) -> Mapping[str | None, tuple[TextEdit, ...]]:
    """The edits of a fix without those by which it carries tests along."""
    if fix is None or not in_template(fix.edits):
        return edits
    return {file: own for file, own in edits.items() if file is None or file not in tests}


def _conflicts(edits: Iterable[TextEdit], taken: Iterable[TextEdit]) -> bool:
    return any(
        one.start <= other.end and other.start <= one.end for one in edits for other in taken
    )


def _owned(path: Path) -> Path:
    """A path that no other fix may touch; of the branches of an `Fn::If` one is changed at a time.

    Where both become the same, the one that comes second removes the `Fn::If`.
    """
    return path[:-2] if path[-2:-1] == ("Fn::If",) else path


def _meets(paths: Iterable[Path], taken: Iterable[Path]) -> bool:
    return any(is_within(one, other) or is_within(other, one) for one in paths for other in taken)


def _added(finding: Finding) -> list[Tree]:
    """The mappings that a fix adds: when another fix adds the same, one of them is enough."""
    edits = finding.fix.edits if finding.fix else ()
    return [e.value for e in edits if isinstance(e, InsertKey) and isinstance(e.value, dict)]

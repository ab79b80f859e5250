"""Which fixes of a pass can be made together. Decides that, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.model.edit import InsertKey, targets
from auditor.model.finding import Finding
from auditor.model.path import Path, is_within
from auditor.model.text import TextEdit
from auditor.source.base import Document, NotSure


@dataclass(frozen=True, slots=True)
class Planned:
    """A finding whose fix is to be made, with its text edits."""

    finding: Finding
    text_edits: tuple[TextEdit, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The fixes to make now, and those that the source format refuses, with its reason.

    Fixes that conflict with one that is made are in neither: they come up again in the next pass.
    """

    chosen: tuple[Planned, ...]
    refused: tuple[tuple[Finding, str], ...]


def plan(document: Document, findings: Iterable[Finding]) -> Plan:
    """Takes fixes in order, each unless it overlaps or touches one that was taken."""
    chosen: list[Planned] = []
    refused: list[tuple[Finding, str]] = []
    taken_text: dict[TextEdit, None] = {}
    taken_paths: set[Path] = set()
    for finding in findings:
        if finding.fix is None:
            continue
        try:
            text_edits = tuple(document.lower(finding.fix.edits))
        except NotSure as reason:
            refused.append((finding, str(reason)))
            continue
        paths = {path for path, _ in targets(finding.fix.edits)}
        if _conflicts(text_edits, taken_text) or _meets(paths, taken_paths):
            continue
        chosen.append(Planned(finding, text_edits))
        taken_text.update(dict.fromkeys(text_edits))
        taken_paths |= paths | _names(finding)
    return Plan(tuple(chosen), tuple(refused))


def _conflicts(edits: Iterable[TextEdit], taken: Iterable[TextEdit]) -> bool:
    return any(
        one.start <= other.end and other.start <= one.end for one in edits for other in taken
    )


def _meets(paths: Iterable[Path], taken: Iterable[Path]) -> bool:
    return any(is_within(one, other) or is_within(other, one) for one in paths for other in taken)


def _names(finding: Finding) -> set[Path]:
    """The paths of the keys that a fix adds, so that no other fix adds the same."""
    edits = finding.fix.edits if finding.fix else ()
    return {(*edit.path, edit.key) for edit in edits if isinstance(edit, InsertKey)}

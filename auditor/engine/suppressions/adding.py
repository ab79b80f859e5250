"""Writes suppressions of what is found: verified as fixes are, and written where they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.check import Checked
from auditor.engine.fixpoint import Check, attempt
from auditor.engine.plan import Planned, plan
from auditor.engine.suppressions.targets import Target, Writer
from auditor.model.edit import Change
from auditor.model.finding import Finding, Fix, Safety, Severity

_Key = tuple[str, object, str]


class Added(Struct, frozen=True):
    """A text with suppressions: the first check and the last one.

    `made` are the findings that are suppressed now, `refused` those that could not be, with the
    reason.
    """

    original: Checked
    final: Checked
    made: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...]


class _Offer(Struct, frozen=True):
    """Findings that are suppressed in one place by the same edits."""

    findings: tuple[Finding, ...]
    edits: tuple[Change, ...]


def add_ignores(
    text: str, check: Check, least: Severity, skipped: Set[str], reason: str = ""
) -> Added:
    """Suppresses all findings of at least a severity, but for those of the rules `skipped`.

    The `reason` is written with each.
    """
    original = checked = check(text, beside={})
    wanted = [
        finding
        for finding in original.findings
        if (finding.severity or Severity.ERROR) >= least and finding.rule not in skipped
    ]
    offers = list(_offers(checked, wanted, reason))
    made = [finding for offer in offers for finding in offer.findings]
    after, fault = _attempt(checked, offers, check)
    if fault is None:
        refused = [(finding, "it cannot be written here") for finding in _without(wanted, made)]
        return Added(original, after, tuple(made), tuple(refused))
    return _one_by_one(original, wanted, check, reason)


def ignore(
    checked: Checked, finding: Finding, check: Check, reason: str
) -> tuple[Checked, str | None]:
    """Suppresses one finding: the check after it, or the same one and why it cannot be."""
    offers = list(_offers(checked, [finding], reason))
    if not offers:
        return checked, "it cannot be written here"
    after, fault = _attempt(checked, offers, check)
    return (after, None) if fault is None else (checked, fault)


def _one_by_one(original: Checked, wanted: Sequence[Finding], check: Check, reason: str) -> Added:
    checked = original
    keys = {_key(finding) for finding in wanted}
    made: list[Finding] = []
    refused: list[tuple[Finding, str]] = []
    while True:
        left = [finding for finding in checked.findings if _key(finding) in keys]
        offer = next(_offers(checked, left, reason), None)
        if offer is None:
            refused += ((finding, "it cannot be written here") for finding in left)
            return Added(original, checked, tuple(made), tuple(refused))
        after, fault = _attempt(checked, [offer], check)
        keys -= {_key(finding) for finding in offer.findings}
        if fault is None:
            checked = after
            made += offer.findings
        else:
            refused += ((finding, fault) for finding in offer.findings)


def _offers(checked: Checked, wanted: Sequence[Finding], reason: str) -> Iterator[_Offer]:
    """The findings by the place that is the first to take all of their suppression."""
    if checked.document is None or not wanted:
        return
    writer = Writer(checked, checked.document, reason)
    by_target: dict[Target, list[Finding]] = {}
    for finding in wanted:
        for target in writer.targets(finding):
            if writer.edits(target, [finding.rule]) is not None:
                by_target.setdefault(target, []).append(finding)
                break
    for target, findings in by_target.items():
        edits = writer.edits(target, sorted({finding.rule for finding in findings}))
        if edits is not None:
            yield _Offer(tuple(findings), edits)


def _attempt(
    checked: Checked, offers: Sequence[_Offer], check: Check
) -> tuple[Checked, str | None]:
    """The text with all offers made, and why it must not stand, if so."""
    if checked.document is None or not offers:
        return checked, None
    edits = tuple(edit for offer in offers for edit in offer.edits)
    fix = Fix("Ignore it", edits, Safety.SAFE)
    found = [replace(finding, fix=fix) for offer in offers for finding in offer.findings]
    planned = plan(checked.document, found[:1])
    if planned.refused:
        return checked, planned.refused[0][1]
    text_edits = planned.chosen[0].text_edits
    return attempt(checked, [Planned(finding, text_edits) for finding in found], check)


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    gone = set(others)
    return [finding for finding in findings if finding not in gone]


def _key(finding: Finding) -> _Key:
    """What tells a finding from others while lines are added around it."""
    return finding.rule, (finding.at, finding.file), finding.message

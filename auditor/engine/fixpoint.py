"""Check, plan, apply, verify, and again, until nothing is left that may be fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from enum import Enum
from typing import Protocol

from msgspec import Struct

from auditor.engine.check import Checked
from auditor.engine.plan import Planned, inseparable, own_edits, plan
from auditor.engine.verify import objection
from auditor.model.finding import Finding, Safety
from auditor.model.text import TextEdit, apply_edits


class Check(Protocol):
    """Checks a text, with other texts in some of the files beside it."""

    def __call__(self, text: str, *, beside: Mapping[str, str]) -> Checked: ...


class Verdict(Enum):
    """What somebody who was shown a fix says."""

    MAKE = "make"
    LEAVE = "leave"
    STOP = "stop"
    """Neither this one nor any other; what was made stands."""


class Suppress(Struct, frozen=True):
    """Somebody wants the finding to be suppressed instead, for a reason."""

    reason: str


Ask = Callable[[Checked, Finding, Checked], Verdict | Suppress]
"""Asks about one fix that was verified: the check before it, the finding, the check after it."""
Suppressing = Callable[[Checked, Finding, str], tuple[Checked, str | None]]
"""Writes the suppression of a finding with a reason: the check after it, and why it cannot be."""

_MOST_PASSES = 200
"""A fuse for rules that give each other work for ever without coming back to a text."""


class Fixed(Struct, frozen=True):
    """What became of a text: the last text that was verified, and how it came to be.

    `original` and `final` are the first and the last check; the files beside the template that
    were changed with it are in `final.beside`. `made` are the findings whose fix stands in the
    text and which a check no longer finds, each with the check that found it, and those that are
    gone because of it; `rejected` those whose fix was tried and undone, or refused, with the
    reason. `cycle` names the rules that undo each other.
    """

    original: Checked
    final: Checked
    made: tuple[tuple[Finding, Checked], ...]
    rejected: tuple[tuple[Finding, str], ...]
    cycle: tuple[str, ...] = ()

    @property
    def in_vain(self) -> dict[Finding, str]:
        """The findings of the original whose fix was rejected, maybe once others were made."""
        reasons = {_topic(finding): reason for finding, reason in self.rejected}
        made = {finding for finding, _ in self.made}
        return {
            finding: reasons[_topic(finding)]
            for finding in self.original.findings
            if finding not in made and _topic(finding) in reasons
        }


def fix(
    text: str,
    check: Check,
    least: Safety,
    ask: Ask | None = None,
    suppress: Suppressing | None = None,
) -> Fixed:
    """Makes every fix that is at least as safe as `least`, one by one where somebody is asked."""
    original = checked = check(text, beside={})
    seen = {_state(checked)}
    made: list[tuple[Finding, Checked]] = []
    rejected: dict[Finding, str] = {}
    refused: dict[Finding, str] = {}
    cycle: tuple[str, ...] = ()
    one_by_one = ask is not None
    declined: set[Finding] = set()
    while checked.document is not None:
        tests = checked.tested.texts
        planned = plan(checked.document, _wanted(checked, least, rejected, declined), tests)
        refused = dict(planned.refused)  # what is in the way may go with another fix
        chosen = inseparable(planned.chosen, tests) if one_by_one else planned.chosen
        if not chosen:
            break
        after, reason = attempt(checked, chosen, check)
        if reason is not None:
            if one_by_one or len(chosen) == 1:
                rejected.update((step.finding, reason) for step in chosen)
            one_by_one = True
            continue
        findings = [step.finding for step in chosen]
        verdict = Verdict.MAKE if ask is None else ask(checked, findings[0], after)
        if verdict is Verdict.STOP:
            break
        if isinstance(verdict, Suppress):
            checked, fault = (suppress or _refuse)(checked, findings[0], verdict.reason)
            if fault is not None:
                rejected[findings[0]] = f"not suppressed: {fault}"
            continue
        if verdict is Verdict.LEAVE:
            declined.update(map(_topic, findings))
            continue
        if _state(after) in seen or len(seen) > _MOST_PASSES:
            cycle = tuple(sorted({finding.rule for finding in findings}))
            break
        seen.add(_state(after))
        made += ((finding, checked) for finding in findings)
        checked = after
        one_by_one = ask is not None
    made += _gone_along(original, checked, least, made)
    return Fixed(original, checked, tuple(made), tuple({**rejected, **refused}.items()), cycle)


def _gone_along(
    original: Checked, final: Checked, least: Safety, made: Sequence[tuple[Finding, Checked]]
) -> list[tuple[Finding, Checked]]:
    """The findings that were to be fixed, and are gone with the fix of another one."""
    if not made:
        return []
    before = set(original.findings)
    own = {finding for finding, _ in made}
    others = (*final.findings, *(own - before))
    left = Counter((finding.rule, finding.file, finding.at[:2]) for finding in others)
    found: list[tuple[Finding, Checked]] = []
    for finding in original.findings:
        if not _may_fix(finding, least) or finding in own:
            continue
        place = finding.rule, finding.file, finding.at[:2]
        if left[place] > 0:
            left[place] -= 1
        else:
            found.append((finding, original))
    return found


def _wanted(
    checked: Checked, least: Safety, rejected: Container[Finding], declined: Container[Finding]
) -> list[Finding]:
    """The findings whose fixes are still to be tried."""
    return [
        finding
        for finding in checked.findings
        if _may_fix(finding, least) and finding not in rejected and _topic(finding) not in declined
    ]


def _refuse(checked: Checked, _finding: Finding, _reason: str) -> tuple[Checked, str]:
    return checked, "suppressions cannot be written here"


def _may_fix(finding: Finding, least: Safety) -> bool:
    fix = finding.fix
    return not finding.held and fix is not None and bool(fix.edits) and fix.safety >= least


def _topic(finding: Finding) -> Finding:
    """A finding without its place, which moves when others are fixed."""
    return Finding(finding.at[:2], finding.message, rule=finding.rule, file=finding.file)


def _state(checked: Checked) -> tuple[str, frozenset[tuple[str, str]]]:
    return checked.text, frozenset(checked.beside.items())


def attempt(before: Checked, chosen: Sequence[Planned], check: Check) -> tuple[Checked, str | None]:
    """The texts with the fixes made and checked again, and why they must not stand, if so."""
    edits: dict[str | None, dict[TextEdit, None]] = {}
    tests = before.tested
    for step in chosen:
        for file, own in own_edits(step.finding.fix, step.text_edits, tests.texts).items():
            edits.setdefault(file, {}).update(dict.fromkeys(own))
    for file, carried in tests.carried([step.finding for step in chosen]).items():
        edits.setdefault(file, {}).update(dict.fromkeys(carried))
    try:
        text = apply_edits(before.text, edits.pop(None, ()))
        changed = {
            file: apply_edits(before.text_of(file), own)
            for file, own in edits.items()
            if file is not None
        }
        after = check(text, beside={**before.beside, **changed})
    except ValueError as error:
        return before, str(error)
    return after, objection(before, after, [step.finding for step in chosen])

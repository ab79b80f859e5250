"""The tables that a family's audits add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from auditor.model.finding import Severity
from tests.family.audit import Audit, Repair
from tests.family.stacks import SIDES
from tests.judge.style import Laws

_SEVERITIES = sorted(Severity, reverse=True)


def by_rule(audits: Iterable[Audit]) -> Iterator[str]:
    """Files with a finding of each rule, by severity and side; most first."""
    counts: dict[str, Counter[tuple[Severity, str]]] = {}
    for audit in audits:
        for rule, severity in {(row.rule, row.severity) for row in audit.rows}:
            counts.setdefault(rule, Counter())[severity, audit.file.side] += 1
    yield f"| rule | {' | '.join(map(str, _SEVERITIES))} |"
    yield "|---|" + "---|" * len(_SEVERITIES)
    for rule, own in sorted(counts.items(), key=lambda entry: (-entry[1].total(), entry[0])):
        cells = (" / ".join(str(own[severity, side]) for side in SIDES) for severity in _SEVERITIES)
        yield f"| {rule} | {' | '.join(cells)} |"


def record(audits: Sequence[Audit]) -> dict[str, Any]:
    """The files of each side, and those with a finding of each rule, `[broken, final]`, by kind."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for audit in audits:
        kinds = {(row.rule, "question" if row.asks else str(row.severity)) for row in audit.rows}
        for rule, kind in kinds:
            counts.setdefault(rule, {}).setdefault(kind, Counter())[audit.file.side] += 1
    sides = Counter(audit.file.side for audit in audits)
    return {
        "files": [sides[side] for side in SIDES],
        "rules": {
            rule: {kind: [own[side] for side in SIDES] for kind, own in sorted(kinds.items())}
            for rule, kinds in sorted(counts.items())
        },
    }


def failing(audits: Sequence[Audit]) -> Iterator[str]:
    """How many files would make the command exit with 1, and how many have an error, by side."""
    for side in SIDES:
        own = [audit for audit in audits if audit.file.side == side]
        wrong = sum(any(row.severity is Severity.ERROR for row in audit.rows) for audit in own)
        fails = sum(audit.fails for audit in own)
        if own:
            yield f"{side}: {fails} of {len(own)} files exit with 1, {wrong} have an error"


def repairs(audits: Iterable[Audit]) -> Iterator[str]:
    """What the fixes did: made and rejected by rule, files changed, stacks without errors now."""
    done = [(audit.file, audit.repair) for audit in audits if audit.repair]
    made: Counter[str] = sum((repair.made for _, repair in done), Counter())
    rejected = Counter(rule for _, repair in done for rule, _ in repair.rejected)
    yield "| rule | fixes made | files changed | rejected |"
    yield "|---|---|---|---|"
    for rule in sorted({*made, *rejected}, key=lambda rule: (-made[rule], rule)):
        files = sum(rule in repair.made for _, repair in done)
        yield f"| {rule} | {made[rule]} | {files} | {rejected[rule]} |"
    yield ""
    changed = sum(repair.is_changed for _, repair in done)
    yield f"{made.total()} fixes made, {changed} files changed, {rejected.total()} rejected"
    for side in SIDES:
        freed = _freed(repair for file, repair in done if file.side == side)
        yield f"{freed} {side} files lose all their errors"
    yield from style(sum((repair.style for _, repair in done), Counter()))
    for file, repair in done:
        yield from (f"REJECTED {file.name}: {rule}: {why}" for rule, why in repair.rejected)


def style(counts: Laws) -> Iterator[str]:
    """How often new text looks as if the author had written it, by law."""
    for law in sorted({law for law, _ in counts}):
        kept, broken = counts[law, True], counts[law, False]
        yield f"style: {law}: {kept} of {kept + broken}"


def _freed(repairs: Iterable[Repair]) -> int:
    return sum(repair.loses_errors for repair in repairs)

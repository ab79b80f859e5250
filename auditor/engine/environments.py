"""What is found in each of several environments, as one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from auditor.model.finding import Finding, Safety, Severity


def joined(found: Mapping[str | None, Sequence[Finding]]) -> list[Finding]:
    """Each finding once, the most severe where environments differ, by environment.

    One that does not hold in all of them, or not as severely, names those where it does, and its
    fix is unsafe, since it changes the template of the others as well. Beside those with names,
    None has what is found whatever they say: what is not among it names all where it holds.
    """
    if len(found) == 1:
        return list(next(iter(found.values())))
    anyway = {_fault(finding) for finding in found.get(None, ())}
    is_compared = None in found
    found = {name: findings for name, findings in found.items() if name is not None}
    by_fault: dict[Any, dict[str, Finding]] = {}
    for environment, findings in found.items():
        for finding in findings:
            by_fault.setdefault(_fault(finding), {})[str(environment)] = finding
    return [
        _most_severe(where, len(found), is_named=is_compared and fault not in anyway)
        for fault, where in by_fault.items()
    ]


def _fault(finding: Finding) -> Any:
    """What makes two findings the same in two environments."""
    return (
        *(finding.rule, finding.at, finding.on_key, finding.within),
        *(finding.span, finding.file, finding.message),
    )


def _most_severe(where: Mapping[str, Finding], environments: int, *, is_named: bool) -> Finding:
    severity = max(_severity(finding) for finding in where.values())
    names = tuple(name for name, finding in where.items() if _severity(finding) == severity)
    finding = where[names[0]]
    if len(names) == environments:
        return replace(finding, environments=names) if is_named else finding
    fix = finding.fix
    if fix is not None:
        fix = replace(fix, safety=min(fix.safety, Safety.UNSAFE))
    return replace(finding, environments=names, fix=fix)


def _severity(finding: Finding) -> Severity:
    return finding.severity or Severity.ERROR

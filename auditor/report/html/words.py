"""What the page calls the states of findings, and how findings are counted."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.finding import Severity
from auditor.model.report import Entry, Status
from auditor.report.wording import plural

STATES = {
    Status.OPEN: "open",
    Status.REJECTED: "fix rejected",
    Status.FIXED: "fixed",
    Status.SUPPRESSED: "suppressed",
}


def look(entry: Entry) -> str:
    """What a finding is coloured by: its severity while it is open, else its state."""
    return str(entry.severity) if entry.is_open else entry.status.value


def looks(entries: Iterable[Entry]) -> dict[str, int]:
    """How many findings have each look, the worst first."""
    names = [str(severity) for severity in sorted(Severity, reverse=True)]
    found = [look(entry) for entry in entries]
    counts = {name: found.count(name) for name in (*names, "fixed", "suppressed")}
    return {name: count for name, count in counts.items() if count}


def counted(counts: dict[str, int]) -> str:
    """Counts as words: `2 errors, 1 fixed`."""
    unchanging = ("fixed", "suppressed")
    return ", ".join(
        f"{count:,} {name}" if name in unchanging else plural(count, name)
        for name, count in counts.items()
    )

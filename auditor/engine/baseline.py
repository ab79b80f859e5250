"""The list of what was found once: what is on it is hidden, and what is new is told.

A finding is known by its rule, its template, its resource, its path without the indices of lists,
and the characters that it marks. None of that changes when lines move. Findings alike in all of
this are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from auditor.model.finding import Finding
from auditor.model.path import dotted, logical_id
from auditor.model.suppression import Suppressed, SuppressedBy

if TYPE_CHECKING:
    from auditor.engine.check import Checked

VERSION = 1
_DIGITS = 16
"""Hexadecimal digits of a fingerprint: 64 bits."""
_MARKED = 200
"""Characters of the first line of a finding that tell it from others."""


class BaselineFault(ValueError):
    """A text that is no baseline, with a plain sentence."""


class Known(Struct, frozen=True):
    """What a baseline says of a finding; `file` is its template from the baseline's folder."""

    file: str
    rule: str
    resource: str | None
    path: str
    fingerprint: str


class Baseline:
    """How many findings of each kind are known."""

    def __init__(self, counts: Mapping[Known, int]) -> None:
        self.counts = Counter(dict(counts))

    def hide(self, checked: Checked, file: str) -> Checked:
        """The check of a template without the findings that are known."""
        left = Counter(self.counts)
        kept: list[Finding] = []
        hidden: list[Suppressed] = []
        for finding in checked.findings:
            known = _known(checked, finding, file)
            if left[known] > 0:
                left[known] -= 1
                hidden.append(Suppressed(finding, SuppressedBy.BASELINE))
            else:
                kept.append(finding)
        suppressed = (*checked.suppressed, *hidden)
        return replace(checked, findings=tuple(kept), suppressed=suppressed)

    def without(self, found: Baseline, is_settled: Callable[[Known], bool]) -> Baseline:
        """What is listed and was not found again, of the kinds that were looked for."""
        gone = self.counts - found.counts
        return Baseline({known: count for known, count in gone.items() if is_settled(known)})

    def joined(self, others: Baseline) -> Baseline:
        """Both lists in one."""
        return Baseline(self.counts + others.counts)

    def by_file(self) -> dict[str, dict[Known, int]]:
        """What is listed of each template."""
        found: dict[str, dict[Known, int]] = {}
        for known, count in self.counts.items():
            found.setdefault(known.file, {})[known] = count
        return found

    @property
    def size(self) -> int:
        """How many findings are listed."""
        return sum(self.counts.values())

    def written(self) -> str:
        """The list as a JSON document, sorted."""
        import json

        rows = sorted(self.counts.items(), key=lambda row: _rank(row[0]))
        findings = [asdict(known) | {"count": count} for known, count in rows]
        document = {"version": VERSION, "findings": findings}
        return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def all_hidden(checked: Checked) -> Checked:
    """A check whose findings are all known; a text that cannot be read is never known."""
    if checked.document is None:
        return checked
    hidden = (Suppressed(finding, SuppressedBy.BASELINE) for finding in checked.findings)
    return replace(checked, findings=(), suppressed=(*checked.suppressed, *hidden))


def found_in(checked: Checked, file: str) -> Baseline:
    """All that a baseline lists of a check: what is open, and what is known already."""
    hidden = (one.finding for one in checked.suppressed if one.by is SuppressedBy.BASELINE)
    every = (*checked.findings, *hidden)
    return Baseline(Counter(_known(checked, finding, file) for finding in every))


def read(text: str) -> Baseline:
    """The baseline that a text holds. Raises BaselineFault."""
    import json

    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BaselineFault(f"line {error.lineno} is not JSON: {error.msg}") from None
    except (ValueError, RecursionError):
        raise BaselineFault("it is not JSON that can be read") from None
    if not isinstance(document, dict) or "version" not in document:
        raise BaselineFault("it has no version, so it is none")
    version = document["version"]
    if version is True or version != VERSION:
        shown = json.dumps(version)[:20]
        raise BaselineFault(f"it has version {shown}, and this cfnaudit reads version {VERSION}")
    return Baseline(_counted(_rows(document)))


def _rows(document: dict[str, Any]) -> Iterator[tuple[Known, int]]:
    findings = document.get("findings")
    if not isinstance(findings, list):
        raise BaselineFault("'findings' is not a list")
    for index, row in enumerate(findings):
        place = f"findings[{index}]"
        if not isinstance(row, dict):
            raise BaselineFault(f"{place} is not an object")
        for key in ("file", "rule", "path", "fingerprint"):
            if not isinstance(row.get(key), str):
                raise BaselineFault(f"{place} has no '{key}'")
        count, resource = row.get("count"), row.get("resource")
        if type(count) is not int or count < 1:
            raise BaselineFault(f"{place} has no 'count' of 1 or more")
        if not isinstance(resource, str | None):
            raise BaselineFault(f"the 'resource' of {place} is not a string")
        yield Known(row["file"], row["rule"], resource, row["path"], row["fingerprint"]), count


def _counted(rows: Iterable[tuple[Known, int]]) -> Counter[Known]:
    counts: Counter[Known] = Counter()
    for known, count in rows:
        counts[known] += count
    return counts


def _known(checked: Checked, finding: Finding, file: str) -> Known:
    steps = tuple("[]" if isinstance(step, int) else step for step in finding.at)
    return Known(
        file=file,
        rule=finding.rule,
        resource=logical_id(finding.at),
        path=dotted(steps).replace(".[]", "[]"),
        fingerprint=_fingerprint(checked, finding),
    )


def _fingerprint(checked: Checked, finding: Finding) -> str:
    import json
    from hashlib import sha256

    span = checked.span(finding)
    end = min(span.end, span.start + _MARKED)
    marked = checked.text_of(finding.file)[span.start : end].lstrip().splitlines()
    essence = json.dumps([finding.file, marked[0].rstrip() if marked else ""])
    return sha256(essence.encode("ascii")).hexdigest()[:_DIGITS]


def _rank(known: Known) -> tuple[str, str, str, str, str]:
    return known.file, known.resource or "", known.path, known.rule, known.fingerprint

"""Code Quality report of GitLab, a subset of the Code Climate specification.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from auditor.model.finding import Severity
from auditor.model.report import Entry, Report
from auditor.report.fingerprint import fingerprints
from auditor.report.places import repository_path
from auditor.report.plain import one_line

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report) -> str:
    """A JSON array with an object for each open finding."""
    issues = [
        _issue(entry, fingerprint)
        for entry, fingerprint in zip(report.entries, fingerprints(report), strict=True)
        if entry.is_open and not entry.quiet
    ]
    return json.dumps(issues, indent=2) + "\n"


def _issue(entry: Entry, fingerprint: str) -> dict[str, Any]:
    # readers may refuse escapes of characters that UTF-8 does not have
    path = repository_path(entry.file).encode("utf-8", "backslashreplace").decode("utf-8")
    return {
        "description": one_line(entry.message),
        "check_name": entry.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[entry.severity],
        "location": {"path": path, "lines": {"begin": entry.start.line}},
    }

"""SARIF 2.1.0, as code scanning and editors read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what GitHub asks for beyond:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from textwrap import shorten
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from auditor.model.finding import Severity
from auditor.model.report import CodeNotRead, Entry, Offer, Replacement, Report, Status
from auditor.model.suppression import SuppressedBy
from auditor.model.text import Position
from auditor.report.fingerprint import fingerprints
from auditor.report.places import is_relative, uri
from auditor.report.plain import one_line
from auditor.report.wording import page_of

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_KINDS = {SuppressedBy.SOURCE: "inSource", SuppressedBy.BASELINE: "external"}
_LONGEST_DESCRIPTION = 1_024
"""Characters that GitHub shows."""


class RuleText(Struct, frozen=True):
    """What is said of a rule: plain but for `markdown`, its whole documentation."""

    title: str
    description: str
    markdown: str
    severity: Severity


def render(
    report: Report,
    *,
    rules: Mapping[str, RuleText] = MappingProxyType({}),
    version: str | None = None,
) -> str:
    """One run with the open and the suppressed findings, and the rules that they come from.

    `rules` says more of the rules by their ids, `version` is that of cfnaudit.
    """
    by_rule: dict[str, list[Entry]] = {}
    for entry in report.entries:
        if entry.status is Status.FIXED:
            continue
        by_rule.setdefault(entry.rule, []).append(entry)
    ids = sorted(by_rule)
    indices = {id: index for index, id in enumerate(ids)}
    driver = {
        "name": "cfnaudit",
        "version": version,
        "rules": [_rule(id, by_rule[id], rules.get(id), report.docs_url) for id in ids],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": _invocations(report),
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [
            _result(entry, report, indices[entry.rule], fingerprint)
            for entry, fingerprint in zip(report.entries, fingerprints(report), strict=True)
            if entry.status is not Status.FIXED
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(_known(document), indent=2) + "\n"


def _invocations(report: Report) -> list[dict[str, Any]] | None:
    """What the run did not look at: files, and code of functions."""
    told = [
        ("error", one.file, f"{one.file} was not checked: {one.reason}")
        for one in report.not_checked
    ]
    told += [
        ("note", one.file, f"Code of function '{one.resource}' was not read: {_code(one)}")
        for one in report.code_not_read
    ]
    if not told:
        return None
    notifications = [
        {
            "level": level,
            "message": {"text": one_line(text)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(file)}}],
        }
        for level, file, text in told
    ]
    is_whole = not report.not_checked
    return [{"executionSuccessful": is_whole, "toolExecutionNotifications": notifications}]


def _code(one: CodeNotRead) -> str:
    return f"{'the template' if one.code is None else one.code} {one.reason}"


def _known(value: Any) -> Any:
    """The value without the keys that have none."""
    if isinstance(value, dict):
        return {key: _known(item) for key, item in value.items() if item is not None}
    return [_known(item) for item in value] if isinstance(value, list) else value


def _rule(
    id: str, entries: list[Entry], text: RuleText | None, docs_url: str | None
) -> dict[str, Any]:
    severity = text.severity if text else max(entry.severity for entry in entries)
    title = text.title if text else id
    description = (text.description if text else "") or title
    markdown = text.markdown if text else title
    return {
        "id": id,
        "shortDescription": {"text": shorten(title, _LONGEST_DESCRIPTION, placeholder=" …")},
        "fullDescription": {"text": shorten(description, _LONGEST_DESCRIPTION, placeholder=" …")},
        "help": {"text": markdown, "markdown": markdown},
        "helpUri": page_of(entries[0], docs_url) or entries[0].url,
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(entry: Entry, report: Report, rule: int, fingerprint: str) -> dict[str, Any]:
    fix = entry.fix if entry.is_fixable(report.least) else None
    return {
        "ruleId": entry.rule,
        "ruleIndex": rule,
        "level": _LEVELS[entry.severity],
        "message": {"text": one_line(entry.message)},
        "locations": [_location(entry)],
        "partialFingerprints": {"finding/v1": fingerprint},
        "suppressions": _suppressions(entry) if report.suppressed else None,
        "fixes": [_fix(fix)] if fix and fix.replacements else None,
        "properties": {
            "confidence": str(entry.confidence),
            "path": one_line(entry.path),
            "fails": str(entry.fails),
            "question": True if entry.is_question else None,
        },
    }


def _suppressions(entry: Entry) -> list[dict[str, Any]]:
    """An empty list for an open finding: of the results of a run, all or none have one.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html#_Toc34317661
    """
    if entry.suppressed_by is None:
        return []
    reason = None if entry.note is None else one_line(entry.note)
    return [{"kind": _KINDS[entry.suppressed_by], "justification": reason}]


def _location(entry: Entry) -> dict[str, Any]:
    place = {"artifactLocation": _artifact(entry.file), "region": _region(entry.start, entry.end)}
    return {
        "physicalLocation": place,
        "logicalLocations": None if entry.resource is None else [_logical(entry.resource)],
    }


def _logical(resource: str) -> dict[str, Any]:
    name = one_line(resource)
    return {"name": name, "fullyQualifiedName": f"Resources.{name}", "kind": "resource"}


def _artifact(file: str) -> dict[str, Any]:
    return {"uri": uri(file), "uriBaseId": "%SRCROOT%" if is_relative(file) else None}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(fix: Offer) -> dict[str, Any]:
    by_file: dict[str, list[Replacement]] = {}
    for replacement in fix.replacements:
        by_file.setdefault(replacement.file, []).append(replacement)
    changes = [
        {"artifactLocation": _artifact(file), "replacements": list(map(_replacement, replacements))}
        for file, replacements in by_file.items()
    ]
    return {"description": {"text": one_line(fix.title)}, "artifactChanges": changes}


def _replacement(replacement: Replacement) -> dict[str, Any]:
    return {
        "deletedRegion": _region(replacement.start, replacement.end),
        "insertedContent": {"text": replacement.text},
    }

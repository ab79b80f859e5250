"""JSON output, version 1. Its fields are a promise: built one by one, never dumped."""

from __future__ import annotations

import json
from typing import Any

from auditor.model.edit import (
    AddComment,
    Change,
    Edit,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceComment,
    ReplaceInFile,
    ReplaceText,
    SetValue,
)
from auditor.model.finding import Severity
from auditor.model.report import Entry, Offer, OpenQuestion, Report
from auditor.model.text import Position

VERSION = 1


def render(report: Report) -> str:
    """The report as one JSON document."""
    document = {
        "version": VERSION,
        "findings": [finding(entry) for entry in report.entries],
        "questions": [_question(question) for question in report.questions],
        "summary": {
            "files": report.files,
            "open": len(report.open),
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixed": report.fixed,
            "fixable": report.fixable,
            "hidden_unsafe_fixes": report.hidden,
            "rejected": report.rejected,
            "suppressed": report.suppressed,
            "questions": len(report.questions),
            "not_checked": len(report.not_checked),
            "hints_not_shown": report.quiet,
            "functions_not_read": report.functions_not_read,
            "hidden_by_configuration": sum(one.findings for one in report.hidden_by),
            "lowered_by_configuration": sum(one.lowered for one in report.hidden_by),
        },
        "hidden_by_configuration": [
            {"configuration": one.configuration, "findings": one.findings, "lowered": one.lowered}
            for one in report.hidden_by
        ],
        "code_not_read": [
            {"file": one.file, "resource": one.resource, "code": one.code, "reason": one.reason}
            for one in report.code_not_read
        ],
        "not_checked": [{"file": one.file, "reason": one.reason} for one in report.not_checked],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def finding(entry: Entry) -> dict[str, Any]:
    """A finding as an object."""
    return {
        "rule": entry.rule,
        "severity": str(entry.severity),
        "confidence": str(entry.confidence),
        "message": entry.message,
        "file": entry.file,
        "location": _position(entry.start),
        "end_location": _position(entry.end),
        "resource": entry.resource,
        "construct": entry.construct,
        "path": entry.path,
        "url": entry.url,
        "status": entry.status.value,
        "note": entry.note,
        "environments": list(entry.environments),
        "fix": None if entry.fix is None else _fix(entry.fix),
        "fails": str(entry.fails),
        "question": entry.is_question,
        "templates": [] if entry.template is None else [entry.template, *entry.other_templates],
        "shown": not (entry.quiet or entry.is_question),
    }


def _question(question: OpenQuestion) -> dict[str, Any]:
    return {
        "rule": question.rule,
        "message": question.message,
        "answer": question.answer,
        "setting": question.setting,
        "places": [
            {
                "file": entry.file,
                "location": _position(entry.start),
                "end_location": _position(entry.end),
                "resource": entry.resource,
                "path": entry.path,
            }
            for entry in question.places
        ],
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def _fix(fix: Offer) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": str(fix.safety),
        "on_update": str(fix.on_update),
        "edits": [_change(change) for change in fix.edits],
    }


def _change(change: Change) -> dict[str, Any]:
    match change:
        case ReplaceInFile(file, start, end, text):
            span = {"start": start, "end": end}
            return {"kind": "replace-in-file", "file": file, "text": text} | span
        case ReplaceComment(start, old, new):
            return {"kind": "replace-comment", "start": start, "old": old, "new": new}
        case AddComment(line, text, above):
            return {"kind": "add-comment", "line": line, "text": text, "above": above}
    return _edit(change)


def _edit(edit: Edit) -> dict[str, Any]:
    path = list(edit.path)
    match edit:
        case SetValue():
            return {"kind": "set", "path": path, "value": edit.value}
        case Remove():
            return {"kind": "remove", "path": path}
        case Rename():
            return {"kind": "rename", "path": path, "key": edit.key}
        case InsertKey():
            place = {"before": edit.before, "after": edit.after}
            return {
                "kind": "insert-key",
                "path": path,
                "key": edit.key,
                "value": edit.value,
            } | place
        case InsertItem():
            return {"kind": "insert-item", "path": path, "index": edit.index, "value": edit.value}
        case ReplaceText():
            span = {"start": edit.start, "end": edit.end}
            return {"kind": "replace-text", "path": path, "text": edit.text} | span

"""A diagnosis for programs, version 1: fields may be added, none changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from auditor.diagnose import wording
from auditor.diagnose.findings import Explained
from auditor.diagnose.place import Place
from auditor.model.text import Position
from auditor.report.json_v1 import finding

VERSION = 1
_LEADS = ("file", "url", "sources", "rule", "rules", "time")
"""The keys whose values programs follow."""


def render(
    found: Sequence[Explained],
    consequences: int,
    formats: Iterable[str],
    shown: Callable[[str], str],
) -> str:
    """The diagnosis as one JSON document; `shown` hides what does not belong into a report."""
    document = {
        "version": VERSION,
        "formats": list(formats),
        "causes": [_cause(one) | {"root": n == 0} for n, one in enumerate(found)],
        "consequences": consequences,
    }
    hidden = _hidden(document, shown)
    return json.dumps(hidden, indent=2, ensure_ascii=False) + "\n"


def _cause(one: Explained) -> dict[str, Any]:
    cause, event = one.cause, one.cause.event
    return {
        "kind": cause.verdict.kind.value,
        "other_kind": None if cause.verdict.other is None else cause.verdict.other.value,
        "rules": [rule.id for rule in cause.verdict.rules],
        "message": cause.message.text,
        "reason": event.reason,
        "means": wording.means(cause) or None,
        "do": wording.advice(cause) or None,
        "sources": [] if cause.verdict.row is None else list(cause.verdict.row.sources),
        "facts": wording.facts(cause),
        "logical_id": event.logical_id or None,
        "construct": event.construct or None,
        "type": event.type or None,
        "status": event.status or None,
        "stack": wording.stack_name(event.stack) or None,
        "time": event.time or None,
        "phase": event.phase.value,
        "place": None if one.place is None else _place(one.place),
        "findings": [finding(entry) for entry in one.entries],
        "findings_explain_it": bool(one.entries) and one.is_likely,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "location": _position(place.position),
        "resource": place.resource,
        "path": list(place.path),
        "made_by_sam": place.made or None,
        "raised": None if place.raised is None else _position(place.raised),
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def _hidden(value: Any, shown: Callable[[str], str], key: str = "") -> Any:
    """A value with all texts in it as they may be shown; what leads somewhere is left."""
    if isinstance(value, str):
        return value if key in _LEADS else shown(value)
    if isinstance(value, list):
        return [_hidden(item, shown, key) for item in value]
    if isinstance(value, dict):
        return {name: _hidden(item, shown, name) for name, item in value.items()}
    return value

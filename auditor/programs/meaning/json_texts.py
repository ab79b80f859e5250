"""Values as the JSON text that a program makes of them by `JSON.stringify` or `json.dumps`."""

from __future__ import annotations

import json

from auditor.programs.values import (
    Joined,
    Json,
    Known,
    Made,
    Mapping,
    Output,
    Pseudo,
    Sequence,
    Setting,
    Value,
)

_DEEPEST = 20
_MOST_PARTS = 2_000


def json_text(value: Json) -> Value | None:
    """The text, whose white space is that of no language; None where not all of it is known."""
    parts: list[Value] = []
    if not _write(value.value, parts, 0):
        return None
    if all(isinstance(part, Known) for part in parts):
        text = "".join(str(part.value) for part in parts if isinstance(part, Known))
        return Known(node=value.node, value=text)
    return Joined(node=value.node, parts=parts)


def _write(value: Value, parts: list[Value], depth: int) -> bool:
    """Adds the text of a value; whether all of it is known."""
    if depth > _DEEPEST or len(parts) > _MOST_PARTS:
        return False
    match value:
        case Known():
            parts.append(Known(value=json.dumps(value.value)))
        case Joined():
            parts.append(Known(value='"'))
            for part in value.parts:
                is_text = isinstance(part, Known)
                parts.append(Known(value=_inside(part)) if is_text else part)
            parts.append(Known(value='"'))
        case Output() | Made() | Pseudo():
            parts += [Known(value='"'), value, Known(value='"')]
        case Setting() if value.type == "text":
            parts += [Known(value='"'), value, Known(value='"')]
        case Mapping() if not value.is_open and value.kind != "data":
            return _entries(value, parts, depth)
        case Sequence() if not value.is_open:
            return _items(value, parts, depth)
        case _:
            return False
    return True


def _entries(value: Mapping, parts: list[Value], depth: int) -> bool:
    parts.append(Known(value="{"))
    for at, (key, item) in enumerate(value.items.items()):
        parts.append(Known(value=f"{', ' if at else ''}{json.dumps(key)}: "))
        if not _write(item.value, parts, depth + 1):
            return False
    parts.append(Known(value="}"))
    return True


def _items(value: Sequence, parts: list[Value], depth: int) -> bool:
    parts.append(Known(value="["))
    for at, one in enumerate(value.items):
        if at:
            parts.append(Known(value=", "))
        if not _write(one, parts, depth + 1):
            return False
    parts.append(Known(value="]"))
    return True


def _inside(part: Value) -> str:
    known = part.value if isinstance(part, Known) else ""
    return json.dumps(str(known))[1:-1]

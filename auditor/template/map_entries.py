"""Lookups in mappings by keys of which all are known."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.mentions import MapLookup
from auditor.template.resolve import scalar_text
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template


class MissingEntry(Struct, frozen=True):
    """A lookup at a path, with the keys that the mapping lacks and what they are values of."""

    path: Path
    mapping: str
    missing: list[str]
    by: str
    is_certain: bool


def missing_entries(template: Template) -> Iterator[MissingEntry]:
    """All such lookups, none where a macro may rewrite the template."""
    if template.is_open:
        return
    for lookup in template.once(Usage).all:
        if not isinstance(lookup, MapLookup) or len(lookup.arguments) != 3:
            continue
        if "Fn::If" in lookup.path or _is_conditional(template, lookup.path):
            continue
        mapping, key, _ = lookup.arguments
        rows = template.mappings.get(mapping) if isinstance(mapping, str) else None
        asked = _keys(template, key)
        if rows is None or asked is None or any(name.startswith("Fn::") for name in rows):
            continue
        by, keys = asked
        missing = [name for name in keys if name not in rows]
        if missing:
            is_certain = len(missing) == len(keys)
            yield MissingEntry(lookup.path, str(mapping), missing, by, is_certain)


def _is_conditional(template: Template, path: Path) -> bool:
    section = template.tree.get(str(path[0]))
    body = section.get(path[1]) if isinstance(section, dict) and len(path) > 1 else None
    return isinstance(body, dict) and "Condition" in body


def _keys(template: Template, key: Tree) -> tuple[str, list[str]] | None:
    call = function_of(key)
    if call is None or call[0] != "Ref" or not isinstance(call[1], str):
        return None
    if call[1] == "AWS::Region":
        regions = list(template.settings.regions)
        return ("the configured Region", regions) if regions else None
    allowed = template.parameters.get(call[1], {}).get("AllowedValues")
    texts = [scalar_text(one) for one in allowed] if isinstance(allowed, list) else []
    known = [text for text in texts if text is not None]
    return (f"parameter '{call[1]}'", known) if known and len(known) == len(texts) else None

"""Alarms: their dimensions have keys of the author's own."""

from __future__ import annotations

from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Made, Mapping


def alarm(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The dimensions as a list of names with values."""
    item = argument(made, "dimensions")
    if item is None:
        return []
    value = item.value
    if not isinstance(value, Mapping) or value.is_open:
        return [("Dimensions", shaper.unknown(item))]
    parts: list[Out] = []
    for name, inner in value.items.items():
        part = mapping([("Name", Out(name, inner.value)), ("Value", shaper.verbatim(inner))])
        part.node, part.item = inner.value.node, inner
        parts.append(part)
    found = sequence(parts, value)
    found.item = item
    return [("Dimensions", found)]

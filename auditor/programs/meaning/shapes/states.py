"""State machines: their definition."""

from __future__ import annotations

from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Json, Made


def states(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The definition of a state machine."""
    item = argument(made, "definition")
    if item is None:
        return []
    value = item.value
    out = shaper.converter.of(value, {"type": "object"}, None, verbatim=True)
    is_read = isinstance(out.tree, dict) and not any(key.startswith("Fn::") for key in out.tree)
    out.item = item
    return [("Definition" if is_read or isinstance(value, Json) else "DefinitionString", out)]

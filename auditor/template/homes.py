"""Where the values of SAM types come to stand."""

from __future__ import annotations

from auditor.data.sam_passed_on import PassedOn, passed_from
from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at

_SAM = "AWS::Serverless::"
_EVENTS = "Events."


def home(tree: Tree, owner: Path, type_name: str, dotted: str) -> tuple[str, str]:
    """The type and the property in it to which SAM passes a value on, or those that are given.

    `dotted` are the names that lead to the value from the properties of the resource at `owner`.
    """
    passed = passed_at(tree, owner, type_name, dotted)
    if passed is None:
        return type_name, dotted
    way = dotted.split(".", 3)[3] if passed.event is not None else dotted
    return passed.type, passed.place.replace("[]", "") + way[len(passed.way) :]


def passed_at(tree: Tree, owner: Path, type_name: str, dotted: str) -> PassedOn | None:
    """What SAM passes on at a place, or above it; None for what it does not, and other types."""
    if not type_name.startswith(_SAM):
        return None
    if not dotted.startswith(_EVENTS):
        return passed_from(type_name, dotted, None)
    _, name, _, way = (*dotted.split(".", 3), "", "")[:4]
    try:
        event = at(tree, (*owner, "Properties", "Events", name, "Type"))
    except Missing:
        return None
    return passed_from(type_name, way, str(event))

"""Where the values of SAM types come to stand."""

from __future__ import annotations

from auditor.data.sam_passed_on import PassedOn, passed_from
from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.template.template import Resource

_SAM = "AWS::Serverless::"
_EVENTS = "Events."
_CHECKED = ("AssumeRolePolicyDocument", "PermissionsBoundary")
"""Properties whose type the translator asks for even where it does not use them; not `RolePath`.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""


def home(tree: Tree, owner: Path, type_name: str, dotted: str) -> tuple[str, str]:
    """The type and the property in it to which SAM passes a value on, or those that are given.

    `dotted` are the names that lead to the value from the properties of the resource at `owner`.
    """
    passed = passed_at(tree, owner, type_name, dotted)
    if passed is None:
        return type_name, dotted
    way = dotted.split(".", 3)[3] if passed.event is not None else dotted
    return passed.type, passed.place.replace("[]", "") + way[len(passed.way) :]


def is_unused(resource: Resource, dotted: str, *, is_type: bool) -> bool:
    """Whether SAM may use nothing of a value, since another property takes its place.

    `is_type`: of the value as a whole the type is asked for, which the translator may do itself.
    """
    passed = passed_at(resource.template.tree, resource.path, resource.type, dotted)
    instead = None if passed is None else passed.unused_with
    if passed is None or instead is None or (is_type and passed.way in _CHECKED):
        return False
    if passed.event is None:
        return resource.has(instead) is not False
    name = dotted.split(".", 2)[1]
    return resource.has("Events", name, "Properties", instead) is not False


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

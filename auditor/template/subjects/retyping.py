"""Fixes for resources with a type that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditor.data.resource_schemas import has_service, schema_of
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, SetValue
from auditor.model.finding import Fix, OnUpdate, Safety
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.references import references
from auditor.template.resolve import scalar_text
from auditor.template.subjects.type_use import TypeUse
from auditor.template.template import Resource
from auditor.template.wiring import is_there_with, without

if TYPE_CHECKING:
    from auditor.data.meant import TypeRow

_PARAMETER = "AWS::SSM::Parameter::Value<"
_GIVEN_AS = ("Default", "Name", "Value")
"""Keys under which the path of a parameter of Parameter Store is written."""


def retyping(use: TypeUse) -> Fix | None:
    """The fix of a type that does not exist, where it is known what is meant.

    It is safe where nothing is lost: no stack is deployed with the resource.
    """
    if use.meant is not None:
        is_same = use.meant.lower() == use.name.lower()
        is_sure = use.row is not None or is_same or not has_service(use.name)
        keys = use.row.keys if use.row else {}
        fits = is_sure and _fits(use.resource, use.meant, keys)
        edits = (SetValue((*use.resource.path, "Type"), use.meant), *_renamed(use.resource, keys))
        return _fix(f"Change the type to {use.meant}", edits, is_safe=fits)
    if use.name.startswith(_PARAMETER):
        return _fix("Declare it as a parameter", _as_parameter(use.resource), is_safe=True)
    if use.row is None:
        return None
    if use.row.attaches is not None:
        moves = _attached(use.resource, use.row.attaches)
        if moves:
            return _fix(f"Set it in {use.row.attaches['list']}", moves, is_safe=True)
    if len(use.resource.template.resources) == 1:
        return None
    removals = without(use.resource, hand_on=True) or ()
    return _fix(f"Remove {use.resource.logical_id}", removals, is_safe=_is_needless(use, use.row))


def _fix(title: str, edits: tuple[Edit, ...], *, is_safe: bool) -> Fix | None:
    if not edits:
        return None
    if is_safe:
        return Fix(title, edits, Safety.SAFE, OnUpdate.NOTHING)
    return Fix(title, edits, Safety.UNSAFE)


def _properties(resource: Resource) -> Mapping[str, Tree] | None:
    properties = resource.body.get("Properties", {})
    return properties if isinstance(properties, dict) and is_plain_mapping(properties) else None


def _renamed(resource: Resource, keys: Mapping[str, str]) -> tuple[Edit, ...]:
    """Gives properties the names that they have in the type that is meant."""
    present = _properties(resource) or {}
    path = (*resource.path, "Properties")
    names = keys.items()
    return tuple(Rename((*path, old), new) for old, new in names if old in present)


def _fits(resource: Resource, type_name: str, keys: Mapping[str, str]) -> bool:
    """Whether another type has all properties that are set, and needs no others."""
    properties, schema = _properties(resource), schema_of(type_name) or {}
    if properties is None:
        return False
    required = frozenset(schema.get("required", ()))
    given = {keys.get(key, key) for key in properties}
    return required <= given <= frozenset(schema.get("properties", ()))


def _is_needless(use: TypeUse, row: TypeRow) -> bool:
    """Whether another resource of the template does what this one was to do."""
    properties = _properties(use.resource)
    if not row.done_by or properties is None or False in properties.values():
        return False
    others = use.resource.template.resources.values()
    return any(one.type == row.done_by and is_there_with(one, use.resource) for one in others)


def _as_parameter(resource: Resource) -> tuple[Edit, ...]:
    """Moves what is a parameter of Parameter Store out of the resources."""
    given = {**(_properties(resource) or {}), **resource.body}
    paths = [text for key in _GIVEN_AS if (text := scalar_text(given.get(key))) is not None]
    template, name = resource.template, resource.logical_id
    present = template.tree.get("Parameters", {})
    if len(paths) != 1 or not isinstance(present, dict) or name in present or resource.condition:
        return ()
    waiting = (one for other in template.resources.values() for one in other.references)
    mentions = [one for one in (*references(template.tree, ()), *waiting) if one.target == name]
    if any(one.function not in ("Ref", "Fn::Sub") for one in mentions):
        return ()
    body = {"Type": resource.type, "Default": paths[0]}
    if present:
        added = InsertKey(("Parameters",), name, body)
    else:
        added = InsertKey((), "Parameters", {name: body}, before="Resources")
    return Remove(resource.path), added


def _attached(resource: Resource, row: Mapping[str, str]) -> tuple[Edit, ...]:
    """Puts what a resource was to attach into the list of the resource that it is for."""
    properties = _properties(resource) or {}
    holder = function_of(properties.get(row["holder"]))
    item = properties.get(row["item"])
    known = resource.template.resources
    owner = known.get(str(holder[1])) if holder and holder[0] == "Ref" else None
    if owner is None or owner.type != row["type"] or len(properties) != len({"holder", "item"}):
        return ()
    own = _properties(owner)
    removed = without(resource, hand_on=True)
    if removed is None or own is None or item is None or not is_there_with(resource, owner):
        return ()
    held = own.get(row["list"])
    place = (*owner.path, "Properties", row["list"])
    if "Properties" not in owner.body:
        return (*removed, InsertKey(owner.path, "Properties", {row["list"]: [item]}))
    if held is None:
        return (*removed, InsertKey(place[:-1], row["list"], [item]))
    if not isinstance(held, list):
        return ()
    return removed if item in held else (*removed, InsertItem(place, len(held), item))

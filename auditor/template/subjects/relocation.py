"""Fixes for stray properties: a name, a place or a shape that was mistaken."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.model.edit import Edit, InsertKey, Remove, Rename, SetValue
from auditor.model.finding import Fix, Safety
from auditor.model.tree import Tree, at
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.nearest import differs_in_number
from auditor.template.subjects.property_rows import BY_ROW, moved, replaced
from auditor.template.subjects.stray_property import StrayProperty
from auditor.template.subjects.undeployed import undeployed


def relocation(stray: StrayProperty) -> Fix | None:
    """The fix of a stray property, where it is known what is meant."""
    fix = _fix(stray)
    if fix is not None and stray.is_ignored:
        return replace(fix, safety=min(fix.safety, Safety.UNSAFE))
    return fix if stray.is_conditional else undeployed(fix, stray.type.name)


def _fix(stray: StrayProperty) -> Fix | None:
    row = stray.row
    if row is not None:
        title, edits = BY_ROW[row.do](stray, row)
        return Fix(title, edits, Safety[row.safety.upper()]) if edits else None
    if stray.attribute is not None:
        return _to_attribute(stray)
    if stray.twin is not None:
        edit = SetValue((*stray.owner, "Type"), stray.twin)
        return Fix(f"Change the type to {stray.twin}", (edit,), Safety.SAFE)
    wanted = stray.meant
    if wanted is not None:
        if stray.takes(wanted):
            return Fix(f"Rename to {wanted}", (Rename(stray.path, wanted),), Safety.SAFE)
        return _in_number(stray, wanted)
    return _into_home(stray)


def _in_number(stray: StrayProperty, wanted: str) -> Fix | None:
    """One value under the name of a list, or a list of one under the name of a value."""
    value = stray.value
    is_plain = wanted not in stray.siblings and differs_in_number(stray.key, wanted)
    if not is_plain or (isinstance(value, dict) and function_of(value)):
        return None
    if stray.shape[wanted][0] == "l" and not isinstance(value, list):
        title, reshaped = f"Put the value into a list in {wanted}", [value]
    elif stray.shape[wanted][0] == "v" and isinstance(value, list) and len(value) == 1:
        title, reshaped = f"Set {wanted} to the one item", value[0]
    else:
        return None
    return Fix(title, (*replaced(stray, wanted, reshaped),), Safety.SAFE)


def _to_attribute(stray: StrayProperty) -> Fix | None:
    """A property that is an attribute of resources, or the other way round."""
    if stray.path[len(stray.owner)] == "Properties":
        body = at(stray.tree, stray.owner)
        if stray.key in body:
            if not _listed(stray.value) <= _listed(body[stray.key]):
                return None
            title = f"Remove {stray.key}, which is written beside Properties already"
            return Fix(title, (Remove(stray.path),), Safety.SAFE)
        edits = (Remove(stray.path), InsertKey(stray.owner, stray.key, stray.value))
        return Fix(f"Move {stray.key} beside Properties", edits, Safety.SAFE)
    way = ("Properties", stray.key)
    moves = moved(stray.tree, stray.path, stray.owner, way, stray.value)
    return Fix(f"Move {stray.key} to Properties", moves, Safety.SAFE) if moves else None


def _listed(value: Tree) -> frozenset[str]:
    """A text, or the texts of a list; for other values themselves."""
    return frozenset(map(str, value if isinstance(value, list) else [value]))


def _into_home(stray: StrayProperty) -> Fix | None:
    """Moves a property, with all that strayed with it, into the one that may hold it."""
    home = stray.home
    if home is not None and _is_said_by_all(stray, stray.siblings.get(home)):
        title = f"Remove {stray.key}, which {home} says already"
        return Fix(title, (Remove(stray.path),), Safety.SAFE)
    if home is None or stray.shape[home][0] != "o":
        return None
    held = stray.type.shape(stray.shape[home]) or {}
    names = [key for key in stray.siblings if key not in stray.shape and key in held]
    present = stray.siblings.get(home)
    removed = [Remove((*stray.path[:-1], name)) for name in names]
    value = {name: stray.siblings[name] for name in names}
    title = f"Move {', '.join(names)} into {home}"
    if present is None:
        added: list[Edit] = [InsertKey(stray.path[:-1], home, value)]
    elif isinstance(present, dict) and is_plain_mapping(present) and not present.keys() & value:
        place = (*stray.path[:-1], home)
        added = [InsertKey(place, name, inner) for name, inner in value.items()]
    else:
        return None
    is_plain = present is not None or len(names) > 1 or stray.requires(home)
    return Fix(title, (*removed, *added), Safety.SAFE if is_plain else Safety.UNSAFE)


def _is_said_by_all(stray: StrayProperty, items: Tree) -> bool:
    """Whether each item of a list has the key with the same value."""
    return (
        isinstance(items, list)
        and bool(items)
        and all(isinstance(one, dict) and one.get(stray.key) == stray.value for one in items)
    )

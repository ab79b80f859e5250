"""Fixes for stray properties: a name, a place or a shape that was mistaken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from auditor.data.meant import PropertyRow
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, SetValue
from auditor.model.finding import Fix, Safety
from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.nearest import differs_in_number
from auditor.template.resolve import scalar_text
from auditor.template.subjects.stray_property import StrayProperty
from auditor.template.subjects.undeployed import undeployed


def relocation(stray: StrayProperty) -> Fix | None:
    """The fix of a stray property, where it is known what is meant."""
    fix = _fix(stray)
    return fix if stray.is_conditional else undeployed(fix, stray.type.name)


def _fix(stray: StrayProperty) -> Fix | None:
    row = stray.row
    if row is not None:
        title, edits = _BY_ROW[row.do](stray, row)
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


Steps = tuple[str, tuple[Edit, ...]]
_NONE: Steps = ("", ())


def _rename(stray: StrayProperty, row: PropertyRow) -> Steps:
    if stray.siblings.get(row.to) == stray.value:
        return f"Remove {stray.key}, which {row.to} says already", (Remove(stray.path),)
    if stray.takes(row.to):
        return f"Rename to {row.to}", (Rename(stray.path, row.to),)
    is_list = stray.shape[row.to][0] == "l" and row.to not in stray.siblings
    if not is_list or isinstance(stray.value, list) or function_of(stray.value):
        return _NONE
    return f"Put the value into a list in {row.to}", (*_replaced(stray, row.to, [stray.value]),)


def _remove(stray: StrayProperty, _row: PropertyRow) -> Steps:
    """Removes a property, and the mappings that would be left empty."""
    path = stray.path
    held: Mapping[str, Tree] = stray.siblings
    while len(held) == 1 and len(path) > len(stray.owner) + 1 and isinstance(path[-2], str):
        path = path[:-1]
        try:
            held = at(stray.tree, path[:-1])
        except Missing:
            break
        if not is_plain_mapping(held) or str(path[-1]).startswith("Fn::"):
            return _NONE
    return f"Remove {stray.key}", (Remove(path),)


def _unwrap(stray: StrayProperty, row: PropertyRow) -> Steps:
    value = stray.value
    if not (isinstance(value, list) and len(value) == 1) or row.to in stray.siblings:
        return _NONE
    return f"Set {row.to} to the one item", (*_replaced(stray, row.to, value[0]),)


def _map(stray: StrayProperty, row: PropertyRow) -> Steps:
    if row.to in stray.siblings:
        return _NONE
    if isinstance(stray.value, dict) and is_plain_mapping(stray.value):
        return f"Rename to {row.to}", (Rename(stray.path, row.to),)
    tags = as_mapping(stray.value)
    if tags is None:
        return _NONE
    return f"Write the tags as a mapping in {row.to}", (*_replaced(stray, row.to, tags),)


def _replaced(stray: StrayProperty, name: str, value: Tree) -> Iterator[Edit]:
    yield Remove(stray.path)
    yield InsertKey(stray.path[:-1], name, value, before=stray.key)


def as_mapping(value: Tree) -> dict[str, Tree] | None:
    """A list of tags, each with `Key` and `Value`, as a mapping; None where it is none."""
    if not isinstance(value, list):
        return None
    found: dict[str, Tree] = {}
    for tag in value:
        if not (isinstance(tag, dict) and tag.keys() == {"Key", "Value"}):
            return None
        if not isinstance(tag["Key"], str) or tag["Key"] in found:
            return None
        found[tag["Key"]] = tag["Value"]
    return found


def _attribute(stray: StrayProperty, row: PropertyRow) -> Steps:
    """An item of a list of keys and values."""
    text = stray.value if function_of(stray.value) else scalar_text(stray.value)
    if text is None:
        return _NONE
    item = {"Key": row.name, "Value": text}
    title = f"Set {row.name} in {row.to}"
    place = (*stray.path[:-1], row.to)
    present = stray.siblings.get(row.to)
    if present is None:
        return title, (Remove(stray.path), InsertKey(place[:-1], row.to, [item], before=stray.key))
    if not isinstance(present, list) or any(
        isinstance(one, dict) and one.get("Key") == row.name for one in present
    ):
        return _NONE
    return title, (Remove(stray.path), InsertItem(place, len(present), item))


def _move_in(stray: StrayProperty, row: PropertyRow) -> Steps:
    way = tuple(row.to.split("."))
    edits = moved(stray.tree, stray.path, stray.path[:-1], way, stray.value)
    return f"Move to {row.to}", edits


def _move_up(stray: StrayProperty, row: PropertyRow) -> Steps:
    if "Fn::If" in stray.path:
        return _NONE
    way = tuple(row.to.split("."))
    properties: Path = (*stray.owner, "Properties")
    anchor = str(stray.path[len(properties)])
    edits = moved(stray.tree, stray.path, properties, way, stray.value, before=anchor)
    return f"Move to {row.to} of the resource", edits


_BY_ROW: Mapping[str, Callable[[StrayProperty, PropertyRow], Steps]] = {
    "attribute": _attribute,
    "map": _map,
    "move-in": _move_in,
    "move-up": _move_up,
    "remove": _remove,
    "rename": _rename,
    "unwrap": _unwrap,
}


def moved(
    tree: Tree,
    path: Path,
    start: Path,
    way: tuple[str, ...],
    value: Tree,
    before: str | None = None,
) -> tuple[Edit, ...]:
    """Edits that move a value to the end of a way; none where something stands there already.

    A key that the way begins with comes before another one.
    """
    target = _inserted(tree, start, way, value, before)
    return () if target is None else (Remove(path), target)


def _inserted(
    tree: Tree, start: Path, way: tuple[str, ...], value: Any, before: str | None
) -> Edit | None:
    here = at(tree, start)
    for depth, name in enumerate(way):
        if not isinstance(here, dict) or not is_plain_mapping(here):
            return None
        if name not in here:
            for inner in reversed(way[depth + 1 :]):
                value = {inner: value}
            anchor = None if depth else before
            return InsertKey((*start, *way[:depth]), name, value, before=anchor)
        here = here[name]
    return None


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
    return Fix(title, (*_replaced(stray, wanted, reshaped),), Safety.SAFE)


def _to_attribute(stray: StrayProperty) -> Fix | None:
    """A property that is an attribute of resources, or the other way round."""
    if stray.path[len(stray.owner)] == "Properties":
        body = at(stray.tree, stray.owner)
        if stray.key in body:
            return None
        edits = (Remove(stray.path), InsertKey(stray.owner, stray.key, stray.value))
        return Fix(f"Move {stray.key} beside Properties", edits, Safety.SAFE)
    way = ("Properties", stray.key)
    moves = moved(stray.tree, stray.path, stray.owner, way, stray.value)
    return Fix(f"Move {stray.key} to Properties", moves, Safety.SAFE) if moves else None


def _into_home(stray: StrayProperty) -> Fix | None:
    """Moves a property, with all that strayed with it, into the one that may hold it."""
    home = stray.home
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

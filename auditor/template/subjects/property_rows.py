"""What rows of the table of misplaced and misnamed properties make of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import dropwhile
from typing import Any

from auditor.data.meant import PropertyRow
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename
from auditor.model.path import Path
from auditor.model.tree import Tree, at
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.resolve import scalar_text
from auditor.template.subjects.stray_property import StrayProperty

Steps = tuple[str, tuple[Edit, ...]]
_NONE: Steps = ("", ())


_SWITCHES = {"enabled": "true", "disabled": "false"}


def _rename(stray: StrayProperty, row: PropertyRow) -> Steps:
    title = f"Rename to {row.to}"
    if row.to in stray.siblings:
        if _plain(stray.siblings[row.to]) != _plain(stray.value):
            return _merge(stray, row)
        return f"Remove {stray.key}, which {row.to} says already", (Remove(stray.path),)
    if stray.is_switch(row.to) and str(stray.value).lower() in _SWITCHES:
        return title, (*replaced(stray, row.to, _plain(stray.value) == "true"),)
    if row.keys and isinstance(stray.value, list):
        return title, (*replaced(stray, row.to, [_with_keys(one, row) for one in stray.value]),)
    if stray.takes(row.to):
        return title, (Rename(stray.path, row.to),)
    is_list = stray.shape[row.to][0] == "l" and row.to not in stray.siblings
    if not is_list or isinstance(stray.value, list) or function_of(stray.value):
        return _NONE
    return f"Put the value into a list in {row.to}", (*replaced(stray, row.to, [stray.value]),)


def _merge(stray: StrayProperty, row: PropertyRow) -> Steps:
    """Moves what a mapping says into the one that is named right, unless both speak of a key."""
    present = stray.siblings[row.to]
    both = (present, stray.value)
    if not all(isinstance(one, dict) and is_plain_mapping(one) for one in both):
        return _NONE
    if not stray.value.keys().isdisjoint(present):
        return _NONE
    place = (*stray.path[:-1], row.to)
    added = (InsertKey(place, key, value) for key, value in stray.value.items())
    return f"Move what it says to {row.to}", (Remove(stray.path), *added)


def _plain(value: Tree) -> Tree:
    """A value, where a switch can be written in words as the boolean that it stands for."""
    text = scalar_text(value)
    return value if text is None else _SWITCHES.get(text.lower(), text)


def _with_keys(item: Tree, row: PropertyRow) -> Tree:
    if not isinstance(item, dict):
        return item
    return {row.keys.get(key, key): value for key, value in item.items()}


def _remove(stray: StrayProperty, _row: PropertyRow) -> Steps:
    return f"Remove {stray.key}", (Remove(_emptied(stray)),)


def _emptied(stray: StrayProperty) -> Path:
    """The path of a property, or of the outermost mapping that would be empty without it."""
    path = stray.path
    held: Mapping[str, Tree] = stray.siblings
    while len(held) == 1 and len(path) > len(stray.owner) + 1 and isinstance(path[-2], str):
        above = at(stray.tree, path[:-2])
        if not is_plain_mapping(above) or path[-2].startswith("Fn::"):
            break
        path, held = path[:-1], above
    return path


def _unwrap(stray: StrayProperty, row: PropertyRow) -> Steps:
    value = stray.value
    if not (isinstance(value, list) and len(value) == 1) or row.to in stray.siblings:
        return _NONE
    return f"Set {row.to} to the one item", (*replaced(stray, row.to, value[0]),)


def _map(stray: StrayProperty, row: PropertyRow) -> Steps:
    if row.to in stray.siblings:
        return _NONE
    if isinstance(stray.value, dict) and is_plain_mapping(stray.value):
        return f"Rename to {row.to}", (Rename(stray.path, row.to),)
    tags = as_mapping(stray.value)
    if tags is None:
        return _NONE
    return f"Write the tags as a mapping in {row.to}", (*replaced(stray, row.to, tags),)


def replaced(stray: StrayProperty, name: str, value: Tree) -> Iterator[Edit]:
    """Edits that put another value under another name in the place of a stray property."""
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
    edits = moved(stray.tree, stray.path, properties, way, stray.value, after=anchor)
    return f"Move to {row.to} of the resource", edits


def _move_to(stray: StrayProperty, row: PropertyRow) -> Steps:
    """Moves a property to the resources that refer to this one by a property."""
    way: tuple[str, ...] = ()
    users = _users(stray, row.to, row.name)
    if not users:
        type_name, _, holder = row.other.partition(".")
        users, way = _users(stray, type_name, row.name, row.other_with), (holder,)
    added: list[Edit] = []
    for name, properties in users.items():
        held = properties.get(way[0], {}) if way else properties
        if isinstance(held, dict) and held.get(stray.key) == stray.value:
            continue
        path = ("Resources", name, "Properties")
        edit = _inserted(stray.tree, path, (*way, stray.key), stray.value, None)
        if edit is None:
            return _NONE
        added.append(edit)
    if not users:
        return _NONE
    title = f"Move to {' and '.join(users)}" if added else f"Remove {stray.key}"
    return title, (Remove(stray.path), *added)


def _users(
    stray: StrayProperty, type_name: str, name: str, needed: str = ""
) -> Mapping[str, dict[str, Tree]]:
    """The properties of the resources of a type that refer to the one of a property."""
    own = {"Ref": str(stray.owner[-1])}
    return {
        logical_id: body["Properties"]
        for logical_id, body in stray.tree["Resources"].items()
        if isinstance(body, dict) and body.get("Type") == type_name
        if isinstance(body.get("Properties"), dict) and body["Properties"].get(name) == own
        if not needed or needed in body["Properties"]
    }


def _own(stray: StrayProperty, row: PropertyRow) -> Steps:
    """Moves a property into a resource of its own, where there is none of its kind yet."""
    logical_id, resources = str(stray.owner[-1]), stray.tree["Resources"]
    kind, own_kind = (name.rpartition(":")[2] for name in (row.to, stray.type.name))
    name = logical_id + kind.removeprefix(own_kind)
    value = stray.value.get(row.inside, stray.value) if isinstance(stray.value, dict) else None
    bodies = [body for body in resources.values() if isinstance(body, dict)]
    is_there = any(body.get("Type") == row.to for body in bodies)
    if not isinstance(value, dict) or is_there or name in resources or len(stray.owner) > len("ab"):
        return _NONE
    body: dict[str, Tree] = {"Type": row.to}
    if "Condition" in resources[logical_id]:
        body["Condition"] = resources[logical_id]["Condition"]
    body["Properties"] = {row.name: {"Ref": logical_id}, row.inside: value}
    following = list(dropwhile(lambda one: one != logical_id, resources))[1:2]
    anchor = following[0] if following else logical_id
    edits = (Remove(_emptied(stray)), InsertKey(("Resources",), name, body, before=anchor))
    return f"Move to an {row.to} of its own", edits


BY_ROW: Mapping[str, Callable[[StrayProperty, PropertyRow], Steps]] = {
    "attribute": _attribute,
    "map": _map,
    "move-in": _move_in,
    "move-to": _move_to,
    "move-up": _move_up,
    "own": _own,
    "remove": _remove,
    "rename": _rename,
    "unwrap": _unwrap,
}
"""What each kind of row makes of a property: a title, and edits where it can."""


def moved(
    tree: Tree,
    path: Path,
    start: Path,
    way: tuple[str, ...],
    value: Tree,
    after: str | None = None,
) -> tuple[Edit, ...]:
    """Edits that move a value to the end of a way; none where something stands there already.

    A key that the way begins with comes after another one.
    """
    target = _inserted(tree, start, way, value, after)
    return () if target is None else (Remove(path), target)


def _inserted(
    tree: Tree, start: Path, way: tuple[str, ...], value: Any, after: str | None
) -> Edit | None:
    here = at(tree, start)
    for depth, name in enumerate(way):
        if not isinstance(here, dict) or not is_plain_mapping(here):
            return None
        if name not in here:
            for inner in reversed(way[depth + 1 :]):
                value = {inner: value}
            anchor = None if depth else after
            return InsertKey((*start, *way[:depth]), name, value, after=anchor)
        here = here[name]
    return None

"""What a fix would leave behind that nothing needs any more, so that it goes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, SetValue
from auditor.model.path import Path, is_within
from auditor.model.tree import Missing, Tree, at, same
from auditor.template.mentions import MapLookup, Mention, mentions_in
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template

_NO_VALUE = {"Ref": "AWS::NoValue"}
_ROLE = "AWS::IAM::Role"
_CONNECTOR = "AWS::Serverless::Connector"
_DECLARING = {"Conditions": "condition", "Mappings": "mapping", "Parameters": "parameter"}
_READ = ("Conditions", "Globals", "Mappings", "Outputs", "Parameters", "Resources")
"""Sections whose mentions are known; in all others a name may be spoken of in any form."""


class Leftover(Struct, frozen=True):
    """Something that only what a fix removes has used, by its path and in words."""

    path: Path
    label: str


def collapsed(tree: Tree, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits, where an `Fn::If` whose branches become the same gives way to the branch."""
    return tuple(_collapsed(tree, edit) if len(edits) == 1 else edit for edit in edits)


def _collapsed(tree: Tree, edit: Edit) -> Edit:
    while (
        isinstance(edit, SetValue) and edit.path[-2:-1] == ("Fn::If",) and edit.path[-1] in (1, 2)
    ):
        holder = edit.path[:-2]
        try:
            other = at(tree, (*edit.path[:-1], 3 - int(edit.path[-1])))
        except Missing:
            return edit
        if not same(other, edit.value):
            return edit
        if edit.value == _NO_VALUE and holder[-2:-1] != ("Fn::If",):
            return Remove(holder)
        edit = SetValue(holder, edit.value)
    return edit


def leftovers(template: Template, edits: Sequence[Edit]) -> tuple[Leftover, ...]:
    """What only the removed values have used: conditions, mappings, parameters, unnamed roles.

    Nothing where a macro may read names that are not known here.
    """
    if template.is_open or not template.shows_all_resources:
        return ()
    uses = template.once(_uses)
    added = {name for edit in edits for name in _names(_value_of(edit))}
    gone = [edit.path for edit in edits if isinstance(edit, Remove | SetValue)]
    found: dict[Path, Leftover] = {}
    waiting = list(gone)
    while waiting:
        path = waiting.pop()
        for name in _names_below(template.tree, path):
            own = None if name in added else _declared(template, name, path)
            is_gone = all(any(is_within(use, one) for one in gone) for use in uses.get(name, ()))
            if own is not None and own.path not in found and is_gone:
                found[own.path] = own
                gone.append(own.path)
                waiting.append(own.path)
    return tuple(found.values())


def _value_of(edit: Edit) -> Tree:
    return edit.value if isinstance(edit, InsertItem | InsertKey | SetValue) else None


def _names(value: Tree) -> Iterator[str]:
    for mention in mentions_in(value, ()):
        yield from _named(mention)


def _named(mention: Mention | MapLookup) -> Iterator[str]:
    if isinstance(mention, Mention):
        yield mention.name
    elif mention.arguments and isinstance(mention.arguments[0], str):
        yield mention.arguments[0]


def _names_below(tree: Tree, path: Path) -> list[str]:
    """The names that are mentioned in what stands at a path; a condition also names others."""
    try:
        value = at(tree, path)
    except Missing:
        return []
    names = list(_names(value))
    if path[0] == "Conditions" or len(path) == 2:
        names += _conditions_in(value)
    return list(dict.fromkeys(names))


def _conditions_in(value: Tree) -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "Condition" and isinstance(entry, str):
                yield entry
            else:
                yield from _conditions_in(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _conditions_in(entry)


def _declared(template: Template, name: str, remover: Path) -> Leftover | None:
    """What a name is declared as, where it can go once nothing uses it."""
    for section, label in _DECLARING.items():
        declared = template.tree.get(section)
        if isinstance(declared, dict) and name in declared:
            return Leftover((section, name), f"{label} '{name}'")
    resource = template.resources.get(name)
    if resource is None or resource.type != _ROLE or len(remover) != 2:
        return None
    is_named = "RoleName" in resource.body.get("Properties", {})
    is_kept = is_named or "DeletionPolicy" in resource.body
    return None if is_kept else Leftover(resource.path, f"role '{name}'")


def _uses(template: Template) -> dict[str, list[Path]]:
    """Where each name is used: as an intrinsic function does, or as any word elsewhere."""
    found: dict[str, list[Path]] = {}
    for mention in template.once(Usage).all:
        for name in _named(mention):
            found.setdefault(name, []).append(mention.path)
    elsewhere: dict[Path, Tree] = {
        (section,): value for section, value in template.tree.items() if section not in _READ
    }
    for resource in template.resources.values():
        if resource.type == _CONNECTOR or "Connectors" in resource.body:
            # a connector names resources without any intrinsic function
            elsewhere[resource.path] = resource.body
    for path, value in elsewhere.items():
        for word in _words(value):
            found.setdefault(word, []).append(path)
    return found


def _words(value: Tree) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.replace("$", " ").replace("{", " ").replace("}", " ").split()
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from _words(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _words(entry)

"""The classes of resources in the versions of the provider that come into question."""

from __future__ import annotations

from auditor.data.pulumi_classes import NATIVE, ResourceClass, class_of
from auditor.programs.values import Item, Made, Unknown


def classes_of(made: Made, majors: frozenset[str]) -> dict[str, ResourceClass]:
    """The class of a resource in each version that comes into question, the newest first.

    Empty where a version has no such class: nothing is known of the resource then.
    """
    versions = (NATIVE,) if made.provider == "native" else sorted(majors, reverse=True)
    kinds = {version: class_of(version, made.kind.name) for version in versions}
    known = {version: kind for version, kind in kinds.items() if kind is not None}
    return known if len(known) == len(kinds) else {}


def taken(made: Made, majors: frozenset[str]) -> dict[str, Item]:
    """The arguments of a resource, without those that its class does not take, which are ignored.

    What one version takes and another one does not is unknown.
    """
    kinds = classes_of(made, majors).values()
    found: dict[str, Item] = {}
    for name, item in made.arguments.items.items():
        takes = [name in kind.arguments or name in kind.arguments.values() for kind in kinds]
        if all(takes):
            found[name] = item
        elif any(takes):
            found[name] = Item(Unknown(why="version"), item.entry, item.file)
    return found

"""Edits that put a new resource, or a new order of creation, into a template."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, SetValue
from auditor.model.tree import Tree
from auditor.template.habits import order_habits
from auditor.template.references import references
from auditor.template.template import Resource, Template


def new_resource(logical_id: str, body: Tree, *, behind: Resource) -> Edit:
    """Declares a resource right behind the one that it serves, where most authors have it."""
    return InsertKey(("Resources",), logical_id, body, after=behind.logical_id)


def resource_before(logical_id: str, body: Tree, *, following: Resource) -> Edit:
    """Declares a resource right before one that waits for it."""
    return InsertKey(("Resources",), logical_id, body, before=following.logical_id)


def wait_for(resource: Resource, *logical_ids: str) -> tuple[Edit, ...] | None:
    """Makes a resource depend on others; None where `DependsOn` is not written plainly.

    None, too, where one of them may be missing when the resource is there.
    """
    known = resource.template.resources
    if any(one in known and not is_there_with(known[one], resource) for one in logical_ids):
        return None
    present = resource.body.get("DependsOn", [])
    path = (*resource.path, "DependsOn")
    listed = [present] if isinstance(present, str) else present
    if not isinstance(listed, list):
        return None
    added = [logical_id for logical_id in dict.fromkeys(logical_ids) if logical_id not in listed]
    if not added:
        return ()
    if "DependsOn" not in resource.body:
        habits = resource.template.once(order_habits)
        value = added[0] if len(added) == 1 and not habits.as_list else added
        before, after = habits.place(resource)
        return (InsertKey(resource.path, "DependsOn", value, before, after),)
    if isinstance(present, str):
        return (SetValue(path, [present, *added]),)
    return tuple(InsertItem(path, len(present), logical_id) for logical_id in added)


def is_there_with(resource: Resource, other: Resource) -> bool:
    """Whether a resource is created whenever another one is."""
    template = resource.template
    return all(
        not template.can_hold(other.when | {(condition, not holds)})
        for condition, holds in resource.when
    )


def without(resource: Resource) -> tuple[Edit, ...] | None:
    """Takes a resource away, and what waits for it no longer does; None where it is referred to."""
    template, logical_id = resource.template, resource.logical_id
    sections = {name: value for name, value in template.tree.items() if name != "Resources"}
    if any(mention.target == logical_id for mention in references(sections, ())):
        return None
    edits: list[Edit] = [Remove(resource.path)]
    for other in template.resources.values():
        mentions = [mention for mention in other.references if mention.target == logical_id]
        if other is resource or not mentions:
            continue
        if any(mention.function != "DependsOn" for mention in mentions):
            return None
        present = other.body.get("DependsOn")
        is_all = isinstance(present, list) and len(present) == len(mentions)
        places = [(*other.path, "DependsOn")] if is_all else [it.path for it in mentions]
        edits += (Remove(place) for place in places)
    return tuple(edits)


def waits_for_any(template: Template, value: Tree, logical_id: str) -> bool:
    """Whether a new resource with this value would be created after a resource that exists."""
    targets = {reference.target for reference in references(value, ())}
    return logical_id in targets or any(
        template.resources[target].waits_for(logical_id)
        for target in targets
        if target in template.resources
    )


def custom_resources(function: Resource) -> Iterator[Resource]:
    """The custom resources that CloudFormation runs a function for, while it makes the stack."""
    yield from function.template.once(_by_service_token).get(function.logical_id, ())


def _by_service_token(template: Template) -> dict[str, list[Resource]]:
    """The custom resources by what their `ServiceToken` names."""
    found: dict[str, list[Resource]] = {}
    for resource in template.resources.values():
        tokens = (mention for mention in resource.references if "ServiceToken" in mention.path)
        for target in {token.target for token in tokens}:
            found.setdefault(target, []).append(resource)
    return found

"""Edits that put a new resource, or a new order of creation, into a template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, SetValue
from auditor.model.tree import Tree
from auditor.template.habits import order_habits
from auditor.template.references import Reference, references
from auditor.template.template import Resource, Template


def new_resource(logical_id: str, body: Tree, *, behind: Resource) -> Edit:
    """Declares a resource right after the one that it serves, where most authors have it."""
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


def without(resource: Resource, *, hand_on: bool = False) -> tuple[Edit, ...] | None:
    """Takes a resource away, and what waits for it no longer does; None where it is referred to.

    With `hand_on` what waits for it then waits for what it waited for.
    """
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
        edits.append(_waiting_without(other, resource, resource.references if hand_on else ()))
    return tuple(edits)


def _waiting_without(other: Resource, resource: Resource, handed: Sequence[Reference]) -> Edit:
    """Makes a resource wait for others than one that goes."""
    present = other.body["DependsOn"]
    listed = [present] if isinstance(present, str) else present
    known = {mention.target for mention in other.references} - {resource.logical_id}
    inherited = [
        target
        for target in dict.fromkeys(mention.target for mention in handed)
        if target in other.template.resources
        and target not in known
        and is_there_with(other.template.resources[target], other)
    ]
    kept = [one for one in listed if one != resource.logical_id]
    path = (*other.path, "DependsOn")
    if not (kept or inherited):
        return Remove(path)
    if not inherited and len(listed) - len(kept) == 1:
        return Remove((*path, listed.index(resource.logical_id)))
    both = [*kept, *inherited]
    return SetValue(path, both[0] if isinstance(present, str) and len(both) == 1 else both)


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

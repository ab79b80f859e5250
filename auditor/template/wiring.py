"""Edits that put a new resource, or a new order of creation, into a template."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, SetValue
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.references import references
from auditor.template.template import Resource, Template

_LOG_GROUP = "AWS::Logs::LogGroup"


class NewLogGroup(Struct, frozen=True):
    """A log group that is to be declared: its logical ID, and the edits that declare it."""

    logical_id: str
    edits: tuple[Edit, ...]


def new_resource(logical_id: str, body: Tree, *, behind: Resource) -> Edit:
    """Declares a resource right behind the one that it serves, where most authors have it."""
    return InsertKey(("Resources",), logical_id, body, after=behind.logical_id)


def resource_before(logical_id: str, body: Tree, *, next: Resource) -> Edit:
    """Declares a resource right before one that waits for it."""
    return InsertKey(("Resources",), logical_id, body, before=next.logical_id)


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
        habits = resource.template.order_habits
        value = added[0] if len(added) == 1 and not habits.as_list else added
        before, after = habits.place(resource.body)
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


def log_group(function: Resource, name: Tree) -> NewLogGroup | None:
    """A log group of this name for a function, created before anything can run the function.

    The function waits for the group. Where the name is made of the function's, the custom
    resources that run it do: everything else runs it by chance. None where the order cannot be
    written.
    """
    template = function.template
    logical_id = template.free_name(f"{function.logical_id}LogGroup")
    edits: list[Edit] = [new_resource(logical_id, _body(function, name), near=function)]
    is_behind = waits_for_any(template, name, function.logical_id)
    for resource in custom_resources(function) if is_behind else (function,):
        order = wait_for(resource, logical_id)
        if order is None or waits_for_any(template, name, resource.logical_id):
            return None
        edits += order
    return NewLogGroup(logical_id, tuple(edits))


def _body(function: Resource, name: Tree) -> Tree:
    condition = {} if function.condition is None else {"Condition": function.condition}
    properties = {"LogGroupName": name, "RetentionInDays": _retention(function.template)}
    return {"Type": _LOG_GROUP, **condition, "Properties": properties}


def _retention(template: Template) -> Tree:
    """The retention that the template's other groups agree on, else that of the settings."""
    wishes: list[Tree] = []
    for group in template.of_type(_LOG_GROUP):
        properties = group.body.get("Properties")
        if isinstance(properties, dict) and is_plain_mapping(properties):
            wish = properties.get("RetentionInDays")
            wishes += [] if wish in (None, {"Ref": "AWS::NoValue"}) else [wish]
    is_free = not any(
        reference.target in template.resources for reference in references(wishes, ())
    )
    if wishes and is_free and all(wish == wishes[0] for wish in wishes):
        return wishes[0]
    return template.settings.log_retention_days


def custom_resources(function: Resource) -> Iterator[Resource]:
    """The custom resources that CloudFormation runs a function for, while it makes the stack."""
    for resource in function.template.resources.values():
        tokens = (mention for mention in resource.references if "ServiceToken" in mention.path)
        if any(token.target == function.logical_id for token in tokens):
            yield resource

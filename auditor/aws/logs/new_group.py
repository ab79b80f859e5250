"""Log groups that a fix declares: their place, their retention, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.lambda_.function import LOG_GROUP_PREFIX, LambdaFunction
from auditor.model.edit import Edit
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.wiring import (
    custom_resources,
    new_resource,
    resource_before,
    wait_for,
    waits_for_any,
)

_LOG_GROUP = "AWS::Logs::LogGroup"


class NewLogGroup(Struct, frozen=True):
    """A log group that is to be declared: its logical ID, and the edits that declare it."""

    logical_id: str
    edits: tuple[Edit, ...]


class _Habits(Struct, frozen=True):
    """Where the other groups stand: all together, up to the `last`, or by their functions."""

    last: Resource | None
    is_behind: bool


def log_group(function: Resource, name: Tree) -> NewLogGroup | None:
    """A log group of this name for a function, created before anything can run the function.

    The function waits for the group. Where the name is made of the function's, the custom
    resources that run it do: everything else runs it by chance. None where the order cannot be
    written.
    """
    template = function.template
    logical_id = template.free_name(f"{function.logical_id}LogGroup")
    edits: list[Edit] = [_declared(logical_id, _body(function, name), function)]
    is_later = waits_for_any(template, name, function.logical_id)
    for resource in custom_resources(function) if is_later else (function,):
        order = wait_for(resource, logical_id)
        if order is None or waits_for_any(template, name, resource.logical_id):
            return None
        edits += order
    return NewLogGroup(logical_id, tuple(edits))


def _declared(logical_id: str, body: Tree, function: Resource) -> Edit:
    habits = function.template.once(_habits)
    if habits.last is not None:
        return new_resource(logical_id, body, behind=habits.last)
    if habits.is_behind:
        return new_resource(logical_id, body, behind=function)
    return resource_before(logical_id, body, following=function)


def _habits(template: Template) -> _Habits:
    """The habits of a template; before the function where it shows none.

    In 500 templates that were deployed, 75 groups stand behind their function and 71 before it.
    """
    order = {logical_id: number for number, logical_id in enumerate(template.resources)}
    groups = list(template.of_type(_LOG_GROUP))
    numbers = [order[group.logical_id] for group in groups]
    if len(groups) > 1 and numbers[-1] - numbers[0] == len(groups) - 1:
        return _Habits(groups[-1], is_behind=False)
    sides = [order[group] > order[function] for group, function in _served(template, groups)]
    return _Habits(None, is_behind=sum(sides) * 2 > len(sides))


def _served(template: Template, groups: list[Resource]) -> Iterator[tuple[str, str]]:
    """The logical IDs of groups with those of their functions."""
    functions = {function.logical_id: function for function in LambdaFunction.find(template)}
    waiting = {
        mention.target: logical_id
        for logical_id, function in functions.items()
        for mention in function.resource.references
    }
    named = {_text(function.resource, "FunctionName"): id for id, function in functions.items()}
    for group in groups:
        targets = [mention.target for mention in group.references if mention.target in functions]
        name = _text(group, "LogGroupName")
        owner = targets[0] if targets else waiting.get(group.logical_id)
        if owner is None and name is not None:
            owner = named.get(name.removeprefix(LOG_GROUP_PREFIX))
        if owner is not None:
            yield group.logical_id, owner


def _text(resource: Resource, property: str) -> str | None:
    properties = resource.body.get("Properties")
    value = properties.get(property) if isinstance(properties, dict) else None
    return value if isinstance(value, str) else None


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

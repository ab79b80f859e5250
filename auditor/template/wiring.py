"""Edits that put a new resource, or a new order of creation, into a template."""

from __future__ import annotations

from auditor.model.edit import Edit, InsertItem, InsertKey, SetValue
from auditor.model.tree import Tree
from auditor.template.references import references
from auditor.template.template import Resource, Template


def new_resource(logical_id: str, body: Tree, *, near: Resource) -> Edit:
    """Declares a resource right before another one."""
    return InsertKey(("Resources",), logical_id, body, before=near.logical_id)


def wait_for(resource: Resource, logical_id: str) -> Edit | None:
    """Makes a resource depend on another one; None where `DependsOn` is not written plainly."""
    present = resource.body.get("DependsOn")
    path = (*resource.path, "DependsOn")
    if present is None and "DependsOn" not in resource.body:
        return InsertKey(resource.path, "DependsOn", logical_id, after="Type")
    if isinstance(present, str):
        return SetValue(path, [present, logical_id])
    if isinstance(present, list):
        return InsertItem(path, len(present), logical_id)
    return None


def waits_for_any(template: Template, value: Tree, logical_id: str) -> bool:
    """Whether a new resource with this value would be created after a resource that exists."""
    targets = {reference.target for reference in references(value, ())}
    return logical_id in targets or any(
        template.resources[target].waits_for(logical_id)
        for target in targets
        if target in template.resources
    )


def log_group(template: Template, name: Tree) -> Tree:
    """The body of a log group with the retention that the settings ask for."""
    days = template.settings.log_retention_days
    properties = {"LogGroupName": name, "RetentionInDays": days}
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties}

"""Edits by which a resource is created only where a parameter says so."""

from __future__ import annotations

from auditor.model.edit import Edit, InsertKey
from auditor.model.tree import Tree
from auditor.template.references import references
from auditor.template.template import Resource, Template


def made_optional(resource: Resource) -> tuple[Edit, ...] | None:
    """A parameter, `true` by default, and a condition for a resource.

    None where it has a condition, or where something else refers to it and would miss it.
    """
    template = resource.template
    sections = {name: value for name, value in template.tree.items() if name != "Resources"}
    others = [
        found
        for other in template.resources.values()
        if other is not resource
        for found in other.references
    ]
    named = (*others, *references(sections, ()))
    is_used = any(found.target == resource.logical_id for found in named)
    if "Condition" in resource.body or is_used:
        return None
    parameter = template.free_name(f"Create{resource.logical_id}")
    condition = template.free_name(f"Creates{resource.logical_id}")
    declared: Tree = {"Type": "String", "AllowedValues": ["true", "false"], "Default": "true"}
    test: Tree = {"Fn::Equals": [{"Ref": parameter}, "true"]}
    added = (
        _in_section(template, "Parameters", parameter, declared),
        _in_section(template, "Conditions", condition, test),
    )
    if None in added:
        return None
    own = InsertKey(resource.path, "Condition", condition, after="Type")
    return (*(edit for edit in added if edit is not None), own)


def _in_section(template: Template, section: str, name: str, value: Tree) -> Edit | None:
    content = template.tree.get(section)
    if section not in template.tree:
        return InsertKey((), section, {name: value}, before="Resources")
    return InsertKey((section,), name, value) if isinstance(content, dict) else None

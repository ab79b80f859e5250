"""What edits do to a stack that is deployed already, by the resource schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from auditor.data.resource_types import ResourceType, resource_type
from auditor.model.edit import (
    Change,
    CommentEdit,
    Edit,
    InsertKey,
    Remove,
    Rename,
    ReplaceInFile,
    SetValue,
)
from auditor.model.finding import OnUpdate
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.mentions import MapLookup
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template

_SAM = "AWS::Serverless::"
_CUSTOM = "AWS::CloudFormation::CustomResource"
"""CloudFormation never updates the service token of one:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html"""
_ATTRIBUTES = {
    **dict.fromkeys(("DependsOn", "Metadata", "DeletionPolicy"), OnUpdate.NOTHING),
    **dict.fromkeys(("UpdateReplacePolicy", "UpdatePolicy", "CreationPolicy"), OnUpdate.NOTHING),
    "Type": OnUpdate.REPLACEMENT,
}
"""What another value of an attribute does, beside those of `Properties`."""


def on_update(template: Template | None, changes: Sequence[Change]) -> OnUpdate:
    """The worst of what changes do; what nobody knows of one of them is not known of all."""
    found = [_Update(template, changes).of(change) for change in changes]
    worst = max(found, default=OnUpdate.NOTHING)
    return OnUpdate.UNKNOWN if OnUpdate.UNKNOWN in found and worst.is_harmless else worst


class _Update:
    """An update of a stack with changes that are made together."""

    def __init__(self, template: Template | None, changes: Sequence[Change]) -> None:
        self._template = template
        self._changes = changes

    def of(self, change: Change) -> OnUpdate:
        """What one of the changes does."""
        if isinstance(change, CommentEdit):
            return OnUpdate.NOTHING
        if isinstance(change, ReplaceInFile):
            return OnUpdate.IN_PLACE
        place = (*change.path, change.key) if isinstance(change, InsertKey) else change.path
        section = str(place[0]) if place else ""
        known = _SECTIONS.get(section)
        if known is None or self._template is None:
            return OnUpdate.UNKNOWN
        return known(self, change, place[1:])

    def resources(self, change: Edit, place: Path) -> OnUpdate:
        """An edit of a resource, or of something in it."""
        match place:
            case (_,):
                return _of_resource(change)
            case (str(logical_id), "Properties", *below):
                body = self._body(logical_id)
                return self._of_edit(change, tuple(below), str(body.get("Type")), body)
            case (_, str(attribute), *_):
                return _ATTRIBUTES.get(attribute, OnUpdate.UNKNOWN)
        return OnUpdate.UNKNOWN

    def shared(self, change: Edit, place: Path) -> OnUpdate:
        """An edit of properties in `Globals` of SAM."""
        return self._of_edit(change, place[1:], f"{_SAM}{place[0] if place else ''}", {})

    def parameters(self, change: Edit, place: Path) -> OnUpdate:
        """A command that passes a parameter which is gone, or none for a new one, is refused."""
        match change:
            case InsertKey(path=("Parameters",), value=dict(body)) if "Default" in body:
                return OnUpdate.NOTHING
            case InsertKey(path=("Parameters",)) | Rename():
                return OnUpdate.MAY_FAIL
            case Remove() if len(place) <= 1:
                return OnUpdate.MAY_FAIL
        if place[1:] == ("Default",) and not isinstance(change, Remove):
            return self.mappings(change, place)
        return OnUpdate.UNKNOWN

    def mappings(self, change: Edit, place: Path) -> OnUpdate:
        """What another value of a mapping, or a parameter, does where it is used."""
        if isinstance(change, InsertKey):
            return OnUpdate.NOTHING
        found = [self._of_use(path) for path in self._uses(str(place[0]) if place else "")]
        return OnUpdate.UNKNOWN if OnUpdate.UNKNOWN in found else max(found, default=_NOTHING)

    def conditions(self, change: Edit, place: Path) -> OnUpdate:
        """A condition that nothing uses decides nothing."""
        is_whole = len(place) <= 1 and isinstance(change, InsertKey | Remove)
        return OnUpdate.NOTHING if is_whole else OnUpdate.UNKNOWN

    def outputs(self, change: Edit, place: Path) -> OnUpdate:
        """An exported value that another stack imports can be neither changed nor removed."""
        outputs = self._template.tree.get("Outputs") if self._template else None
        output = outputs.get(place[0]) if isinstance(outputs, dict) and place else None
        is_exported = isinstance(output, dict) and "Export" in output
        is_new = isinstance(change, InsertKey)
        return OnUpdate.MAY_FAIL if is_exported and not is_new else OnUpdate.NOTHING

    def nothing(self, change: Edit, place: Path) -> OnUpdate:  # noqa: ARG002 (one of a table)
        """An edit in a section that no resource is made of."""
        return OnUpdate.NOTHING

    def _body(self, logical_id: str) -> Mapping[str, Tree]:
        resource = None if self._template is None else self._template.resources.get(logical_id)
        return {} if resource is None else resource.body

    def _uses(self, name: str) -> list[Path]:
        if self._template is None:
            return []
        return [
            use.path
            for use in self._template.once(Usage).all
            if name in (use.arguments[:1] if isinstance(use, MapLookup) else (use.name,))
        ]

    def _of_use(self, path: Path) -> OnUpdate:
        match path:
            case ("Resources", str(logical_id), "Properties", *below):
                type_name = str(self._body(logical_id).get("Type"))
                return self._of_property(type_name, [tuple(below)], {})
            case ("Outputs", *_):
                return OnUpdate.NOTHING
        return OnUpdate.UNKNOWN

    def _of_edit(
        self, change: Edit, below: Path, type_name: str, body: Mapping[str, Tree]
    ) -> OnUpdate:
        ways = [below]
        if isinstance(change, Rename):
            ways.append((*below[:-1], change.key))
        elif not below and isinstance(change, InsertKey | SetValue):
            ways = [(key,) for key in change.value] if isinstance(change.value, dict) else ways
        return self._of_property(type_name, ways, body)

    def _of_property(
        self, type_name: str, ways: Sequence[Path], body: Mapping[str, Tree]
    ) -> OnUpdate:
        """What other values of properties do, which paths from `Properties` lead to."""
        kind = resource_type(type_name)
        if type_name.startswith("Custom::") or type_name == _CUSTOM:
            # what else it does with its properties its function decides
            is_token = any(way[:1] in ((), ("ServiceToken",)) for way in ways)
            return OnUpdate.MAY_FAIL if is_token else OnUpdate.UNKNOWN
        if kind is None:
            return OnUpdate.UNKNOWN
        pointers = [pointer.split(".") for pointer in kind.create_only]
        if not any(_meets(_steps(way), pointer) for way in ways for pointer in pointers):
            return OnUpdate.IN_PLACE
        return OnUpdate.MAY_FAIL if self._keeps_its_name(kind, body) else OnUpdate.REPLACEMENT

    def _keeps_its_name(self, kind: ResourceType, body: Mapping[str, Tree]) -> bool:
        """Whether the author named a resource, and the changes leave the name.

        CloudFormation creates the new resource before it deletes the old one, so that it cannot
        replace one that has a name of its own.
        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
        """
        properties = body.get("Properties")
        if not kind.identifier or not isinstance(properties, dict):
            return False
        edits = [change for change in self._changes if isinstance(change, Edit)]
        touched = {step for edit in edits for step in edit.path[3:4]}
        touched |= {edit.key for edit in edits if isinstance(edit, InsertKey | Rename)}
        return properties.keys() >= {*kind.identifier} and touched.isdisjoint(kind.identifier)


_NOTHING = OnUpdate.NOTHING
_SECTIONS: dict[str, Callable[[_Update, Edit, Path], OnUpdate]] = {
    "AWSTemplateFormatVersion": _Update.nothing,
    "Conditions": _Update.conditions,
    "Description": _Update.nothing,
    "Globals": _Update.shared,
    "Mappings": _Update.mappings,
    "Metadata": _Update.nothing,
    "Outputs": _Update.outputs,
    "Parameters": _Update.parameters,
    "Resources": _Update.resources,
}
"""Sections with what answers for an edit in them; in all others nobody knows."""


def _of_resource(change: Edit) -> OnUpdate:
    match change:
        case InsertKey(value=dict(body)):
            kind = resource_type(str(body.get("Type")))
            given = body.get("Properties")
            names = kind.identifier if kind else ()
            # Somebody, or the service itself, may have created what has this name.
            is_named = names and isinstance(given, dict) and given.keys() >= {*names}
            return OnUpdate.MAY_FAIL if is_named else OnUpdate.IN_PLACE
        case Remove():
            return OnUpdate.REMOVAL
        case Rename():
            return OnUpdate.REPLACEMENT
    return OnUpdate.UNKNOWN


def _steps(below: Path) -> tuple[str, ...]:
    """The way to a property without the branches of `Fn::If`, up to any other function."""
    steps: list[str] = []
    is_branch = False
    for step in below:
        if is_branch:
            is_branch = False
        elif step == "Fn::If":
            is_branch = True
        elif step == "Ref" or (isinstance(step, str) and step.startswith("Fn::")):
            break
        else:
            steps.append("*" if isinstance(step, int) else step)
    return tuple(steps)


def _meets(steps: Sequence[str], pointer: Sequence[str]) -> bool:
    """Whether one of two ways leads to, or through, what the other one leads to."""
    return all(
        one == other or "*" in (one, other) for one, other in zip(steps, pointer, strict=False)
    )

"""Names that two things cannot both have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from auditor.data.resource_schemas import schema_of
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import ALWAYS, When

_SHARED = frozenset(
    {
        "AWS::CloudFormation::CustomResource",
        "AWS::Events::Rule",
        "AWS::IAM::Policy",
        "AWS::Route53::RecordSet",
    }
)
"""Types whose names are those of several resources: rules of two buses, policies of two roles."""


class NameClash(Struct, frozen=True):
    """A name at a path that another resource has, or a key that another tag has."""

    at: Path
    name: str
    logical_id: str
    first_id: str
    when: When = ALWAYS
    is_repeated: bool = False
    keys: tuple[str, ...] = ()
    """The properties that both have in common, where these are no names."""

    @classmethod
    def find(cls, template: Template) -> Iterator[NameClash]:
        """All clashes of a template, none where a macro may rewrite it."""
        if template.is_open:
            return
        names: dict[tuple[str, str], list[tuple[Resource, _Name]]] = {}
        for resource in template.resources.values():
            if resource.is_module:
                continue
            tags = _written(resource, "Tags")
            if isinstance(tags, list):
                yield from _repeated(resource, tags)
            is_alone = len(template.by_type[resource.type]) == 1
            found = None if is_alone else _together(resource) or _name(resource)
            if found is None:
                continue
            earlier = names.setdefault((resource.type, found.text), [])
            for other, name in _owner(resource, found) or earlier[:1]:
                both = found.when | name.when | resource.when | other.when
                origin = template.program
                is_refused = origin is None or origin.upholds(found.path, "unique", found.text)
                if is_refused and template.can_hold(both):
                    yield cls(
                        at=found.path,
                        name=found.text,
                        logical_id=resource.logical_id,
                        first_id=other.logical_id,
                        when=both,
                        keys=found.keys,
                    )
            earlier.append((resource, found))


class _Name(Struct, frozen=True):
    """A name, or the expression that makes it, whose value is the same wherever it stands."""

    text: str
    path: Path
    when: When
    keys: tuple[str, ...] = ()


def _together(resource: Resource) -> _Name | None:
    """The properties that no other resource of the type can have in common with this one.

    The same expression gives the same value wherever it stands, but for those of a loop.
    """
    from auditor.data.unique_together import unique_together

    row = unique_together().get(resource.type)
    properties = resource.body.get("Properties")
    if row is None or not isinstance(properties, dict) or not resource.logical_id.isalnum():
        return None
    if row.having and not _is_sure(properties.get(row.having)):
        return None
    texts: list[str] = []
    for key in row.keys:
        value = properties.get(key, row.defaults.get(key))
        if value is None or function_of(value) == ("Ref", "AWS::NoValue"):
            return None
        texts.append(scalar_text(value) or repr(value))
    place = next((key for key in reversed(row.keys) if key in properties), row.keys[-1])
    path = (*resource.path, "Properties", place)
    return _Name("\n".join(texts), path, ALWAYS, row.keys)


def _is_sure(value: Tree) -> bool:
    """Whether a property has a value in every deployment."""
    call = function_of(value)
    is_open = call is not None and (call[0] == "Fn::If" or call == ("Ref", "AWS::NoValue"))
    return value is not None and not is_open


def _name(resource: Resource) -> _Name | None:
    """The name that a resource is given, which alone identifies it."""
    schema = schema_of(resource.type)
    if schema is None or resource.type in _SHARED:
        return None
    identifier = schema.get("primaryIdentifier", ())
    if len(identifier) != 1 or "Name" not in identifier[0] or "/" in identifier[0]:
        return None
    case = resource.case(identifier[0])
    if case is not None and case.certain and case.text is not None:
        return _Name(case.text, case.path, case.when)
    call = function_of(_written(resource, identifier[0]))
    is_of_a_loop = not resource.logical_id.isalnum()
    if call is None or not isinstance(call[1], str) or is_of_a_loop:
        return None
    path = (*resource.path, "Properties", identifier[0])
    if call[0] == "Ref" and call[1] != "AWS::NoValue":
        return _Name(f"${{{call[1]}}}", path, ALWAYS)
    return _Name(call[1], path, ALWAYS) if call[0] == "Fn::Sub" else None


def _owner(resource: Resource, found: _Name) -> list[tuple[Resource, _Name]]:
    """The other resource of the type whose name a reference returns, where the name is no more."""
    other = resource.template.resources.get(found.text[2:-1])
    if other is None or other is resource or other.type != resource.type:
        return []
    from auditor.data.return_values import returned

    reference = returned(resource.type)
    is_its_name = reference is not None and reference.ref == "name"
    if not is_its_name or found.text != f"${{{other.logical_id}}}":
        return []
    return [(other, _Name(found.text, other.path, ALWAYS))]


def _written(resource: Resource, name: str) -> Tree:
    """A property as it is written, None where it is not."""
    properties = resource.body.get("Properties")
    return properties.get(name) if isinstance(properties, dict) else None


def _repeated(resource: Resource, tags: list[Tree]) -> Iterator[NameClash]:
    """Keys that several tags have."""
    seen: dict[str, Any] = {}
    for index, tag in enumerate(tags):
        key = tag.get("Key") if isinstance(tag, dict) else None
        if not isinstance(key, str):
            continue
        if key in seen:
            yield NameClash(
                at=(*resource.path, "Properties", "Tags", index),
                name=key,
                logical_id=resource.logical_id,
                first_id=resource.logical_id,
                when=resource.when,
                is_repeated=tag == seen[key],
            )
        else:
            seen[key] = tag

"""Resources of REST APIs: the parts of paths, and which of them stand in each other's way.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.names import Name
from auditor.template.template import Resource, Template

_RESOURCE = "AWS::ApiGateway::Resource"


class PathPart(Struct, frozen=True):
    """A resource of a REST API with its parent and the part of the path that it adds."""

    resource: Resource
    parent: Name
    part: Name

    types: ClassVar[tuple[str, ...]] = (_RESOURCE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[PathPart]:
        """All of a template whose parts and parents are written once."""
        for resource in template.of_type(_RESOURCE):
            names = [_only(resource, key) for key in ("ParentId", "PathPart")]
            parent, part = names
            if parent and part:
                yield cls(resource, parent, part)

    def twin(self) -> Resource | None:
        """An earlier resource with the same parent and the same part."""
        template = self.resource.template
        for other in template.once(_parts).get((self.parent, self.part), []):
            if other is self.resource:
                return None
            if template.can_hold(other.when | self.resource.when):
                return other
        return None

    def variable_sibling(self) -> Resource | None:
        """An earlier resource with the same parent and another variable: only one is allowed."""
        template = self.resource.template
        variable = _variable(self.part)
        for other in template.once(_variables).get(self.parent, []) if variable else ():
            if other.resource is self.resource:
                return None
            when = other.resource.when | self.resource.when
            if _variable(other.part) != variable and template.can_hold(when):
                return other.resource
        return None

    def ancestor_of_that_name(self) -> Resource | None:
        """A resource above it, whose variable has the name of its own."""
        variable = _variable(self.part)
        seen = {self.resource.logical_id}
        above = _parent(self.resource) if variable else None
        while above is not None and above.logical_id not in seen:
            if _variable(_only(above, "PathPart") or ()) == variable:
                return above
            seen.add(above.logical_id)
            above = _parent(above)
        return None

    def greedy_parent(self) -> Resource | None:
        """The parent, where that matches all the rest of a path."""
        parent = _parent(self.resource)
        part = None if parent is None else _only(parent, "PathPart")
        text = "".join(one if isinstance(one, str) else "?" for one in part or ())
        return parent if text.startswith("{") and text.endswith("+}") else None


def _parent(resource: Resource) -> Resource | None:
    """The resource of the API that one is below; None for the root, and what is not known."""
    for case in resource.written("ParentId"):
        parent = leading_resource(resource.template, case.value, _RESOURCE)
        if parent is not None:
            return parent
    return None


def _variable(part: Name) -> str:
    """The variable that a part of a path is; empty where it is none, or not known to be one."""
    text = "".join(one for one in part if isinstance(one, str))
    is_all = all(isinstance(one, str) for one in part)
    return text if is_all and text.startswith("{") and text.endswith("}") else ""


def _variables(template: Template) -> dict[Name, list[PathPart]]:
    found: dict[Name, list[PathPart]] = {}
    for one in PathPart.find(template):
        if _variable(one.part):
            found.setdefault(one.parent, []).append(one)
    return found


def _parts(template: Template) -> dict[tuple[Name, Name], list[Resource]]:
    found: dict[tuple[Name, Name], list[Resource]] = {}
    for one in PathPart.find(template):
        found.setdefault((one.parent, one.part), []).append(one.resource)
    return found


def _only(resource: Resource, key: str) -> Name | None:
    cases = resource.written(key)
    is_one = len(cases) == 1 and cases[0].known
    return resource.template.name(cases[0].value) if is_one else None

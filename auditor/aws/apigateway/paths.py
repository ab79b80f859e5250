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

    def greedy_parent(self) -> Resource | None:
        """The parent, where that takes all of the rest of a path."""
        template = self.resource.template
        for case in self.resource.written("ParentId"):
            parent = leading_resource(template, case)
            if parent is not None and parent.type == _RESOURCE:
                part = _only(parent, "PathPart")
                text = "".join(one if isinstance(one, str) else "?" for one in part or ())
                if text.startswith("{") and text.endswith("+}"):
                    return parent
        return None


def _parts(template: Template) -> dict[tuple[Name, Name], list[Resource]]:
    found: dict[tuple[Name, Name], list[Resource]] = {}
    for one in PathPart.find(template):
        found.setdefault((one.parent, one.part), []).append(one.resource)
    return found


def _only(resource: Resource, key: str) -> Name | None:
    cases = resource.written(key)
    is_one = len(cases) == 1 and cases[0].known
    return resource.template.name(cases[0].value) if is_one else None

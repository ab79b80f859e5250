"""Connectors that SAM refuses: resources of their own, and those that other resources have.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/connector/connector.py
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_CONNECTOR = "AWS::Serverless::Connector"
_SAM = "AWS::Serverless::"
_IMPLICIT = "Serverless"
"""How the logical IDs of the APIs begin that no template declares."""
_NEEDED = ("Destination", "Permissions")
_IDENTITY = frozenset({"Id", "Qualifier"})


class _Connector(Struct, frozen=True):
    """The properties of a connector, with the resource that has or is it."""

    holder: Resource
    properties: dict[str, Tree]
    path: Path

    @property
    def is_own(self) -> bool:
        """Whether it is a resource, of whose properties the schema says which there must be."""
        return self.holder.type == _CONNECTOR


def connectors(template: Template) -> Iterator[Refused]:
    """Those of a template."""
    for connector in _connectors(template):
        held, path = connector.properties, connector.path
        for name in _NEEDED:
            if not held.get(name) and (name in held or not connector.is_own):
                at = (*path, name) if name in held else path
                case = Case(held.get(name), at)
                yield Refused(connector.holder, Refusal.LACKING, at, case, name)
        for name in ("Source", "Destination"):
            written = held.get(name)
            listed = list(enumerate(written)) if isinstance(written, list) else [(None, written)]
            for place, one in listed:
                at = (*path, name) if place is None else (*path, name, place)
                if isinstance(one, dict) and one and is_plain_mapping(one):
                    yield from _reference(connector.holder, one, at)


def _connectors(template: Template) -> Iterator[_Connector]:
    for resource in template.resources.values():
        found: dict[Path, Tree] = {(): resource.body}
        if resource.type != _CONNECTOR:
            written = resource.body.get("Connectors")
            listed = written.items() if isinstance(written, dict) else ()
            found = {("Connectors", name): one for name, one in listed}
        for way, body in found.items():
            properties = body.get("Properties") if isinstance(body, dict) else None
            if isinstance(properties, dict) and is_plain_mapping(properties):
                yield _Connector(resource, properties, (*resource.path, *way, "Properties"))


def _reference(holder: Resource, written: dict[str, Tree], path: Path) -> Iterator[Refused]:
    """The resource at one end, by its logical ID or by what it is."""
    name = written.get("Id")
    if "Id" in written and written.keys() - _IDENTITY:
        case = Case(written, path)
        more = sorted(written.keys() - _IDENTITY)[0]
        yield Refused(holder, Refusal.ID_AND_MORE, path, case, more)
    elif "Id" not in written and "Type" not in written:
        yield Refused(holder, Refusal.LACKING, path, Case(written, path), "Type")
    elif isinstance(name, str) and name and not _may_be_there(holder.template, name):
        case = Case(name, (*path, "Id"), direct=True)
        names = tuple(holder.template.resources)
        yield Refused(holder, Refusal.UNKNOWN_RESOURCE, case.path, case, name, names)


def _may_be_there(template: Template, name: str) -> bool:
    """Whether a logical ID is one of the template, or may be one that SAM makes of such."""
    return name in template.resources or any(
        name.startswith((_IMPLICIT, logical_id))
        for logical_id, resource in template.resources.items()
        if resource.type.startswith(_SAM)
    )

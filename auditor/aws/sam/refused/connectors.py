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
        yield from _accesses(connector)


def _accesses(connector: _Connector) -> Iterator[Refused]:
    """Ends that SAM does not connect, and permissions that are not for them."""
    from auditor.data.sam_connectors import accepted_permissions, is_combined

    held, holder = connector.properties, connector.holder
    source = _type(holder.template, held.get("Source")) if connector.is_own else _counts(holder)
    written = held.get("Destination")
    listed = list(enumerate(written)) if isinstance(written, list) else [(None, written)]
    for place, one in listed:
        end = _type(holder.template, one)
        if source is None or end is None:
            continue
        accepted = accepted_permissions(source, end)
        if not accepted:
            at = (*connector.path, "Destination", *(() if place is None else (place,)))
            yield Refused(
                holder, Refusal.NOT_CONNECTED, at, Case(one, at), source, names=(), given=end
            )
            continue
        asked = _permissions(held.get("Permissions"))
        wanted = [" + ".join(sorted({*asked}))] if is_combined(source, end) else asked
        for name in wanted if asked else ():
            if name not in accepted:
                at = (*connector.path, "Permissions")
                case = Case(held.get("Permissions"), at)
                yield Refused(holder, Refusal.NO_SUCH_PERMISSION, at, case, name, accepted)


def _permissions(value: Tree) -> list[str]:
    """The permissions of a connector; none where one of them is no text."""
    listed = value if isinstance(value, list) else []
    return [str(one) for one in listed] if all(isinstance(one, str) for one in listed) else []


def _type(template: Template, written: Tree) -> str | None:
    """The type that one end counts as; None where it is not known, or for what is refused."""
    if not isinstance(written, dict) or not is_plain_mapping(written):
        return None
    if "Id" not in written:
        kind = written.get("Type")
        return _counts_as(kind) if isinstance(kind, str) else None
    name = written["Id"]
    resource = template.resources.get(name) if isinstance(name, str) else None
    return None if resource is None or written.keys() - _IDENTITY else _counts(resource)


def _counts(resource: Resource) -> str | None:
    return None if resource.is_module else _counts_as(resource.type)


def _counts_as(resource_type: str) -> str | None:
    from auditor.data.sam_connectors import connected_type

    return connected_type(resource_type)


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

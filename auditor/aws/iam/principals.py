"""Principals of policies that are roles of the template, written by their names."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.iam.documents import PolicyDocument, Use
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template
from auditor.template.values import Case
from auditor.template.wiring import waits_for_any

_ROLE = "AWS::IAM::Role"
_BEFORE: Name = tuple("role/")
_FIELDS = 5
"""Colons before the last part of an ARN."""


class NamedRole(Struct, frozen=True):
    """A role of the template, by its name, as a principal that the policy does not wait for."""

    case: Case
    role: Resource
    is_own: bool
    closes_cycle: bool


def named_roles(document: PolicyDocument) -> Iterator[NamedRole]:
    """All in a trust policy, or in a policy of a resource."""
    if document.place.use is Use.IDENTITY:
        return
    template, resource = document.template, document.resource
    roles = template.once(_by_name)
    for statement in document.statements if roles else ():
        body: Tree = statement.value
        principal: Tree = body.get("Principal") if isinstance(body, dict) else None
        if not isinstance(principal, dict) or "AWS" not in principal:
            continue
        place: Path = (*statement.path, "Principal", "AWS")
        for case in _entries(template, principal["AWS"], place, statement):
            role = _role(template, case, roles)
            if role is None or not template.can_hold(role.when | case.when):
                continue
            is_own = role is resource
            if is_own or not resource.waits_for(role.logical_id):
                value: Tree = {"Ref": role.logical_id}
                cycle = waits_for_any(template, value, resource.logical_id)
                yield NamedRole(case, role, is_own, is_own or cycle)


def _entries(template: Template, value: Tree, path: Path, statement: Case) -> Iterator[Case]:
    for found in template.branches(value, path, statement.when):
        if not isinstance(found.value, list):
            yield found
            continue
        for index, entry in enumerate(found.value):
            yield from template.branches(entry, (*found.path, index), found.when)


def _by_name(template: Template) -> dict[Name, Resource]:
    """The roles that the template names itself, without a path."""
    found: dict[Name, Resource] = {}
    for role in template.of_type(_ROLE):
        given = role.physical_name
        name = None if given is None else template.name(given)
        if name and role.has("Path") is False:
            found.setdefault(name, role)
    return found


def _role(template: Template, case: Case, roles: dict[Name, Resource]) -> Resource | None:
    name = template.name(case.value) if case.known else None
    if not name or name[0] != "a":
        return None
    colons = [index for index, part in enumerate(name) if part == ":"]
    if len(colons) < _FIELDS:
        return None
    account = name[colons[3] + 1 : colons[4]]
    last = name[colons[4] + 1 :]
    if account != (Hole("AWS::AccountId"),) or last[: len(_BEFORE)] != _BEFORE:
        return None
    return roles.get(last[len(_BEFORE) :])

"""Roles that a resource of the template hands to a service, and whom those roles trust.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer, any_of
from auditor.aws.iam.conditions import demanded_mfa
from auditor.aws.iam.role_users import USED_LATER, USERS
from auditor.aws.iam.services import named_services
from auditor.aws.iam.statements import items, statements
from auditor.model.edit import Edit, InsertItem, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_ROLE = "AWS::IAM::Role"
_PROFILE = "AWS::IAM::InstanceProfile"
_END = ".amazonaws.com"
_NAMING = ("", "Arn")
"""What a property has of a role: its name, which is what `Ref` returns, or its ARN."""


class HandedRole(Struct, frozen=True):
    """A role of the template that a resource hands to a service; `case` is where it does."""

    role: Resource
    user: Resource
    service: str
    case: Case

    types: ClassVar[tuple[str, ...]] = (_ROLE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[HandedRole]:
        """All of a template."""
        for user in template.of_type(*USERS):
            for name, service in USERS[user.type]:
                for case in _written(user, name):
                    first = leading(case.value, case.path) if case.known else None
                    if first is None or first.attribute not in _NAMING or first.rest != "":
                        continue
                    role = template.resources.get(first.logical_id)
                    if role is not None and role.type == _ROLE:
                        yield cls(role, user, service, case)

    def is_trusted(self) -> Answer:
        """Whether the role lets the service assume it."""
        answers = [self._trusts(statement) for statement in self._statements()]
        return any_of(answers) if answers else Answer.UNKNOWN

    def demands_of_mfa(self) -> list[Path]:
        """What demands multi-factor authentication of the service, which it never has."""
        found = {
            demanded_mfa(statement): None
            for statement in self._statements()
            if self._is_for_service(statement) is Answer.ALLOWED
        }
        return [path for path in found if path is not None]

    def _statements(self) -> Iterator[Case]:
        for case in self.role.cases("AssumeRolePolicyDocument"):
            yield from statements(self.role.template, case.value, case.path, case.when)

    @property
    def is_used_later(self) -> bool:
        """Whether the service assumes the role only when somebody uses what was created."""
        return self.user.type in USED_LATER

    @property
    def is_surely_used(self) -> bool:
        """Whether something uses the role: an instance profile may be there for nobody."""
        user = self.user
        return user.type != _PROFILE or any(
            mention.target == user.logical_id
            for resource in user.template.resources.values()
            for mention in resource.references
        )

    def _trusts(self, statement: Case) -> Answer:
        is_met = demanded_mfa(statement) is None
        return self._is_for_service(statement) if is_met else Answer.DENIED

    def _is_for_service(self, statement: Case) -> Answer:
        services = named_services(statement)
        if isinstance(services, Answer):
            return services
        template = self.role.template
        given = Case(services, (*statement.path, "Principal", "Service"))
        return any_of(self._names(found) for found in items(template, given))

    def _names(self, principal: Case) -> Answer:
        """Regional names (`states.eu-west-1.amazonaws.com`) stand for the service as well."""
        text = principal.text
        if text is None or not principal.certain:
            return Answer.UNKNOWN
        return Answer.ALLOWED if text.startswith(f"{self.service}.") else Answer.DENIED

    def trusting(self) -> Edit | None:
        """Adds the service to the one statement for services that is written plainly."""
        properties = self.role.body.get("Properties")
        document: Tree = properties.get("AssumeRolePolicyDocument") if properties else None
        listed: Tree = document.get("Statement") if isinstance(document, dict) else None
        path: Path = (*self.role.path, "Properties", "AssumeRolePolicyDocument", "Statement")
        if not isinstance(listed, list) or len(listed) != 1:
            return None
        statement: Tree = listed[0]
        principal: Tree = statement.get("Principal") if isinstance(statement, dict) else None
        if not isinstance(principal, dict) or statement.get("Effect") != "Allow":
            return None
        place = (*path, 0, "Principal", "Service")
        name = self.service + _END
        given: Tree = principal.get("Service")
        if isinstance(given, list):
            return InsertItem(place, len(given), name)
        return SetValue(place, [given, name]) if isinstance(given, str) else None


def _written(user: Resource, name: str) -> Iterator[Case]:
    """What is written as a property, or as each item of it where it is a list."""
    for case in user.written(*name.split(".")):
        if not isinstance(case.value, list):
            yield case
            continue
        for index, item in enumerate(case.value):
            yield from user.template.branches(item, (*case.path, index), case.when)

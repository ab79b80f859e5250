"""State machines: their roles, and what they need before they can be created.

https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.role import Role, roles_of
from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.template.below import items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_MACHINE, _SAM = "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"
_SYNC = expression(r":states:::(states:startExecution|ecs:runTask|batch:submitJob)\.sync\b")
"""Integrations that wait for a job to end by a rule of EventBridge, which the role must make."""


class StateMachine(Struct, frozen=True):
    """A state machine with one of the roles of the template that it can have."""

    resource: Resource
    role: Role
    role_case: Case

    types: ClassVar[tuple[str, ...]] = (_MACHINE, _SAM)

    @classmethod
    def find(cls, template: Template) -> Iterator[StateMachine]:
        """All whose role the template shows."""
        for type_, key in ((_MACHINE, "RoleArn"), (_SAM, "Role")):
            for machine in template.of_type(type_):
                for case, role in roles_of(machine, key):
                    if role is not None:
                        yield cls(machine, role, case)

    def lacks(self, action: str) -> bool:
        """Whether the role is certainly not allowed an action on anything at all."""
        when = self.role_case.when
        return self.role.answer_anywhere(action, when, on_all=True) is Answer.DENIED

    def lacks_everywhere(self, action: str) -> bool:
        """As `lacks`, where a statement for one resource would do as well."""
        return self.role.answer_anywhere(action, self.role_case.when) is Answer.DENIED

    def log_destinations(self) -> Iterator[Case]:
        """The log groups that it writes to, unless the level is OFF, which it is by default."""
        key = "Logging" if self.resource.type == _SAM else "LoggingConfiguration"
        levels = self.resource.cases(key, "Level")
        if any(level.text in (None, "OFF") for level in levels):
            return
        for listed in self.resource.cases(key, "Destinations"):
            yield from (one for one in items(self.resource.template, listed) if one.known)

    def waiting_integration(self) -> tuple[Case, str] | None:
        """An integration that waits for a job by a managed rule, with where it is written."""
        for key in ("DefinitionString", "Definition"):
            for case in self.resource.written(key):
                found = _SYNC.search(_text(case.value)) if case.known else None
                if found is not None:
                    return case, f"{found[1]}.sync"
        return None


def _text(value: Tree) -> str:
    """All texts below a value, one after the other."""
    found: list[str] = []
    waiting: list[Tree] = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            found.append(inner)
        elif isinstance(inner, dict):
            waiting += inner.values()
        elif isinstance(inner, list):
            waiting += inner
    return "\n".join(found)

"""Functions in a network, and whether their roles may connect them to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.role import SAM_FUNCTION, Role, roles_of
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_FUNCTION = "AWS::Lambda::Function"


class ConnectedFunction(Struct, frozen=True):
    """A function with subnets, and one of the roles of the template that it can have."""

    function: Resource
    role: Role
    role_case: Case
    subnets: Case

    types: ClassVar[tuple[str, ...]] = (_FUNCTION, SAM_FUNCTION)

    @classmethod
    def find(cls, template: Template) -> Iterator[ConnectedFunction]:
        """All whose role the template shows; SAM lets its own roles connect."""
        for function in template.of_type(_FUNCTION, SAM_FUNCTION):
            for subnets in function.cases("VpcConfig", "SubnetIds"):
                if subnets.absent or subnets.value == []:
                    continue
                for case, role in roles_of(function):
                    if role is None or role.is_made_by_sam:
                        continue
                    if template.can_meet(case, subnets):
                        yield cls(function, role, case, subnets)

    def lacks(self, action: str) -> bool:
        """Whether the role is certainly not allowed an action on anything at all."""
        when = self.role_case.when | self.subnets.when
        return self.role.answer_anywhere(action, when) is Answer.DENIED

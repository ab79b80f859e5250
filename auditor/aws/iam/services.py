"""The services that a statement of a policy names as its principal."""

from __future__ import annotations

from auditor.aws.iam.answer import Answer
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.values import Case


def named_services(statement: Case) -> Tree | Answer:
    """The value of `Principal.Service`, or what a statement without one answers any service."""
    body: Tree = statement.value
    if not isinstance(body, dict):
        return Answer.UNKNOWN
    if body.get("Effect") == "Deny":
        return Answer.DENIED
    principal: Tree = body.get("Principal")
    if not is_plain_mapping(principal):
        return Answer.UNKNOWN
    if "Service" not in principal:
        # Of accounts, only a star stands for services as well.
        return Answer.UNKNOWN if "*" in str(principal) else Answer.DENIED
    services: Tree = principal["Service"]
    return services

"""The condition keys that statements compare."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.written import PolicyStatement
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.values import Case, Special

_MFA = "aws:multifactorauthpresent"
_TRUE = (True, "true", ["true"], [True])


def condition_keys(statement: PolicyStatement) -> Iterator[Case]:
    """Each key of the statement's `Condition`, at its place."""
    body = statement.case.value
    if not isinstance(body, dict) or "Condition" not in body:
        return
    template, path = statement.template, (*statement.case.path, "Condition")
    for condition in template.branches(body["Condition"], path, statement.case.when):
        if not isinstance(condition.value, dict) or not is_plain_mapping(condition.value):
            continue
        for operator, compared in condition.value.items():
            if not isinstance(compared, dict) or not is_plain_mapping(compared):
                continue
            for key in compared:
                place = (*condition.path, operator, key)
                yield Case(key, place, condition.when, condition.certain, condition.direct)


def demanded_mfa(statement: Case) -> Path | None:
    """What of a statement demands multi-factor authentication: all of its `Condition`, or a part.

    Only a user can be authenticated so, never a service that assumes a role.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
    """
    path = (*statement.path, "Condition")
    condition = _plain(_plain(statement.value).get("Condition"))
    for operator, compared in condition.items():
        keys = _plain(compared) if operator.lower() == "bool" else {}
        for key, value in keys.items():
            if key.lower() == _MFA and value in _TRUE:
                if len(keys) > 1:
                    return (*path, operator, key)
                return path if len(condition) == 1 else (*path, operator)
    return None


def _plain(value: Tree | Special) -> dict[str, Tree]:
    return value if isinstance(value, dict) and is_plain_mapping(value) else {}

"""The condition keys that statements compare."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.written import PolicyStatement
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.values import Case


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

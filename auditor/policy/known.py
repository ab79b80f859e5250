"""Policies that AWS writes: managed ones, and the policy templates of SAM."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from auditor.data.table import read_table
from auditor.model.tree import Tree
from auditor.template.names import Name
from auditor.template.values import UNKNOWN, Case

_MANAGED_ARN = re.compile(r"arn:[a-z-]*\?*:iam::aws:policy/(.+)")
"""With a question mark for each hole, as in `arn:${AWS::Partition}:iam::aws:policy/x`."""


def managed(name: Name | None) -> Iterator[Case]:
    """The statements of the AWS managed policy of an ARN; one UNKNOWN where it is none known."""
    text = "" if name is None else "".join(p if isinstance(p, str) else "?" for p in name)
    found = _MANAGED_ARN.fullmatch(text)
    yield from _statements(_managed().get(found[1]) if found else None)


def managed_by_name(name: str) -> Iterator[Case]:
    """As `managed`, by the bare name that SAM takes in place of an ARN.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
    """
    policies = _managed()
    yield from _statements(policies.get(name, policies.get(f"service-role/{name}")))


def sam_template(name: str, values: Mapping[str, Tree]) -> Case:
    """The statement that a policy template of SAM makes of its parameters, UNKNOWN if not known."""
    template = _sam_templates().get(name)
    if not isinstance(template, dict):
        return Case(UNKNOWN, ())
    resource: Tree = {"Ref": "a parameter of SAM"}
    if template["resource"] is not None:
        resource = {"Fn::Sub": [template["resource"], dict(values)]}
    return Case({"Effect": "Allow", "Action": template["actions"], "Resource": resource}, ())


def _statements(policy: Tree) -> Iterator[Case]:
    if policy is None:
        yield Case(UNKNOWN, ())
    else:
        yield from (Case(statement, ()) for statement in policy["statements"])


@cache
def _managed() -> Mapping[str, Tree]:
    return _read("managed_policies.json")


@cache
def _sam_templates() -> Mapping[str, Tree]:
    return cast("Mapping[str, Tree]", _read("sam_policy_templates.json")["templates"])


def _read(name: str) -> Mapping[str, Tree]:
    return cast("Mapping[str, Tree]", read_table(name))

"""Policies that AWS writes: managed ones, and the policy templates of SAM.

Their tables say where they come from; `scripts/` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from auditor.data.table import read_table
from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.template.names import Name
from auditor.template.values import UNKNOWN, Case

_MANAGED_ARN = expression(r"arn:[a-z-]*\?*:iam::aws:policy/(.+)")
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


def sam_template(name: str, values: Mapping[str, Tree]) -> Iterator[Case]:
    """The statements that a policy template of SAM makes of the values of its parameters.

    One UNKNOWN where the template is not known, or a parameter has no value.
    """
    template = _sam_templates().get(name)
    if template is None or not set(template["parameters"]) <= values.keys():
        yield Case(UNKNOWN, ())
        return
    for statement in template["statements"]:
        yield Case(_filled_in(statement, values), ())


def _filled_in(value: Tree, values: Mapping[str, Tree]) -> Tree:
    """A part of a policy template, with the values for its parameters in each `Fn::Sub`."""
    if isinstance(value, list):
        return [_filled_in(item, values) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Fn::Sub"}:
        return {"Fn::Sub": [value["Fn::Sub"], dict(values)]}
    return {key: _filled_in(item, values) for key, item in value.items()}


def _statements(policy: Mapping[str, list[Tree]] | None) -> Iterator[Case]:
    if policy is None:
        yield Case(UNKNOWN, ())
    else:
        yield from (Case(statement, ()) for statement in policy["statements"])


@cache
def _managed() -> Mapping[str, Mapping[str, list[Tree]]]:
    policies: Mapping[str, Mapping[str, list[Tree]]]
    policies = read_table("managed_policies.json")["policies"]
    return policies


@cache
def _sam_templates() -> Mapping[str, Mapping[str, list[Tree]]]:
    templates: Mapping[str, Mapping[str, list[Tree]]]
    templates = read_table("sam_policy_templates.json")["templates"]
    return templates


@cache
def sam_policy_templates() -> Mapping[str, tuple[str, ...]]:
    """The parameters that each template of a policy of SAM needs."""
    return {name: tuple(map(str, one["parameters"])) for name, one in _sam_templates().items()}

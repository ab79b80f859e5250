"""The tables of policies that AWS writes."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from auditor.policy.known import managed, managed_by_name, sam_template
from auditor.template.values import UNKNOWN

DATA = files("auditor").joinpath("data")
MANAGED = json.loads(DATA.joinpath("managed_policies.json").read_text())
TEMPLATES = json.loads(DATA.joinpath("sam_policy_templates.json").read_text())["templates"]


@pytest.mark.parametrize("name", MANAGED)
def test_managed_policy_has_source_date_and_statements(name: str) -> None:
    policy = MANAGED[name]
    assert policy["source"].endswith(f"/{name.rpartition('/')[2]}.html")
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", policy["edited"])
    for statement in policy["statements"]:
        assert statement["Effect"] in ("Allow", "Deny")
        assert {"Action", "NotAction"} & statement.keys()
        assert "Resource" in statement


@pytest.mark.parametrize("name", MANAGED)
def test_managed_policy_is_found_by_arn_and_by_name(name: str) -> None:
    by_arn = list(managed(tuple(f"arn:aws:iam::aws:policy/{name}")))
    assert by_arn == list(managed_by_name(name.rpartition("/")[2]))
    assert all(case.known for case in by_arn)


@pytest.mark.parametrize(
    "arn", ["", "*", "arn:aws:iam::123456789012:policy/AmazonSQSFullAccess", "AmazonSQSFullAccess"]
)
def test_other_arns_are_unknown(arn: str) -> None:
    assert [case.value for case in managed(tuple(arn))] == [UNKNOWN]


@pytest.mark.parametrize("name", TEMPLATES)
def test_policy_template_makes_a_statement(name: str) -> None:
    body = sam_template(name, {}).value
    assert isinstance(body, dict)
    assert body["Effect"] == "Allow"
    assert all(re.fullmatch(r"[a-z0-9]+:[A-Za-z*]+", action) for action in body["Action"])

"""The tables of policies that AWS writes."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from auditor.aws.iam.known import managed, managed_by_name, sam_template
from auditor.model.tree import Tree
from auditor.template.values import UNKNOWN

DATA = files("auditor").joinpath("data")
MANAGED_TABLE = json.loads(DATA.joinpath("managed_policies.json").read_text())
SAM_TABLE = json.loads(DATA.joinpath("sam_policy_templates.json").read_text())
MANAGED = MANAGED_TABLE["policies"]
TEMPLATES = SAM_TABLE["templates"]
ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*]+")


def listed(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("table", [MANAGED_TABLE, SAM_TABLE], ids=["managed", "sam"])
def test_table_says_where_it_comes_from(table: dict[str, str]) -> None:
    assert table["source"].startswith("https://github.com/")
    assert table["licence"] in ("MIT", "Apache-2.0")
    assert re.fullmatch(
        r"[0-9a-f]{40}|\d+\.\d+\.\d+", table.get("commit", table.get("version", ""))
    )


@pytest.mark.parametrize("name", MANAGED)
def test_managed_policy_has_source_date_and_statements(name: str) -> None:
    policy = MANAGED[name]
    assert policy["source"].endswith(f"/{name.rpartition('/')[2]}.html")
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", policy["edited"])
    assert policy["statements"]
    for statement in policy["statements"]:
        assert statement["Effect"] in ("Allow", "Deny")
        actions = listed(statement.get("Action", statement.get("NotAction")))
        assert all(ACTION.fullmatch(str(action)) for action in actions)
        assert {"Resource", "NotResource"} & statement.keys()


@pytest.mark.parametrize("name", MANAGED)
def test_managed_policy_is_found_by_arn_and_by_name(name: str) -> None:
    by_arn = list(managed(tuple(f"arn:aws:iam::aws:policy/{name}")))
    assert by_arn == list(managed_by_name(name.rpartition("/")[2]))
    assert all(case.known for case in by_arn)


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "*",
        "arn:aws:iam::123456789012:policy/AmazonSQSFullAccess",
        "arn:aws:iam::aws:policy/AWSLambdaFullAccess",
        "AmazonSQSFullAccess",
    ],
    ids=["nothing", "star", "of an account", "deprecated", "a name"],
)
def test_other_arns_are_unknown(arn: str) -> None:
    assert [case.value for case in managed(tuple(arn))] == [UNKNOWN]


@pytest.mark.parametrize("name", TEMPLATES)
def test_policy_template_makes_statements(name: str) -> None:
    values: dict[str, Tree] = {key: f"the {key}" for key in TEMPLATES[name]["parameters"]}
    found = [case.value for case in sam_template(name, values)]
    assert len(found) == len(TEMPLATES[name]["statements"])
    for body in found:
        assert isinstance(body, dict)
        assert body["Effect"] == "Allow"
        assert all(ACTION.fullmatch(str(action)) for action in listed(body["Action"]))
        assert body["Resource"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_strings_of_a_policy_template_name_its_parameters_only(name: str) -> None:
    written = json.dumps(TEMPLATES[name]["statements"])
    names = set(re.findall(r"\$\{(\w+)\}", written))
    assert names <= set(TEMPLATES[name]["parameters"])


def test_values_stand_in_for_parameters() -> None:
    queue: Tree = {"Fn::GetAtt": ["Orders", "QueueName"]}
    (case,) = sam_template("SQSSendMessagePolicy", {"QueueName": queue})
    arn = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}"
    assert case.value == {
        "Effect": "Allow",
        "Action": ["sqs:SendMessage*"],
        "Resource": {"Fn::Sub": [arn, {"QueueName": queue}]},
    }


def test_a_policy_template_can_have_several_statements() -> None:
    stream: dict[str, Tree] = {"TableName": "orders", "StreamName": "*"}
    first, second = (case.value for case in sam_template("DynamoDBStreamReadPolicy", stream))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert "dynamodb:GetRecords" in listed(first["Action"])
    assert second["Action"] == ["dynamodb:ListStreams"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("SQSSendMessagePolicy", {}),
        ("SQSSendMessagePolicy", {"Queue": "orders"}),
        ("DynamoDBStreamReadPolicy", {"TableName": "orders"}),
        ("SQSSendPolicy", {"QueueName": "orders"}),
        ("", {}),
    ],
    ids=["no value", "another parameter", "one of two", "no such template", "no name"],
)
def test_what_cannot_be_filled_in_is_unknown(name: str, values: dict[str, Tree]) -> None:
    assert [case.value for case in sam_template(name, values)] == [UNKNOWN]

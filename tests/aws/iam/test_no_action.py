"""Actions that no service has: what is said of them, and what nothing is said of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.iam.no_action import _CHECKED_AS, no_action
from auditor.data.iam_actions import action_exists


@pytest.mark.parametrize(
    ("action", "instead"),
    [
        ("s3:ListObjects", "s3:ListBucket"),
        ("s3:headobject", "s3:GetObject"),
        ("lambda:Invoke", "lambda:InvokeFunction"),
        ("logs:CreateLogGroups", "logs:CreateLogGroup"),
        ("events:PutEvent", "events:PutEvents"),
        ("ec2:DescribeInstance", "ec2:DescribeInstances"),
        ("kms:Decript", "kms:Decrypt"),
        ("ssm:GetParameterByPath", "ssm:GetParametersByPath"),
        ("dynamodb:UpdateItems", "dynamodb:UpdateItem"),
        ("dynamodb:BatchGetItems", "dynamodb:BatchGetItem"),
        ("SQS:ReceiveMessages", "SQS:ReceiveMessage"),
    ],
)
def test_one_action_is_meant(action: str, instead: str) -> None:
    found = no_action(action)
    assert found is not None
    assert (found.instead, found.is_sure) == ((instead,), True)


@pytest.mark.parametrize(
    ("action", "instead"),
    [
        ("dynamodb:GetItems", "GetItem BatchGetItem"),
        ("firehose:PutRecords", "PutRecord PutRecordBatch"),
        ("sqs:DeleteMessages", "DeleteMessage DeleteMessageBatch"),
        ("dynamodb:CreateItem", "DeleteItem GetItem PutItem UpdateItem"),
        ("events:CreateRule", "DeleteRule DescribeRule ListRules PutRule"),
        ("secretsmanager:GetSecret", "GetSecretValue"),
        ("s3:ReadObject", "DeleteObject GetObject PutObject"),
        ("kms:ReEncrypt", "ReEncryptFrom ReEncryptTo"),
        ("s3:CopyObject", "GetObject PutObject"),
    ],
)
def test_several_may_be_meant(action: str, instead: str) -> None:
    found = no_action(action)
    assert found is not None
    assert not found.is_sure
    assert " ".join(one.partition(":")[2] for one in found.instead) == instead


@pytest.mark.parametrize(
    "action",
    [
        pytest.param("s3:GetObject", id="exists"),
        pytest.param("s3:getobject", id="in other letters"),
        pytest.param("s3:List*Objectss", id="a wildcard"),
        pytest.param("s3:ListObject?", id="a wildcard of one"),
        pytest.param("newservice:ListObjects", id="a service that is not known"),
        pytest.param("lambda:PassNetworkConnector", id="no operation, of a thing that is known"),
        pytest.param("lambda:TeleportFunction", id="a verb that is not known"),
        pytest.param("s3:GetUnicorn", id="a thing that is not known"),
        pytest.param("bedrock:CreateGuardrailAlias", id="a service that grows"),
        pytest.param("s3:GetObjectVersionForReplication", id="no operation, but an action"),
        pytest.param("sqs:DeleteMessageBatch", id="an action of the past"),
        pytest.param("states:StartExecution.sync", id="no name of an action"),
        pytest.param("ListObjects", id="without a service"),
        pytest.param("s3:", id="without a name"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_said(action: str) -> None:
    assert no_action(action) is None


@pytest.mark.parametrize(("operation", "actions"), _CHECKED_AS.items(), ids=_CHECKED_AS)
def test_operations_are_no_actions_and_what_they_need_is(operation: str, actions: str) -> None:
    service = operation.partition(":")[0]
    assert action_exists(operation) is False
    assert all(action_exists(f"{service}:{action}") for action in actions.split())


@given(st.text() | st.builds("s3:{}".format, st.text("GetObjectsPutList")))
def test_what_stands_instead_exists(action: str) -> None:
    found = no_action(action)
    assert found is None or all(map(action_exists, found.instead))
    assert found is None or action_exists(action) is False

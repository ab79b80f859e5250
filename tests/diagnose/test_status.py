"""What other operations than those of stack events answer is read, too: why something failed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.diagnose.inputs.reading import Unusable
from tests.diagnose.test_inputs import diagnosis, told

FORMS: list[tuple[Any, tuple[str, str]]] = [
    (
        {
            "ChangeSetName": "c",
            "StackName": "shop",
            "Status": "FAILED",
            "StatusReason": "Template error: instance of Fn::GetAtt references undefined"
            " resource A",
        },
        ("", "undefined-reference"),
    ),
    (
        {
            "Records": [
                {"eventName": "ListBuckets"},
                {
                    "eventName": "CreateFunction20150331",
                    "errorCode": "Client.ThrottlingException",
                    "errorMessage": "Slow please",
                },
            ]
        },
        ("", "busy"),
    ),
    (
        {
            "ProgressEvent": {
                "TypeName": "AWS::SQS::Queue",
                "Operation": "CREATE",
                "OperationStatus": "FAILED",
                "StatusMessage": "Something new happened",
                "ErrorCode": "AlreadyExists",
            }
        },
        ("", "name-taken"),
    ),
    (
        {
            "StackInstance": {
                "Status": "OUTDATED",
                "StatusReason": "ResourceLogicalId:Logs, ResourceType:AWS::S3::Bucket,"
                " ResourceStatusReason:logs already exists.",
            }
        },
        ("Logs", "name-taken"),
    ),
    (
        {"tasks": [{"stoppedReason": "CannotPullContainerError: x not found"}], "failures": []},
        ("", "packaging"),
    ),
    (
        {
            "Stacks": [
                {"StackStatus": "CREATE_COMPLETE", "StackStatusReason": "Access denied"},
                {
                    "StackStatus": "ROLLBACK_COMPLETE",
                    "StackStatusReason": "The following resource(s) failed to create: [A].",
                },
            ]
        },
        ("", "consequence"),
    ),
    (
        {"name": "ThrottlingException", "$fault": "client", "message": "Slow please"},
        ("", "busy"),
    ),
    ({"__type": "x#ResourceNotFoundException", "message": "Widget x"}, ("", "environment")),
    (
        {"level": "error", "msg": "failed", "error": "ThrottlingException: Rate exceeded"},
        ("", "busy"),
    ),
    (
        {"statusCode": 409, "error": "Conflict", "message": "Widget x already exists"},
        ("", "name-taken"),
    ),
    (
        {"name": "HTTPError", "status": 422, "json": {"error": "Widget x already exists"}},
        ("", "name-taken"),
    ),
    (
        {
            "error": "Ec2.Ec2Exception",
            "cause": "Widget x already exists (Service: Ec2, Status Code: 400, Request ID: a)",
        },
        ("", "name-taken"),
    ),
    ({"message": "Internal server error"}, ("", "internal")),
    ({"Message": "The widget is in use", "statusCode": 409, "cause": None}, ("", "in-use")),
]


@pytest.mark.parametrize(("value", "expected"), FORMS)
@pytest.mark.parametrize("indent", [None, 2])
def test_why_something_failed(value: Any, expected: tuple[str, str], indent: int | None) -> None:
    found = diagnosis(json.dumps(value, indent=indent))
    assert [told(cause) for cause in found.causes] == [expected]


@pytest.mark.parametrize(
    "value",
    [
        {"Stacks": [{"StackStatus": "CREATE_COMPLETE", "StackStatusReason": ""}]},
        {"ProgressEvent": {"OperationStatus": "SUCCESS", "StatusMessage": "Access denied"}},
        {"name": "shop", "message": "Access denied"},
        {"level": "info", "msg": "Access denied"},
        {"status": 200, "message": "Widget x already exists"},
        {"statusCode": 201, "message": "Widget x already exists"},
        {"message": "Hello world"},
    ],
)
def test_what_tells_no_failure(value: Any) -> None:
    with pytest.raises(Unusable):
        diagnosis(json.dumps(value))


def test_the_type_and_the_stack() -> None:
    event = diagnosis(json.dumps(FORMS[2][0])).causes[0].event
    assert (event.type, event.status) == ("AWS::SQS::Queue", "CREATE_FAILED")
    assert diagnosis(json.dumps(FORMS[0][0])).causes[0].event.stack == "shop"


def test_a_row_with_its_time() -> None:
    row = "15:38:04 UTC+0100    CREATE_FAILED    AWS::EC2::Route    Way    a and b differ: mismatch"
    assert told(diagnosis(row).causes[0]) == ("Way", "refused")

"""A text with a failure in it always gets an answer, whatever its form."""

from __future__ import annotations

import json

import pytest

from auditor.diagnose.inputs.reading import Unusable
from tests.diagnose.test_inputs import diagnosis

RESPONSE = {
    "Status": "FAILED",
    "Reason": "See the details in CloudWatch Log Stream: 2024/01/01/[$LATEST]0a0a",
    "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/0a0a",
    "LogicalResourceId": "Provisioner",
}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("CREATE_FAILED | AWS::SQS::Queue | Orders1A2B3C4D", {"consequence", "vague"}),
        (
            (
                'CREATE_FAILED | Resource handler returned message: "User with accountId: 123'
                ' is not authorized to perform CreateLogGroup" | AWS::Logs::LogGroup'
            ),
            {"deployer"},
        ),
        (
            (
                "Diagnostics:\n  pulumi:pulumi:Stack (shop-dev):\n    TypeError: Cannot read p"
                "roperty 'x' of undefined\n        at f (/home/me/shop/index.js:3:1)\n"
            ),
            {"code", "deployer"},
        ),
        (
            (
                "  pulumi:pulumi:Stack (shop-dev):\n    error: Running program '/home/shop' failed"
                " with an unhandled exception:\n    TypeError: Invalid Version: null\n"
            ),
            {"code", "deployer"},
        ),
        (json.dumps(RESPONSE | {"Data": {"Error": {"code": "ThrottlingException"}}}), {"busy"}),
        (json.dumps({"job": "deploy", "error": "Rate exceeded"}), {"busy"}),
        (json.dumps(["Index: 4 Message: Resource is not in the state stackUpdateComplete"]), None),
        (json.dumps({"body": {"status": "FAILED", "why": {"message": "Rate exceeded"}}}), {"busy"}),
        (json.dumps(["Error: the gnu does not gnaw"]), None),
        ("It says:\n\nUnrecognized resource types: [AWS::X::Y]\n\nWhat is that?", {"template"}),
        (
            '"ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "Rate exceeded"',
            {"busy"},
        ),
        (json.dumps([{"level": "ERROR", "msg": "Bucket shop already exists"}]), {"name-taken"}),
    ],
)
def test_there_is_an_answer(text: str, kinds: set[str] | None) -> None:
    root = diagnosis(text).root
    assert root is not None
    assert root.message.text
    assert kinds is None or root.verdict.kind.value in kinds


def test_the_resource_of_a_response_is_known() -> None:
    root = diagnosis(json.dumps(RESPONSE)).root
    assert root is not None
    assert root.event.logical_id == "Provisioner"


@pytest.mark.parametrize(
    "text",
    [
        '{"errors": [], "message": "Access denied is never said"}',
        '{"Resources": {"A": {"Error": "Rate exceeded"}}}',
        '["one", "two"]',
        '{"level": "info", "error": null, "message": "Bucket shop already exists"}',
    ],
)
def test_json_without_a_failure_is_not_usable(text: str) -> None:
    with pytest.raises(Unusable):
        diagnosis(text)


@pytest.mark.parametrize(
    "text",
    [
        "12:15:13 PM | CREATE_COMPLETE | AWS::SQS::Queue | Orders1A2B3C4D",
        "Diagnostics:\n  pulumi:pulumi:Stack (shop-dev):\n    Server listens at port 80\n",
        "the cat sat on my keyboard",
    ],
)
def test_what_went_well_is_no_failure(text: str) -> None:
    assert diagnosis(text).root is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "TypeError: Cannot read property 'x' of undefined at f (/srv/x.js:3:1)",
            ("code", "deployer"),
        ),
        (
            (
                "TypeError: Cannot read property 'x' of undefined"
                " at f (/usr/lib/node_modules/aws-cdk/lib/x.ts:3:1)"
            ),
            ("deployer", "code"),
        ),
        ("The vpc ID 'aws_vpc.main.id' does not exist", ("refused", "environment")),
        ("The vpc ID 'vpc-0a1b2c3d' does not exist", ("environment", "refused")),
    ],
)
def test_the_order_of_two_kinds(text: str, kinds: tuple[str, str]) -> None:
    root = diagnosis(text).root
    assert root is not None
    assert root.verdict.other is not None
    assert (root.verdict.kind.value, root.verdict.other.value) == kinds

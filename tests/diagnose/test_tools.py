"""Sentences of tools, and what they wrap."""

from __future__ import annotations

import json

import pytest

from tests.diagnose.test_inputs import diagnosis

PIPE = {
    "messageType": "ExecutionFailed",
    "error": {
        "message": "Target invocation failed with error from States. Not allowed to invoke it.",
        "httpStatusCode": 400,
        "exceptionType": "AccessDenied",
    },
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Error: unknown flag: --cfn-disable-rollback", "deployer"),
        ("Error: unable to validate AWS credentials - see https://example.com", "deployer"),
        ("npm ERR! app@1.0.0 deploy: `cdk deploy`\nnpm ERR! Exit status 255", "consequence"),
        ("No Application named 'shop' found.", "environment"),
        ("module initialization error: 'db_user'", "code"),
        ("RequestId: 4a1e0e6e Error: exit code 0 Extension.Crash", "code"),
        ("ImportError: Error loading shared library libzstd.so.1", "packaging"),
        (json.dumps(PIPE), "deployer"),
    ],
)
def test_the_kind(text: str, kind: str) -> None:
    assert diagnosis(text).causes[0].verdict.kind.value == kind


def test_a_sentence_of_a_custom_resource_is_of_its_function() -> None:
    text = "11:49:26\tCREATE_FAILED\tCustom::Sync\tPage\tData returned must be an object"
    verdict = diagnosis(text).causes[0].verdict
    assert (verdict.kind.value, verdict.other and verdict.other.value) == ("code", "refused")


@pytest.mark.parametrize(("status", "kind"), [("CREATE", "environment"), ("UPDATE", "drift")])
def test_what_is_not_found_on_creation_was_never_there(status: str, kind: str) -> None:
    said = "Resource of type 'AWS::MediaPackage::Channel' with identifier 'live' was not found."
    text = f"11:49:26\t{status}_FAILED\tAWS::MediaPackage::OriginEndpoint\tEnd\t{said}"
    assert diagnosis(text).causes[0].verdict.kind.value == kind


def test_the_wrapper_of_elastic_beanstalk() -> None:
    around = "Stack named 'awseb-stack' aborted operation. Current state: 'CREATE_FAILED'  Reason: "
    failed = diagnosis(f"{around}The following resource(s) failed to create: [WaitCondition].")
    assert not failed.causes or failed.causes[0].verdict.kind.value == "consequence"
    named = diagnosis(f"{around}The bucket you tried to delete is not empty")
    assert named.causes[0].verdict.kind.value == "in-use"


@pytest.mark.parametrize(
    "text",
    [
        "11:49\tCREATE_FAILED\tAWS::SQS::Queue\tQuota\tInvalid value for queue Quota: must be it",
        "The queue named Quota must end with .fifo",
        "The table throttle-events has an invalid key schema",
    ],
)
def test_a_name_of_plain_words_means_nothing(text: str) -> None:
    verdict = diagnosis(text).causes[0].verdict
    assert (verdict.kind.value, verdict.other) == ("refused", None)


def test_json_that_the_console_of_logs_shows_on_more_lines() -> None:
    payload = {
        "errorType": "AccessDeniedException",
        "errorMessage": "User: me is not authorized to perform: s3:GetObject on resource: x",
        "stack": ["AccessDeniedException: x", "    at handler (/var/task/index.js:12:5)"],
    }
    shown = json.dumps(payload, indent=4)
    for opened in ("\n", ""):
        text = f"2026-01-27T20:45:51.054Z\tab2c1583\tERROR\tInvoke Error\t{opened}{shown}\nEND it\n"
        (cause,) = diagnosis(text).causes
        assert cause.verdict.rules[0].id == "missing-permission"


def test_the_lines_of_a_traceback_are_no_part_of_the_message() -> None:
    stack = ["TypeError: x.y is not a function", "    at handler (/var/task/index.js:12:5)"]
    payload = {"errorType": "TypeError", "errorMessage": "x.y is not a function", "stack": stack}
    text = f"2026-01-27T20:45:51.054Z\tab2c1583\tERROR\tInvoke Error\t{json.dumps(payload)}\n"
    (cause,) = diagnosis(text).causes
    assert cause.message.text == "TypeError: x.y is not a function"
    assert cause.verdict.kind.value == "code"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Update successful. One or more resources could not be deleted.", "consequence"),
        ("Deletion fails: the bucket not being empty", "in-use"),
        ("sh: exit status 127", "packaging"),
        ("Stack stuck in DELETE_IN_PROGRESS due to VPC dependencies", "in-use"),
        ("Stack Rollback Due to User Cancellation", "consequence"),
        ("File [template.yaml] does not exist in artifact [BuildOutput]", "packaging"),
        ('`cdk deploy` fails with "--app is required" error.', "deployer"),
        ("aws: error: the following arguments are required: --stack-name", "deployer"),
        (
            (
                "operation error W: Create, https response error StatusCode: 400, RequestID: a,"
                " api error ValidationException: The following arguments are required - Id."
            ),
            "refused",
        ),
        (
            (
                'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n    go()\n'
                "shop.Failure: cannot frob"
            ),
            "code",
        ),
        (
            (
                "Error: The stack named shop-` <STAGE> ` failed creation, it may need to be"
                " manually deleted from the AWS console: ROLLBACK\\_COMPLETE: a-b already exists."
            ),
            "name-taken",
        ),
        (
            (
                "An error occurred (AccessDeniedException) when calling the CreateScan operation:"
                " Invoking account is not enabled."
            ),
            "environment",
        ),
    ],
)
def test_the_kind_of_what_was_wrong_once(text: str, kind: str) -> None:
    assert diagnosis(text).causes[0].verdict.kind.value == kind


@pytest.mark.parametrize(
    ("who", "kind"),
    [("iam::1:user/dev", "deployer"), ("sts::1:assumed-role/a/fn", "template")],
)
def test_who_is_refused_decides_whose_permission_it_is(who: str, kind: str) -> None:
    text = (
        "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the"
        f" GetObject operation: User: arn:aws:{who} is not authorized to perform: s3:GetObject on"
        ' resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject'
        " action"
    )
    assert diagnosis(text).causes[0].verdict.kind.value == kind


def test_only_a_nested_stack_has_parameters() -> None:
    (cause,) = diagnosis("An error occurred: Network - Parameters: [Vpc] must have values.").causes
    assert cause.event.logical_id == "Network"
    assert cause.verdict.rules[0].id == "nested-stack-parameter"


def test_a_sentence_after_the_type_has_no_logical_id_before_it() -> None:
    row = "CREATE_FAILED AWS::ECS::Service The target group arn:x cannot be used"
    assert diagnosis(row).causes[0].event.logical_id == ""

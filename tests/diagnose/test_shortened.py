"""Errors as people shorten them, into the title of an issue or a heading of a page."""

from __future__ import annotations

import time

import pytest

from auditor.diagnose.shortened import ACTION, given_reason, topic_words
from tests.diagnose.test_inputs import diagnosis


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("stack stuck in UPDATE_ROLLBACK_FAILED because of bucket not empty", "bucket not empty"),
        ("Stack rolled back due to: quota", "quota"),
        ('deploy fails with error "No default VPC"', 'No default VPC"'),
        ("CREATE_FAILED \u2013 role missing", "role missing"),
        ("Deploy it because we need it", ""),
        ("User: x is not authorized to perform: a:B because no policy allows it, and failed", ""),
        ("CREATE_FAILED", ""),
    ],
)
def test_the_reason_that_a_sentence_gives(text: str, reason: str) -> None:
    assert given_reason(text) == reason


def test_the_words_of_a_short_text() -> None:
    assert topic_words("Fails with IAM") == {"fails", "with", "iam", "failswith", "withiam"}
    assert "timeout" in topic_words("Time out of a stack")
    assert ACTION in topic_words('fails with "iam:TagRole"')
    assert topic_words("IAM") == frozenset()
    assert topic_words("IAM", is_reason=True) == {"iam"}
    assert topic_words("It failed " + "and so on " * 8) == frozenset()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("stack stuck in UPDATE_ROLLBACK_FAILED because of bucket not empty", "in-use"),
        ("Stack stuck in DELETE_FAILED because of ENIs", "in-use"),
        ("Stack rollback due to circular dependencies", "template"),
        ("ROLLBACK_COMPLETE due to vCPU limit", "limit"),
        ("CDK deploy fails with docker error", "packaging"),
        ("cdk deploy fails with IAM errors", "deployer"),
        ('cluster creation fails with "iam:TagRole" error', "deployer"),
        ("sam deploy rolled back because of a timeout", "timeout"),
        ("Time Out on during stack creation", "timeout"),
        ("Stack is stuck in ROLLBACK_FAILED", "consequence"),
        ("stack stuck in CREATE_IN_PROGRESS", "timeout"),
        ("The stack failed", "vague"),
    ],
)
def test_the_kind_of_a_shortened_text(text: str, kind: str) -> None:
    said = diagnosis(text).causes[0].verdict.kind.value
    assert {"refused": "template"}.get(said, said) == kind


def test_what_a_log_says_of_a_function_is_read_whole() -> None:
    text = "RequestId: 4a1e0e6e Error: Runtime exited with error: signal: killed Runtime.ExitError"
    assert diagnosis(text).causes[0].verdict.kind.value == "template"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Update rollback failed because the log group was deleted in the console", "drift"),
        ("Delete stack fails: security group has dependent ENI", "in-use"),
        ("cdk destroy fails: the hosted zone contains records", "in-use"),
        ("Serverless deploy error: over 500 resources in stack", "limit"),
        ("ECS service never stabilizes, stack times out after 3 hours", "timeout"),
        ("SCP denies s3:CreateBucket in eu-west-3, stack rolls back", "guard"),
        ("custom resource lambda throws KeyError, stack rolls back", "code"),
        ("sam deploy: missing CAPABILITY_AUTO_EXPAND", "deployer"),
        ("Lambda role cannot read the secret, AccessDenied at runtime", "template"),
    ],
)
def test_what_is_said_in_passing(text: str, kind: str) -> None:
    assert diagnosis(text).causes[0].verdict.kind.value == kind


@pytest.mark.parametrize(
    "text",
    [
        "WARN: cannot find module aws-sdk, using the default\n\nError: The token is expired",
        "##[warning]cannot find module x\n##[error]Error: The token has expired",
        "Reference to model 'x' not found. Ignoring. The token has expired, AccessDenied",
    ],
)
def test_what_a_log_warns_of_is_no_cause(text: str) -> None:
    assert [cause.verdict.kind.value for cause in diagnosis(text).causes] == ["deployer"]


def test_a_text_of_nothing_but_a_warning_is_read() -> None:
    causes = diagnosis("WARN: cannot find module aws-sdk").causes
    assert [cause.verdict.kind.value for cause in causes] == ["packaging"]


def test_reasons_in_a_long_text_are_not_looked_for_again_and_again() -> None:
    text = "the deploy failed because of it, and " * 40
    started = time.process_time()
    assert diagnosis(text).causes
    assert time.process_time() - started < 2

"""Errors of any service get a kind by their codes and by the usual words of AWS."""

from __future__ import annotations

import re

import pytest

from auditor.data.error_families import error_families
from auditor.data.known_errors import Kind
from auditor.data.refused_texts import refused_texts
from auditor.diagnose.signatures import squeezed
from auditor.diagnose.wording import KINDS
from tests.diagnose.test_inputs import diagnosis

_WRAPPED = 'Resource handler returned message: "{}" (RequestToken: a, HandlerErrorCode: {})'


def kind_of(text: str) -> str:
    return diagnosis(text).causes[0].verdict.kind.value


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("AccessDenied", "deployer"),
        ("AlreadyExists", "name-taken"),
        ("GeneralServiceException", "vague"),
        ("InternalFailure", "internal"),
        ("InvalidRequest", "refused"),
        ("NotFound", "environment"),
        ("NotStabilized", "timeout"),
        ("NotUpdatable", "refused"),
        ("ServiceLimitExceeded", "limit"),
        ("Throttling", "busy"),
    ],
)
def test_the_code_of_a_handler(code: str, expected: str) -> None:
    assert kind_of(_WRAPPED.format("Something new happened", code)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("DependencyViolation", "in-use"),
        ("RequestLimitExceeded", "busy"),
        ("SnapshotQuotaExceededFault", "limit"),
        ("DBClusterNotFoundFault", "environment"),
        ("InvalidSubnetID.NotFound", "environment"),
        ("InsufficientInstanceCapacity", "unsupported"),
        ("ServiceUnavailable", "internal"),
        ("MalformedXML", "refused"),
    ],
)
def test_the_code_of_a_service(code: str, expected: str) -> None:
    text = f"Something new happened (Service: X; Status Code: 400; Error Code: {code})"
    assert kind_of(text) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [("CREATE", "environment"), ("UPDATE", "drift"), ("DELETE", "drift")]
)
def test_what_is_gone_depends_on_what_was_tried(status: str, expected: str) -> None:
    text = _WRAPPED.format("Table orders does not exist", "NotFound")
    assert kind_of(f"{status}_FAILED  AWS::DynamoDB::Table  Orders  {text}") == expected


@pytest.mark.parametrize(("status", "expected"), [("UPDATE", "refused"), ("DELETE", "in-use")])
def test_what_is_refused_depends_on_what_was_tried(status: str, expected: str) -> None:
    text = _WRAPPED.format("The widget must have no parts", "InvalidRequest")
    assert kind_of(f"{status}_FAILED  AWS::X::Widget  Widget  {text}") == expected


def test_what_a_custom_resource_returns_is_a_failure_of_its_function() -> None:
    text = "Received response status [FAILED] from custom resource. Message returned: {}"
    row = f"CREATE_FAILED  Custom::Setup  Setup  {text}"
    assert kind_of(row.format("'Name'")) == "code"
    assert kind_of(row.format("Account must have a name")) == "code"
    assert kind_of(row.format("An error occurred (Throttling): Rate exceeded")) == "busy"


def test_usual_words_in_prose_are_no_cause_beside_a_row() -> None:
    row = "CREATE_FAILED  AWS::X::Widget  Widget  A widget must have parts"
    found = diagnosis(f"warning: file not found\n\n{row}\n")
    assert [cause.event.logical_id for cause in found.causes] == ["Widget"]


@pytest.mark.parametrize("text", refused_texts())
def test_a_text_that_only_the_table_knows(text: str) -> None:
    said = re.sub(r"<\w+>|\.\.\.|…", "something", text)
    assert kind_of(f"CREATE_FAILED  AWS::X::Widget  Widget  {said}") in ("refused", "template")


def test_the_table() -> None:
    for row in error_families():
        assert row.sources
        assert row.when in ("", "delete", "change", "run")
        assert row.texts or row.codes or row.handler_codes or row.statuses or row.when == "run"
        assert not row.means.endswith(".")
        assert not row.do.endswith(".")
        assert all(squeezed(text) for text in row.texts)


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("StateNotFoundError: State functionActiveV2 not found", "code"),
        ("TypeError: Something must be a string", "code"),
        ("Error: getaddrinfo ENOTFOUND db.internal", "environment"),
        ("ValidationError: Role is not authorized to perform: s3:GetObject", "template"),
        ("ResourceNotFoundException: Function not found: worker", "environment"),
    ],
)
def test_an_own_error_of_the_code_is_no_answer_of_a_service(text: str, expected: str) -> None:
    row = "CREATE_FAILED  Custom::Setup  Setup  Received response status [FAILED] from custom"
    assert kind_of(f"{row} resource. Message returned: {text}") == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (_WRAPPED.format("The thing already exists", "InvalidRequest"), ("name-taken", None)),
        (_WRAPPED.format("The queue cannot be found", "NotFound"), ("environment", "refused")),
        (_WRAPPED.format("It is not authorized to do that", "NotFound"), ("deployer", "template")),
        ("The stack failed", ("vague", "consequence")),
        ("Function: UPDATE_FAILED", ("consequence", "vague")),
        ("An error occurred", ("vague", "consequence")),
    ],
)
def test_a_second_kind(text: str, kinds: tuple[str, str | None]) -> None:
    verdict = diagnosis(text).causes[0].verdict
    assert (verdict.kind.value, verdict.other and verdict.other.value) == kinds


def test_a_custom_resource_tells_of_a_call() -> None:
    """It fails as the call did, not by its code."""
    text = (
        "Received response status [FAILED] from custom resource. Message returned: An error"
        " occurred (ThrottlingException) when calling the CreateUser operation: Rate exceeded"
    )
    assert kind_of(text) == "busy"

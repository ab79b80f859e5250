"""Of a passage of a log the line is shown that the verdict comes from."""

from __future__ import annotations

import pytest

from tests.diagnose.test_inputs import diagnosis

_STAMP = "2026-10-08T10:11:12.1234567Z "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            (
                "Running command sam deploy\nError: Unresolved resource dependencies [T] in the"
                " Resources block of the template\nPhase complete: BUILD State: FAILED\nCommand did not"
                " exit successfully sam deploy exit status 1"
            ),
            "Error: Unresolved resource dependencies [T] in the Resources block of the template",
        ),
        (
            (
                f"{_STAMP}##[group]Run aws-actions/configure-aws-credentials@v4\n{_STAMP}with:\n"
                f"{_STAMP}##[endgroup]\n{_STAMP}Assuming role with OIDC\n{_STAMP}##[error]Could not"
                " assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity"
            ),
            (
                "Could not assume role with OIDC: Not authorized to perform"
                " sts:AssumeRoleWithWebIdentity"
            ),
        ),
        (
            (
                "  - An ECS service to run your tasks  [delete complete]  [88.4s]\n    Resource handler"
                " returned message: \"Error occurred during operation 'E\n    CS Deployment Circuit"
                " Breaker was triggered'.\" (RequestToken: 3363df6b\n    -208e, HandlerErrorCode: Gen"
                "\n    eralServiceException)\n    Deployments\n      PRIMARY  7  [failed]  1  0  10"
            ),
            "Error occurred during operation 'E CS Deployment Circuit Breaker was triggered'.",
        ),
    ],
)
def test_the_line_that_says_it(text: str, shown: str) -> None:
    assert diagnosis(text).causes[0].message.text == shown


def test_the_result_of_a_query_of_logs_as_csv() -> None:
    text = (
        "@timestamp,@message\n2026-10-08 10:11:12.345,\"[ERROR] KeyError: 'TABLE_NAME'\n"
        'Traceback (most recent call last):\n  File ""/var/task/index.py"", line 3, in handler\n'
        "    table = os.environ['TABLE_NAME']\",2026/10/08/[$LATEST]0c\n"
    )
    event = diagnosis(text).causes[0].event
    assert 'File "/var/task/index.py", line 3' in event.reason


def test_of_two_lines_of_a_log_the_one_with_the_traceback_is_kept() -> None:
    text = (
        '{"level": "ERROR", "message": "[ERROR] KeyError: \'TABLE_NAME\'"}\n'
        '{"errorType": "KeyError", "errorMessage": "\'TABLE_NAME\'", "stackTrace":'
        ' ["  File \\"/var/task/index.py\\", line 3, in handler\\n    os.environ[\'TABLE_NAME\']"]}'
    )
    verdict = diagnosis(text).causes[0].verdict
    assert [rule.id for rule in verdict.rules[:1]] == ["undefined-environment-variable"]

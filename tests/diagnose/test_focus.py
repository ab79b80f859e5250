"""Of a passage of a log the line is shown that the verdict comes from."""

from __future__ import annotations

import pytest

from tests.diagnose.test_inputs import diagnosis

_STAMP = "2026-10-08T10:11:12.1234567Z "
_CODEBUILD = """\
Running command sam deploy
Error: Unresolved resource dependencies [T] in the Resources block of the template
Phase complete: BUILD State: FAILED
Command did not exit successfully sam deploy exit status 1
"""
_ACTIONS = f"""\
{_STAMP}##[group]Run aws-actions/configure-aws-credentials@v4
{_STAMP}with:
{_STAMP}##[endgroup]
{_STAMP}Assuming role with OIDC
{_STAMP}##[error]Could not assume role with OIDC: Not authorized to do that
"""
_COPILOT = """\
  - An ECS service to run and maintain your tasks  [delete complete]  [88.4s]
    Resource handler returned message: "Error occurred during operation 'E
    CS Deployment Circuit Breaker was triggered'." (RequestToken: 3363df6b
    -208e, HandlerErrorCode: GeneralServiceException)
    Deployments
      PRIMARY  7  [failed]  1  0  10
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            _CODEBUILD,
            "Error: Unresolved resource dependencies [T] in the Resources block of the template",
        ),
        (_ACTIONS, "Could not assume role with OIDC: Not authorized to do that"),
        (
            _COPILOT,
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

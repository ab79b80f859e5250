"""The command: from events and a template to the line, the fix and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.runner import BROKEN, MENDED, RULE, Workspace, assert_one_line

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases"
EVENT = (
    "CREATE_FAILED  AWS::Events::Rule  {}  Parameter ScheduleExpression is not valid."
    " (Service: EventBridge, Status Code: 400, Request ID:"
    " 0a0a0a0a-1111-2222-3333-444444444444)"
)
SECOND = """\
  Second:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hours)
"""
SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        import os

        def handler(event, context):
            return os.environ["TABLE_NAME"]
      Events:
        Daily:
          Type: Schedule
          Properties:
            Schedule: rate(1 days)
"""
CDK = {
    "Resources": {
        "Worker0F1B4A27": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"ReservedConcurrentExecutions": -1},
            "Metadata": {"aws:cdk:path": "OrdersStack/Worker/Resource"},
        },
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": "soon"}},
    }
}


def test_without_a_template(workspace: Workspace) -> None:
    result = workspace.run("diagnose", EVENT.format("Nightly"))
    assert result.code == 1
    assert result.out.startswith(f"root cause[{RULE}]: Parameter ScheduleExpression is not valid.")
    assert "CREATE_FAILED of 'Nightly' (AWS::Events::Rule)" in result.out
    assert f"cfnaudit explain {RULE}" in result.out


def test_only_the_cause_is_shown_and_fixed(workspace: Workspace) -> None:
    path = workspace.write("t.yaml", BROKEN + SECOND)
    shown = workspace.run("diagnose", EVENT.format("Nightly"), "--template", path.name)
    assert shown.code == 1
    assert f"t.yaml:6:34: error[{RULE}]" in shown.out
    assert "+       ScheduleExpression: rate(1 day)   # every night" in shown.out
    assert "'Second'" not in shown.out
    fixed = workspace.run("diagnose", EVENT.format("Nightly"), "--template", path.name, "--fix")
    assert fixed.code == 0
    assert f"fixed[{RULE}]" in fixed.out
    assert workspace.read("t.yaml").decode() == MENDED + SECOND


def test_an_unsafe_fix_is_only_made_on_request(workspace: Workspace) -> None:
    text = (
        "Resources:\n  Worker:\n    Type: AWS::Lambda::Function\n    Properties:\n"
        "      ReservedConcurrentExecutions: 5\n      Role: arn:aws:iam::123456789012:role/x\n"
    )
    workspace.write("t.yaml", text)
    event = (
        "CREATE_FAILED  AWS::Lambda::Function  Worker  Specified ReservedConcurrentExecutions for"
        " function decreases account's UnreservedConcurrentExecution below its minimum value of"
        " [10]"
    )
    left = workspace.run("diagnose", event, "--template", "t.yaml", "--fix")
    assert left.code == 1
    assert workspace.read("t.yaml").decode() == text
    made = workspace.run("diagnose", event, "--template", "t.yaml", "--fix", "--unsafe-fixes")
    assert made.code == 0
    assert b"ReservedConcurrentExecutions" not in workspace.read("t.yaml")


def test_an_id_that_sam_made(workspace: Workspace) -> None:
    workspace.write("t.yaml", SAM)
    result = workspace.run("diagnose", EVENT.format("OrdersDaily"), "--template", "t.yaml")
    assert "t.yaml:3:3 ('Orders', from which SAM creates 'OrdersDaily')" in result.out
    assert "t.yaml:17:30: error" in result.out


def test_a_traceback_of_a_function_of_the_template(workspace: Workspace) -> None:
    workspace.write("t.yaml", SAM)
    log = str(CASES / "lambda-python-json.txt")
    result = workspace.run("diagnose", log, "--template", "t.yaml")
    assert "t.yaml:12:20: warning[undefined-environment-variable]" in result.out


TWO = """\
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties: &code
      Runtime: python3.12
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/x
      Code:
        ZipFile: |
          import os

          def handler(event, context):
              return os.environ["TABLE_NAME"]
  Invoices:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: invoices
      Runtime: python3.12
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/x
      Code:
        ZipFile: |
          import os

          def handler(event, context):
              return os.environ["TABLE_NAME"]
""".replace(" &code", "")


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("$ aws logs tail /aws/lambda/shop-Orders-Ab12Cd34Ef56\n", 13),
        ("/aws/lambda/shop-Ord-Ab12Cd34Ef56:\n", 13),
        ("logGroup: /aws/lambda/invoices\n", 26),
    ],
)
def test_a_log_names_its_function_by_the_log_group(
    workspace: Workspace, before: str, line: int
) -> None:
    workspace.write("t.yaml", TWO)
    log = f"{before}\n[ERROR] KeyError: 'TABLE_NAME'\nTraceback (most recent call last):\n"
    log += '  File "/var/task/index.py", line 4, in handler\n    return os.environ["TABLE_NAME"]'
    result = workspace.run("diagnose", log, "--template", "t.yaml")
    assert f"t.yaml:{line}:" in result.out
    assert result.out.count("undefined-environment-variable]: ") == 2


def test_the_path_of_a_construct(workspace: Workspace) -> None:
    workspace.write("t.json", json.dumps(CDK, indent=2))
    row = "OrdersStack | 7:11:50 AM | CREATE_FAILED | AWS::Lambda::Function | OrdersStack/Worker"
    text = f"{row} \nSpecified ReservedConcurrentExecutions for function decreases account's"
    text += " UnreservedConcurrentExecution below its minimum value of [10]"
    result = workspace.run("diagnose", text, "--template", "t.json", "--output-format", "json")
    (cause,) = result.report["causes"]
    assert cause["place"]["resource"] == "Worker0F1B4A27"
    assert [one["rule"] for one in cause["findings"]] == ["reserved-concurrency"]


def test_the_pointer_of_a_validation(workspace: Workspace) -> None:
    workspace.write("t.json", json.dumps(CDK, indent=2))
    events = str(CASES / "describe-events.json")
    result = workspace.run("diagnose", events, "--template", "t.json", "--output-format", "json")
    (cause,) = result.report["causes"]
    assert cause["place"]["path"] == ["Resources", "Queue", "Properties", "VisibilityTimeout"]
    assert [one["rule"] for one in cause["findings"]] == ["invalid-type"]
    assert cause["kind"] == "template"
    assert cause["root"] is True


def test_a_program(workspace: Workspace) -> None:
    workspace.write("Pulumi.yaml", "name: orders\nruntime: python\n")
    workspace.write(
        "__main__.py",
        "import pulumi_aws as aws\n\n"
        'aws.cloudwatch.EventRule("nightly", schedule_expression="rate(1 days)")\n'
        'aws.cloudwatch.EventRule("second", schedule_expression="rate(2 day)")\n',
    )
    text = (
        "Diagnostics:\n  aws:cloudwatch:EventRule (nightly):\n    error: 1 error occurred:\n"
        "    \t* creating EventBridge Rule (nightly-1): operation error EventBridge: PutRule, https"
        " response error StatusCode: 400, RequestID: x, api error ValidationException: Parameter"
        " ScheduleExpression is not valid.\n"
    )
    result = workspace.run("diagnose", text, "--template", "Pulumi.yaml")
    assert result.code == 1
    assert "\n__main__.py:3:" in result.out
    assert "'second'" not in result.out


def test_the_example_of_the_readme(workspace: Workspace) -> None:
    readme = (ROOT / "README.md").read_text()
    command, _, rest = readme.partition('$ cfnaudit diagnose "')[2].partition("\n")
    error = command.partition('" --template')[0]
    incident = ROOT / "fixtures/incidents/000-appointment-reminders/template.yaml"
    workspace.write("template.yaml", incident.read_text())
    result = workspace.run("diagnose", error, "--template", "template.yaml")
    assert result.out.strip() == rest.partition("\n```")[0].strip()


def test_what_is_found_at_a_place_that_no_rule_is_about(workspace: Workspace) -> None:
    workspace.write("t.json", json.dumps(CDK, indent=2))
    text = "CREATE_FAILED  AWS::SQS::Queue  Queue  Invalid value for a parameter"
    result = workspace.run("diagnose", text, "--template", "t.json")
    assert result.out.startswith("root cause[refused]")
    assert "what cfnaudit finds there may be the cause" in result.out
    assert "error[invalid-type]: Queue 'Queue'" in result.out


def test_the_advice_names_the_stack(workspace: Workspace) -> None:
    result = workspace.run("diagnose", str(CASES / "aws-deploy.txt"))
    assert "aws cloudformation describe-stack-events --stack-name orders\n" in result.out


@pytest.mark.parametrize(
    ("trace", "line"),
    [
        (
            (
                "[ERROR] KeyError: 'id'\nTraceback (most recent call last):\n"
                '  File "/var/task/index.py", line 7, in handler\n    return first(event)\n'
                '  File "/var/task/shop/orders.py", line 2, in first\n    return event["id"]\n'
                '  File "/var/lang/lib/python3.12/json.py", line 9, in loads\n'
            ),
            "shop/orders.py:2",
        ),
        (
            (
                '{"errorType": "TypeError", "errorMessage": "x is not a function", "stack": ['
                '"TypeError: x is not a function", "    at f (/var/task/node_modules/a/b.js:1:2)",'
                ' "    at handler (/var/task/index.js:3:20)"]}'
            ),
            "index.js:3",
        ),
    ],
)
def test_the_line_of_a_function_that_raised(workspace: Workspace, trace: str, line: str) -> None:
    assert f"= raised: {line}\n" in workspace.run("diagnose", trace).out


@pytest.mark.parametrize(
    ("template", "line", "place"),
    [
        (SAM, 4, "t.yaml:12:13"),
        (SAM.replace("InlineCode: |", "InlineCode: !Sub |"), 4, "t.yaml:12:13"),
        (SAM.replace("InlineCode: |", "InlineCode: >-"), 4, None),
        (f"# of the shop\n{SAM}", 1, "t.yaml:10:9"),
    ],
)
def test_the_line_of_code_in_the_template(
    workspace: Workspace, template: str, line: int, place: str | None
) -> None:
    workspace.write("t.yaml", template)
    log = (
        "/aws/lambda/shop-Orders-Ab12Cd34Ef56\n\n[ERROR] KeyError: 'TABLE_NAME'\n"
        f'Traceback (most recent call last):\n  File "/var/task/index.py", line {line}, in x\n'
    )
    result = workspace.run("diagnose", log, "--template", "t.yaml")
    told = "" if place is None else f", which is {place}"
    assert f"= raised: index.py:{line}{told}\n" in result.out


def test_the_findings_in_json_are_hidden_too(workspace: Workspace) -> None:
    value = "999988887777"
    workspace.write(
        "t.yaml", BROKEN.replace("rate(1 days)", f"rate(1 day)\n      State: '{value}'")
    )
    text = (
        "Properties validation failed for resource Nightly with message: #/State: it is not a valid"
        " enum value"
    )
    arguments = ("diagnose", text, "--template", "t.yaml", "--output-format", "json")
    hidden, shown = workspace.run(*arguments), workspace.run(*arguments, "--no-redact")
    (finding,) = shown.report["causes"][0]["findings"]
    assert value in finding["message"]
    assert value not in hidden.out
    (finding,) = hidden.report["causes"][0]["findings"]
    assert (finding["rule"], finding["file"]) == ("invalid-value", "t.yaml")


def test_standard_input(workspace: Workspace) -> None:
    text = (CASES / "sam.txt").read_bytes()
    for arguments in (("diagnose",), ("diagnose", "-")):
        result = workspace.run(*arguments, stdin=text)
        assert result.out.startswith("root cause[event-source-permission]")


@pytest.mark.parametrize(
    "secret",
    [
        "999988887777",
        "0a0a0a0a-1111-2222-3333-444444444444",
        "AKIAABCDEFGHIJKLMNOP",
        "ASIAABCDEFGHIJKLMNOP",
        "AROAABCDEFGHIJKLMNOP",
        "W1F35ACFH8MET219",
        "VwABZ83j7pJO/HmBwW9DU5GrIk7+heD581WAAJ7dhoelNe9YOWI=",
        "c2VjcmV0IHRoaW5ncyBvZiBhbiBhY2NvdW50",
    ],
)
def test_a_report_can_be_pasted(workspace: Workspace, secret: str) -> None:
    workspace.write("t.yaml", BROKEN.replace("every night", "of 999988887777"))
    text = (
        "CREATE_FAILED  AWS::Events::Rule  Nightly  Parameter ScheduleExpression is not valid."
        " User: arn:aws:sts::999988887777:assumed-role/ci/x, AROAABCDEFGHIJKLMNOP:x,"
        " AKIAABCDEFGHIJKLMNOP, bucket cdk-assets-999988887777-eu-west-1 and"
        " 999988887777.dkr.ecr.eu-west-1.amazonaws.com, ASIAABCDEFGHIJKLMNOP Encoded authorization"
        " failure message: c2VjcmV0IHRoaW5ncyBvZiBhbiBhY2NvdW50 (Service: EventBridge, Status"
        " Code: 400, Request ID: W1F35ACFH8MET219, Extended Request ID:"
        " VwABZ83j7pJO/HmBwW9DU5GrIk7+heD581WAAJ7dhoelNe9YOWI=) (RequestToken:"
        " 0a0a0a0a-1111-2222-3333-444444444444, HandlerErrorCode: InvalidRequest)"
    )
    shown = workspace.run("diagnose", text, "--template", "t.yaml").out
    assert "fix: Write it as" in shown
    assert secret not in shown
    assert secret not in workspace.run("diagnose", text, "--output-format", "json").out


def test_what_is_hidden(workspace: Workspace) -> None:
    text = (
        "CREATE_FAILED  AWS::IAM::Role  R  Role arn:aws:iam::999988887777:role/x is odd, Request"
        " ID: 0a0a0a0a-1111-2222-3333-444444444444, by AKIAABCDEFGHIJKLMNOP"
    )
    hidden = workspace.run("diagnose", text, "--output-format", "json").out
    shown = workspace.run("diagnose", text, "--output-format", "json", "--no-redact").out
    for secret in ("999988887777", "0a0a0a0a-1111-2222-3333-444444444444", "AKIAABCDEFGHIJKLMNOP"):
        assert secret not in hidden
        assert secret in shown
    assert workspace.run("diagnose", text).out.startswith("root cause[")


def test_nothing_failed(workspace: Workspace) -> None:
    result = workspace.run("diagnose", '{"StackEvents": [{"ResourceStatus": "CREATE_COMPLETE"}]}')
    assert result.code == 0
    assert result.out.startswith("Nothing failed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nope.json",), "does not exist"),
        (("",), "the text is empty"),
        (("t.yaml",), "t.yaml: is a template, not events"),
        (("the cat sat on my keyboard",), "neither events of a stack nor the text of an error"),
        ((".",), "cannot be read"),
        ((str(CASES / "cdk.txt"), "--template", "nope.yaml"), "nope.yaml: does not exist"),
        ((str(CASES / "cdk.txt"), "--template", "notes.txt"), "is not a template"),
        ((str(CASES / "cdk.txt"), "--fix"), "needs --template"),
    ],
)
def test_what_cannot_be_done(workspace: Workspace, arguments: tuple[str, ...], said: str) -> None:
    workspace.write("notes.txt", "nothing\n")
    workspace.write("t.yaml", f"# of the team\n{BROKEN}")
    assert_one_line(workspace.run("diagnose", *arguments), said)


TRUNCATED = '{"Resources": {"Nightly": {"Type": "AWS::Events::Rule"'


@pytest.mark.parametrize(
    "text", [EVENT.format("Nightly"), "Parameter ScheduleExpression is not valid"]
)
def test_a_template_that_cannot_be_read(workspace: Workspace, text: str) -> None:
    workspace.write("t.json", TRUNCATED)
    result = workspace.run("diagnose", text, "--template", "t.json")
    assert result.code == 2
    assert f"root cause[{RULE}]" in result.out
    assert "t.json: cannot be read" in result.err
    assert "cfnaudit check t.json" in result.err
    assert result.err.count("\n") == 1


def test_a_template_that_cannot_be_read_is_the_cause(workspace: Workspace) -> None:
    workspace.write("t.json", TRUNCATED)
    text = "Template format error: JSON not well-formed. (line 1, column 52)"
    result = workspace.run("diagnose", text, "--template", "t.json")
    assert result.code == 1
    assert "error[template-syntax]" in result.out
    assert result.err == ""


def test_events_of_another_stack(workspace: Workspace) -> None:
    workspace.write("t.yaml", BROKEN)
    events = str(CASES / "describe-stack-events.json")
    result = workspace.run("diagnose", events, "--template", "t.yaml")
    assert result.code == 2
    assert "events of another stack?" in result.err
    assert result.err.count("\n") == 1

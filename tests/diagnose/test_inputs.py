"""Each way in which tools print a failure is recognised, and its root cause found."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from textwrap import wrap

import pytest
from msgspec.structs import replace

from auditor.data.known_errors import Kind
from auditor.diagnose.cause import Cause, Diagnosis, diagnosed
from auditor.diagnose.deployment import Deployment
from auditor.diagnose.inputs.reading import Unusable, read_events, read_text
from auditor.diagnose.judge import is_known
from auditor.diagnose.known import Catalogue
from auditor.engine import registry

CASES = Path(__file__).parent / "cases"
CATALOGUE = Catalogue(registry.listed())
KNOWS = partial(is_known, catalogue=CATALOGUE)


def diagnosis(source: Path | str) -> Diagnosis:
    deployment = Deployment()
    if isinstance(source, str):
        for event in read_text(source, KNOWS):
            deployment.add(event)
    else:
        with source.open("rb") as stream:
            for event in read_events(stream, KNOWS):
                deployment.add(event)
    return diagnosed(deployment.failures(), CATALOGUE)


def told(cause: Cause) -> tuple[str, str]:
    """The resource and what it fails of: the first rule, or the kind."""
    event = cause.event
    rules = [rule.id for rule in cause.verdict.rules]
    return event.logical_id or event.construct, rules[0] if rules else cause.verdict.kind.value


EXPECTED = {
    "amplify-gen1.txt": [("UserPool", "refused")],
    "amplify-gen2.txt": [("", "packaging")],
    "amplify-hotswap.txt": [("UserPool", "refused")],
    "aws-deploy.txt": [("", "consequence")],
    "cdk.txt": [("Worker0F1B4A27", "layer-region")],
    "cdk-tree.txt": [("ReadPolicy", "missing-property")],
    "cdk-updates.txt": [("SummaryServiceF27E26AF", "timeout")],
    "cli-error.txt": [("", "undefined-reference")],
    "cli-table.txt": [("Bucket", "acl-disabled")],
    "describe-events.json": [("Queue", "invalid-type")],
    "describe-stack-events.json": [("Worker", "vpc-permission")],
    "eksctl.txt": [("VPC", "limit")],
    "events-hook.json": [("Repo", "guard")],
    "events-table.txt": [("Queue", "invalid-type")],
    "events-text.txt": [("Queue", "invalid-type")],
    "events-yaml.yaml": [("Queue", "invalid-type")],
    "json-fragment.txt": [("Jobs", "refused")],
    "lambda-node.txt": [("", "unguarded-records")],
    "lambda-python.txt": [("", "import-unavailable")],
    "lambda-python-json.txt": [("", "undefined-environment-variable")],
    "lambda-tail.txt": [("", "missing-permission")],
    "nested-pages.json": [("Table", "key-attributes")],
    "output-table.txt": [("Worker", "vpc-permission")],
    "output-table-one.txt": [("Worker", "vpc-permission")],
    "output-text.txt": [("Worker", "vpc-permission")],
    "output-yaml.yaml": [("Worker", "vpc-permission")],
    "pulumi.txt": [("worker", "role-trust")],
    "sam.txt": [("OrdersFunctionIncomingMessagesQueue", "event-source-permission")],
    "sam-changeset.txt": [("Worker", "unknown-property")],
    "serverless.txt": [("HelloLogGroup", "log-group-dependency")],
    "several-deployments.json": [("F", "role-trust")],
    "terraform.txt": [("aws_cloudwatch_event_rule.nightly", "schedule-expression-syntax")],
    "two-causes.txt": [("Jobs", "refused"), ("Read", "policy-syntax")],
}


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_the_causes(name: str) -> None:
    assert [told(cause) for cause in diagnosis(CASES / name).causes] == EXPECTED[name]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8-sig", b"")],
)
def test_what_shells_of_windows_write(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = (CASES / "describe-stack-events.json").read_text()
    path = tmp_path / "events.json"
    path.write_bytes(mark + text.replace("\n", "\r\n").encode(encoding))
    assert told(diagnosis(path).causes[0]) == ("Worker", "vpc-permission")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\0\0\0", "is not text"),
        (b'{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}', "is a template, not events"),
        (b'{"StackResources": []}', "not its events"),
        (b'{"version": "36.0.0", "artifacts": {}}', "'version', 'artifacts'"),
        (b'{"StackEvents": []}', "without stack events"),
        (b"[]", "without stack events"),
        (b'{"StackEvents": [{"EventId": "1", "Resour', "ends or breaks off"),
    ],
)
def test_what_has_no_events(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=said):
        diagnosis(path)


@pytest.mark.parametrize(
    ("json_name", "names"),
    [
        ("describe-stack-events", ["output-table.txt", "output-text.txt", "output-yaml.yaml"]),
        ("describe-events", ["events-table.txt", "events-text.txt", "events-yaml.yaml"]),
    ],
)
def test_the_formats_of_the_command_line_say_the_same(json_name: str, names: list[str]) -> None:
    expected = diagnosis(CASES / f"{json_name}.json")
    for name in names:
        found = diagnosis(CASES / name)
        assert found.consequences == expected.consequences
        for one, other in zip(found.causes, expected.causes, strict=True):
            # rows of plain text do not name the operation
            assert replace(one.event, operation="") == replace(other.event, operation="")


def test_many_events_in_yaml(tmp_path: Path) -> None:
    event = """- EventId: {0}
  LogicalResourceId: Topic{0}
  PhysicalResourceId: ''
  ResourceProperties: '{{"A":
{1}    "b"}}'
  ResourceStatus: {2}
  ResourceStatusReason: {3}
  ResourceType: AWS::SNS::Topic
"""
    many = "".join(
        event.format(n, '    "c",\n' * 40, "CREATE_COMPLETE", "null") for n in range(200)
    )
    last = event.format("X", "", "CREATE_FAILED", "Topic already exists")
    path = tmp_path / "events.yaml"
    path.write_text(f"StackEvents:\n{many}{last}")
    assert told(diagnosis(path).causes[0]) == ("TopicX", "name-taken")


@pytest.mark.parametrize(
    "line",
    [
        f"|  ResourceStatus  |  {' ' * 300_000}x",
        f"  ResourceStatusReason: {' ' * 300_000}x",
        f"CREATE_FAILED  AWS::SNS::Topic  Topic  {' ' * 300_000}x",
        "The following resource(s) failed to create: [" * 20_000,
        "[x]  AWS::SNS::Topic/Topic: CREATE_FAILED - " + '"' * 300_000,
        f"Topic | CREATE_FAILED | {'| ' * 150_000}",
        f"Failed: {'ResourceNotFound.Exception' * 15_000}",
        "STACKEVENTS" + "\ta" * 150_000 + "\tCREATE_FAILED",
    ],
)
def test_long_lines_are_read_in_linear_time(line: str) -> None:
    assert diagnosis(f"{line}\nCREATE_FAILED  AWS::SNS::Topic  Other  Topic already exists").causes


def test_events_that_end_in_the_middle(tmp_path: Path) -> None:
    text = (CASES / "describe-stack-events.json").read_text()
    path = tmp_path / "events.json"
    path.write_text(text[: text.index('"LogicalResourceId": "orders"', 2000)])
    found = diagnosis(path)
    assert told(found.causes[0]) == ("Worker", "vpc-permission")


_EVENT = (
    '{"StackEvents": [{"EventId": "2", "LogicalResourceId": "orders", "ResourceStatus":'
    ' "CREATE_FAILED", "ResourceStatusReason": "The following resource(s) failed to create: [Q]"},'
    ' {"EventId": "1", "LogicalResourceId": "Q", "ResourceStatus": "CREATE_FAILED",'
    ' "ResourceStatusReason": "Queue q already exists", "Timestamp": "2026-01-01T00:00:01Z"}]}'
)


@pytest.mark.parametrize("cut", ['exists"', "exists", '", "Timest', '"2026-01', "Z", "}", "]"])
def test_an_event_that_ends_in_the_middle_is_read_as_far_as_it_goes(cut: str) -> None:
    root = diagnosis(_EVENT[: _EVENT.rindex(cut) + len(cut)]).root
    assert root is not None
    assert (root.event.logical_id, root.verdict.kind) == ("Q", Kind.NAME_TAKEN)


@pytest.mark.parametrize("cut", ['"EventId"', '"orders"', "CREATE_FAI"])
def test_what_ends_before_an_event_says_what_happened_is_refused(cut: str) -> None:
    with pytest.raises(Unusable, match="breaks off before the first event"):
        diagnosis(_EVENT[: _EVENT.index(cut) + len(cut)])


@pytest.mark.parametrize("json", ['{"level": "info"}', _EVENT.replace("_FAILED", "_COMPLETE")])
def test_what_a_tool_prints_below_json_is_read(json: str) -> None:
    root = diagnosis(f"{json}\nError: The security token included in the request is expired").root
    assert root is not None
    assert root.verdict.kind is Kind.DEPLOYER


def test_a_log_that_begins_like_json() -> None:
    assert told(
        diagnosis(
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No"
            " module named 'requests'"
        ).causes[0]
    ) == ("", "import-unavailable")


def test_nothing_failed() -> None:
    assert diagnosis('{"StackEvents": [{"ResourceStatus": "CREATE_COMPLETE"}]}').root is None


def test_the_deployer_is_told_from_the_function() -> None:
    text = "User: arn:aws:iam::123456789012:user/dev is not authorized to perform: iam:CreateRole"
    assert diagnosis(f"{text} on resource: x").causes[0].verdict.kind is Kind.DEPLOYER
    failed = f"CREATE_FAILED  AWS::IAM::Role  Role  API: iam:CreateRole {text} on resource: x"
    assert diagnosis(failed).causes[0].verdict.kind is Kind.DEPLOYER


SERVICE = """\
Deploy failed: Resource updates failed:
Shop/Service/Service  (AWS::ECS::Service ServiceD69D759B)
  Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit
  Breaker was triggered'." (RequestToken: a, HandlerErrorCode: GeneralServiceException)
"""


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("", "timeout"),
        ("\n  Task stopped: CannotPullContainerError: x:1: not found\n", "packaging"),
        ("\n  Task stopped: Essential container in task exited\n  (2 others)\n", "code"),
        ("\nBuild it again, CannotPullContainerError or not: that failed.\n", "timeout"),
        ("\n\n  Task stopped: CannotPullContainerError: x:1: not found\n", "timeout"),
    ],
)
def test_why_a_task_stopped_says_more_than_its_service(below: str, expected: str) -> None:
    assert told(diagnosis(SERVICE + below).causes[0]) == ("ServiceD69D759B", expected)


def test_why_a_task_stopped_stands_for_the_event_of_its_service() -> None:
    row = "2:49:55 PM | CREATE_FAILED | AWS::ECS::Service | ServiceD69D759B\n"
    said = SERVICE.partition(")\n")[2]
    found = diagnosis(f"{row}{said}\n{SERVICE}\n  Task stopped: CannotPullContainerError: x:1\n")
    assert [told(one) for one in found.causes] == [("ServiceD69D759B", "packaging")]


def wrapped(reason: str, width: int, column: int) -> str:
    """A row of `sam deploy` with a reason of some lines of at most `width` characters."""
    cells = ("CREATE_FAILED", "AWS::SNS::Topic", "Alerts")
    lines = wrap(reason, width, break_on_hyphens=False)
    start = "".join(cell.ljust(column) for cell in cells)
    return "\n".join([start + lines[0], *(" " * len(start) + line for line in lines[1:])])


@pytest.mark.parametrize(("width", "column"), [(26, 33), (28, 35), (49, 52), (60, 64)])
def test_words_that_are_longer_than_their_column_are_whole(width: int, column: int) -> None:
    said = (
        "test.example.com already exists in stack arn:aws:cloudformation:us-east-1:123456789012:"
        "stack/orders/0a0a0a0a-1111-2222-3333-444444444444 of the account that is not yours"
    )
    for number in range(width):
        reason = f"{'x' * number} {said}".strip()
        event = diagnosis(wrapped(reason, width, column)).causes[0].event
        assert " ".join(event.reason.split()) == reason


def test_short_lines_are_of_words() -> None:
    text = wrapped("User or key\nis gone", 6, 33)
    assert diagnosis(text).causes[0].event.reason.split() == ["User", "or", "key", "is", "gone"]


def test_json_that_breaks_off_behind_a_reason_is_read() -> None:
    text = '{\n "EventId": "A-CREATE_FAILED-1",\n "LogicalResourceId": "A",\n "ResourceType":'
    said = (
        f'{text} "AWS::SNS::Topic",\n "ResourceStatus": "CREATE_FAILED",\n "ResourceStatusReason"'
    )
    assert told(diagnosis(f'{said}: "Rate exceeded",\n "Resource').causes[0]) == ("A", "busy")
    with pytest.raises(Unusable, match="breaks off"):
        diagnosis(text)


def test_what_terraform_prints_below_the_place() -> None:
    text = """\
│ Error: creating Widget
│
│   with aws_widget.main,
│   on main.tf line 5, in resource "aws_widget" "main":
│    5: resource "aws_widget" "main" {
│
│ operation error Widget: CreateWidget, https response error StatusCode: 400, RequestID: a,
│ ThrottlingException: Rate exceeded
╵
"""
    event = diagnosis(text).causes[0].event
    assert event.logical_id == "aws_widget.main"
    assert "main.tf" not in event.reason
    assert told(diagnosis(text).causes[0]) == ("aws_widget.main", "busy")


def test_the_failed_events_of_parallel_cluster() -> None:
    text = (
        "Cluster creation failed.  Failed events:\n  - AWS::CloudFormation::Stack hpc The following"
        " resource(s) failed to create: [Fleet].\n  - AWS::EC2::Instance Fleet You have requested"
        " more vCPU capacity than your current vCPU limit of 32\n"
    )
    assert [told(cause) for cause in diagnosis(text).causes] == [("Fleet", "limit")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"error": "States.Runtime", "cause": "The provided ARN is invalid"}', "code"),
        ("Failed to create resource. Only one request can be processed at a time", "busy"),
        ("Failed to create/update the stack: shop, Rate exceeded", "busy"),
        ("The maximum number of widgets has been reached", "limit"),
    ],
)
def test_what_is_around_an_error(text: str, expected: str) -> None:
    assert diagnosis(text).causes[0].verdict.kind.value == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ECS Deployment Circuit Breaker was triggered", Kind.TIMEOUT),
        ("resource sg-0a1b has a dependent object", Kind.IN_USE),
        ("Parameters: [Key, Zone] must have values", Kind.DEPLOYER),
    ],
)
def test_a_known_message_needs_no_word_of_failure(text: str, kind: Kind, tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    file.write_text(f"{text}\n")
    for source in (text, file):
        (cause,) = diagnosis(source).causes
        assert (cause.event.reason, cause.verdict.kind) == (text, kind)


def test_a_code_says_less_than_words() -> None:
    wrapped = "Invalid principal in policy: 'AWS':'x' (Service: AmazonIdentityManagement;"
    text = f"{wrapped} Status Code: 400; Error Code: MalformedPolicyDocument; Request ID: y)"
    assert told(diagnosis(text).causes[0])[1] == "principal-not-found"
    text = text.replace("Invalid principal in policy", "This is something else")
    assert told(diagnosis(text).causes[0])[1] == "policy-syntax"


def test_the_error_of_a_function_whose_json_a_copy_has_broken() -> None:
    text = (
        "2020-02-16T12:47:27.490Z\tundefined\tERROR\tUncaught Exception\n"
        '{"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"SyntaxError: bad \\"{\\"",'
        '"stack":["Runtime.UserCodeSyntaxError: SyntaxError","   \n'
        'at _loadUserApp (/var/runtime/UserFunction.js:98:13)"]}\n'
    )
    root = diagnosis(text).root
    assert root is not None
    assert root.event.reason.startswith('Runtime.UserCodeSyntaxError: SyntaxError: bad "{"')
    assert [rule.id for rule in root.verdict.rules] == ["source-syntax-error"]

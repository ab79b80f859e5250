"""The stacks of the incident reports fail as reported, and deploy once repaired by hand."""

from __future__ import annotations

import ast
import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cfn_flip  # type: ignore[import-untyped]
import pytest

from tests.deploy import deploy

INCIDENTS = Path(__file__).parents[2] / "fixtures" / "incidents"
APPOINTMENTS = INCIDENTS / "000-appointment-reminders"
BOOKINGS = INCIDENTS / "001-booking-conflicts"
FORMATS = ("template.json", "template.yaml")
TEMPLATES = [folder / name for folder in (APPOINTMENTS, BOOKINGS) for name in FORMATS]

RULE_REFUSED = "Parameter ScheduleExpression is not valid."
PASSED_OVER = ("AWS::ApiGateway::Stage", "AWS::CloudWatch::Alarm", "AWS::Logs::MetricFilter")

Template = dict[str, Any]
Repair = Callable[[Template], None]


def file_id(path: Path) -> str:
    return f"{path.parent.name[:3]}-{path.suffix[1:]}"


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=file_id)
each_format = pytest.mark.parametrize("name", FORMATS)
each_incident = pytest.mark.parametrize("folder", [APPOINTMENTS, BOOKINGS], ids=lambda f: f.name)


def joined(value: Any) -> Any:
    """The same value with every Fn::Join of plain strings written out."""
    if isinstance(value, list):
        return [joined(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"Fn::Join": [str() as separator, list() as parts]} if len(value) == 1 and all(
            isinstance(part, str) for part in parts
        ):
            return separator.join(parts)
    return {key: joined(item) for key, item in value.items()}


def load(path: Path) -> Template:
    text = path.read_text(encoding="utf-8")
    tree: Template = json.loads(text if path.suffix == ".json" else cfn_flip.to_json(text))
    return tree


def properties(tree: Template, logical_id: str) -> dict[str, Any]:
    found: dict[str, Any] = tree["Resources"][logical_id]["Properties"]
    return found


def sources(tree: Template) -> dict[str, str]:
    """The inline code of every function, by logical ID."""
    return {
        logical_id: joined(resource["Properties"]["Code"]["ZipFile"])
        for logical_id, resource in tree["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Function"
    }


def types(tree: Template) -> list[str]:
    return [resource["Type"] for resource in tree["Resources"].values()]


def repair_handlers(tree: Template) -> None:
    for logical_id in sources(tree):
        properties(tree, logical_id)["Handler"] = "index.handler"


def repair_concurrency(tree: Template) -> None:
    del properties(tree, "ConflictDetectorFunction")["ReservedConcurrentExecutions"]


def repair_schedule(tree: Template) -> None:
    properties(tree, "OpeningDayReminderRule")["ScheduleExpression"] = "cron(0 13 20 1 ? 2024)"


def repaired(path: Path, *repairs: Repair) -> str:
    tree = copy.deepcopy(load(path))
    for repair in repairs:
        repair(tree)
    return json.dumps(tree)


@each_format
def test_the_appointment_stack_is_refused_in_the_words_of_the_report(name: str) -> None:
    deployment = deploy((APPOINTMENTS / name).read_text(encoding="utf-8"))
    assert deployment.status == "CREATE_FAILED"
    assert RULE_REFUSED in deployment.reason


@each_format
def test_the_repaired_appointment_stack_deploys(name: str) -> None:
    text = repaired(APPOINTMENTS / name, repair_handlers, repair_concurrency, repair_schedule)
    deployment = deploy(text)
    assert (deployment.status, deployment.reason) == ("CREATE_COMPLETE", "")


@each_format
def test_repairing_all_but_the_rule_is_not_enough(name: str) -> None:
    text = repaired(APPOINTMENTS / name, repair_handlers, repair_concurrency)
    assert RULE_REFUSED in deploy(text).reason


@each_format
def test_the_stand_in_sees_only_the_rule_of_the_appointment_stack(name: str) -> None:
    """Handlers fail at the first call; concurrency depends on the account, which moto ignores."""
    deployment = deploy(repaired(APPOINTMENTS / name, repair_schedule))
    assert deployment.status == "CREATE_COMPLETE"
    assert deployment.skipped == PASSED_OVER


@each_format
def test_the_stand_in_passes_over_the_faults_of_the_booking_stack(name: str) -> None:
    """moto makes no metric filter from a template, so it cannot miss the log group."""
    deployment = deploy((BOOKINGS / name).read_text(encoding="utf-8"))
    assert deployment.status == "CREATE_COMPLETE"
    assert deployment.skipped == PASSED_OVER


@each_format
def test_the_repaired_booking_stack_deploys(name: str) -> None:
    deployment = deploy(repaired(BOOKINGS / name, repair_handlers), region="us-west-1")
    assert (deployment.status, deployment.reason) == ("CREATE_COMPLETE", "")


@each_incident
def test_both_formats_hold_the_same_stack(folder: Path) -> None:
    from_json, from_yaml = (joined(load(folder / name)) for name in FORMATS)
    assert from_json == from_yaml
    assert list(from_json["Resources"]) == list(from_yaml["Resources"])


@each_template
def test_inline_code_compiles_and_defines_the_handler(path: Path) -> None:
    code = sources(load(path))
    assert set(code) == {"ConflictDetectorFunction", "ReminderSenderFunction"}
    for source in code.values():
        body = ast.parse(source).body
        assert "handler" in [node.name for node in body if isinstance(node, ast.FunctionDef)]


@each_template
def test_handlers_name_modules_that_inline_code_does_not_have(path: Path) -> None:
    tree = load(path)
    handlers = [properties(tree, logical_id)["Handler"] for logical_id in sources(tree)]
    assert handlers == ["conflict_detector.handler", "reminder_sender.handler"]


@each_template
def test_the_role_is_handed_over_without_pass_role_and_rules_stay(path: Path) -> None:
    tree = load(path)
    code = "\n".join(sources(tree).values())
    assert 'RoleArn=os.environ["REMINDER_ROLE_ARN"]' in code
    assert "iam:PassRole" not in json.dumps(tree)
    assert "delete_rule" not in code
    assert "remove_targets" not in code


@each_format
def test_the_other_faults_of_the_appointment_stack_stand(name: str) -> None:
    tree = load(APPOINTMENTS / name)
    assert properties(tree, "ConflictDetectorFunction")["ReservedConcurrentExecutions"] == 10
    assert properties(tree, "ApiStage")["MethodSettings"][0]["LoggingLevel"] == "INFO"
    assert "AWS::ApiGateway::Account" not in types(tree)
    assert types(tree).count("AWS::Logs::LogGroup") == 1
    assert 'f"at({due.strftime(' in sources(tree)["ConflictDetectorFunction"]


@each_format
def test_the_other_faults_of_the_booking_stack_stand(name: str) -> None:
    tree = load(BOOKINGS / name)
    group = {"Fn::Sub": "/aws/lambda/ConflictDetector-${EnvironmentSuffix}"}
    booking_filter = properties(tree, "BookingEventFilter")
    assert booking_filter["LogGroupName"] == group
    assert booking_filter["FilterPattern"] == "[time, request_id, event_type = BOOKING_*, ...]"
    assert types(tree).count("AWS::Logs::LogGroup") == 1
    assert properties(tree, "ReminderSenderLogGroup")["LogGroupName"] != group
    assert "ReminderSenderLogGroup" not in json.dumps(
        [part for name, part in tree["Resources"].items() if name != "ReminderSenderLogGroup"]
    )
    assert "remind_at > datetime.utcnow()" in sources(tree)["ConflictDetectorFunction"]


@pytest.mark.parametrize("event_type", ["BOOKING_SUCCESS", "BOOKING_CONFLICT", "BOOKING_ERROR"])
def test_the_booking_code_shows_the_events_of_the_filter(event_type: str) -> None:
    code = sources(load(BOOKINGS / "template.yaml"))["ConflictDetectorFunction"]
    assert f'log_event(context, "{event_type}"' in code


def test_credentials_do_not_outlive_the_deployment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the caller")
    before = dict(os.environ)
    deploy(repaired(APPOINTMENTS / "template.json", repair_schedule))
    assert dict(os.environ) == before


def test_what_no_service_refused_is_raised() -> None:
    with pytest.raises(json.JSONDecodeError):
        deploy("{")
    with pytest.raises(AttributeError):
        deploy('"a string is no template"')

"""Every template fault of the first reports is found, and the fixes make a stack that deploys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.path import dotted
from auditor.model.settings import Settings
from auditor.model.tree import Tree, at
from auditor.source.detect import parse
from tests.deploy import deploy

INCIDENTS = Path(__file__).parents[2] / "fixtures" / "incidents"
CHECK = partial(check, rules=registry.load(), settings=Settings())
FORMATS = ("template.json", "template.yaml")
CODE = "Resources.ConflictDetectorFunction.Properties.Code.ZipFile"
WITHOUT_FIX = {("schedule-never-deleted", CODE)}
EXPECTED = {
    "000-appointment-reminders": {
        ("inline-handler-module", "Resources.ConflictDetectorFunction.Properties.Handler"),
        ("inline-handler-module", "Resources.ReminderSenderFunction.Properties.Handler"),
        (
            "reserved-concurrency",
            "Resources.ConflictDetectorFunction.Properties.ReservedConcurrentExecutions",
        ),
        (
            "at-expression-on-rule",
            "Resources.OpeningDayReminderRule.Properties.ScheduleExpression",
        ),
        ("function-log-group", "Resources.ConflictDetectorFunction"),
        ("function-log-group", "Resources.ReminderSenderFunction"),
        ("account-logging-role", "Resources.ApiStage"),
        ("at-schedule-in-code", CODE),
        ("missing-permission", CODE),
        ("schedule-never-deleted", CODE),
    },
    "001-booking-conflicts": {
        ("inline-handler-module", "Resources.ConflictDetectorFunction.Properties.Handler"),
        ("inline-handler-module", "Resources.ReminderSenderFunction.Properties.Handler"),
        ("log-group-missing", "Resources.BookingEventFilter.Properties.LogGroupName"),
        ("filter-pattern-syntax", "Resources.BookingEventFilter.Properties.FilterPattern"),
        ("function-log-group", "Resources.ConflictDetectorFunction"),
        ("log-group-dependency", "Resources.ReminderSenderFunction"),
        ("naive-aware-datetime", CODE),
        ("missing-permission", CODE),
        ("schedule-never-deleted", CODE),
    },
}

each_incident = pytest.mark.parametrize("incident", sorted(EXPECTED))
each_format = pytest.mark.parametrize("name", FORMATS)


EXPLAINED = {
    ("000-appointment-reminders", "template.yaml"): {
        (
            "reserved-concurrency",
            "Resources.ConflictDetectorFunction.Properties.ReservedConcurrentExecutions",
        )
    }
}
"""What a comment says is meant: it is shown and left to its author."""


def repaired(incident: str, name: str) -> Fixed:
    return fix(read(incident, name), CHECK, Safety.UNSAFE)


def read(incident: str, name: str) -> str:
    return (INCIDENTS / incident / name).read_bytes().decode()


def value(text: str, *path: str) -> Tree:
    return at(parse(text).tree, ("Resources", *path))


def places(checked: Checked) -> set[tuple[str, str]]:
    """The findings by rule and path; in JSON the code is a list of lines."""
    return {
        (finding.rule, dotted(finding.at).partition(".Fn::Join")[0]) for finding in checked.findings
    }


@each_incident
@each_format
def test_every_fault_of_the_report_is_found(incident: str, name: str) -> None:
    assert places(CHECK(read(incident, name))) == EXPECTED[incident]


@each_incident
@each_format
def test_all_that_have_a_fix_are_fixed(incident: str, name: str) -> None:
    result = repaired(incident, name)
    left = WITHOUT_FIX | EXPLAINED.get((incident, name), set())
    assert places(result.final) == left
    assert result.rejected == ()
    assert places(CHECK(result.final.text)) == left


@each_incident
@each_format
def test_the_second_run_changes_nothing(incident: str, name: str) -> None:
    text = repaired(incident, name).final.text
    assert fix(text, CHECK, Safety.UNSAFE).final.text == text


@each_format
def test_the_appointment_stack_is_refused_before_and_deploys_after(name: str) -> None:
    before = deploy(read("000-appointment-reminders", name))
    assert "Parameter ScheduleExpression is not valid." in before.reason
    after = deploy(repaired("000-appointment-reminders", name).final.text)
    assert (after.status, after.reason) == ("CREATE_COMPLETE", "")


@each_format
def test_the_booking_stack_deploys_after(name: str) -> None:
    after = deploy(repaired("001-booking-conflicts", name).final.text, region="us-west-1")
    assert (after.status, after.reason) == ("CREATE_COMPLETE", "")


@each_format
def test_the_rule_keeps_its_moment(name: str) -> None:
    text = repaired("000-appointment-reminders", name).final.text
    rule = value(text, "OpeningDayReminderRule", "Properties", "ScheduleExpression")
    assert rule == "cron(0 13 20 1 ? 2024)"


@each_format
def test_the_filter_names_the_values_that_the_code_prints(name: str) -> None:
    text = repaired("001-booking-conflicts", name).final.text
    pattern = value(text, "BookingEventFilter", "Properties", "FilterPattern")
    assert pattern == (
        "[time, request_id, event_type = BOOKING_CONFLICT || event_type = BOOKING_SUCCESS"
        " || event_type = BOOKING_ERROR, ...]"
    )


@each_format
def test_the_filter_waits_for_a_group_that_the_function_waits_for_too(name: str) -> None:
    text = repaired("001-booking-conflicts", name).final.text
    group = value(text, "BookingEventFilter", "Properties", "LogGroupName")["Ref"]
    assert value(text, group, "Type") == "AWS::Logs::LogGroup"
    assert value(text, "ConflictDetectorFunction", "DependsOn") in (group, [group])

"""The states language: transitions that lead somewhere, and states that something leads to."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.grammar.states.machine import faults

END: Any = {"Type": "Pass", "End": True}

WRONG: list[tuple[Any, str]] = [
    ({"States": {"A": END}}, "StartAt is missing"),
    ({"StartAt": "B", "States": {"A": END}}, "leads to 'B'"),
    ({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}, "leads to 'B'"),
    ({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1}}}, "neither Next nor End"),
    ({"StartAt": "A", "States": {"A": END, "B": END}}, "No state leads to state 'B'"),
    (
        {"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [], "Default": "B"}}},
        "leads to 'B'",
    ),
    ({"StartAt": "A", "States": {"A": {"Next": "A", "Type": "Pass"}}}, "no state that ends"),
    ({"StartAt": "A", "States": {"A": {"End": True}}}, "has no Type"),
    ({"StartAt": "A", "States": {"A": {"Type": "task", "End": True}}}, "'task', which does not"),
    ({"StartAt": "A", "States": {"A": {"Type": "Task", "End": True}}}, "without Resource"),
    ({"StartAt": "A", "States": {"A": {"Type": "Map", "End": True}}}, "ItemProcessor or Iterator"),
    ({"StartAt": "A", "States": {"A": {**END, "Next": "A"}}}, "both Next and End"),
    (
        {
            "StartAt": "A",
            "States": {"A": {"Type": "Choice", "Choices": [{}], "Default": "B"}, "B": END},
        },
        "a choice without Next",
    ),
    (
        {"StartAt": "A", "States": {"A": {**END, "Parameters": {"a": [{"b.$": "c"}]}}}},
        "'c' in b.$",
    ),
    (
        {"StartAt": "A", "States": {"A": {**END, "Catch": [{"ErrorEquals": [], "Next": "B"}]}}},
        "leads to 'B'",
    ),
    ({"StartAt": "A", "States": {"A": {**END, "Catch": [{"ErrorEquals": []}]}}}, "without Next"),
    ({"StartAt": "A", "States": {"A": {**END, "Retry": [{}]}}}, "of Retry without ErrorEquals"),
    ({"StartAt": "A", "States": {"A": {**END, "InputPath": "a"}}}, "'a' in InputPath"),
    (
        {
            "StartAt": "A",
            "States": {"A": {**END, "Branches": [{"StartAt": "X", "States": {"Y": END}}]}},
        },
        "leads to 'X'",
    ),
]


@pytest.mark.parametrize(("machine", "said"), WRONG, ids=str)
def test_wrong_machines(machine: Any, said: str) -> None:
    (fault,) = faults(machine)
    assert said in fault.message


@pytest.mark.parametrize(
    "machine",
    [
        None,
        {"StartAt": "A", "States": {"A": END}},
        {"StartAt": "${X}", "States": {"A": END, "B": END}},
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "${X}"}, "B": END}},
        {"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": {"Ref": "X"}}, "B": END}},
        {"StartAt": "A", "States": {"Fn::Transform": {}}},
        {"StartAt": "A", "States": {"A": {**END, "Parameters": {"a.$": "$$.x", "b.$": "${X}"}}}},
        {"StartAt": "A", "States": {"A": {**END, "Parameters": {"a.$": "States.UUID()"}}}},
        {
            "QueryLanguage": "JSONata",
            "StartAt": "A",
            "States": {"A": {**END, "Parameters": {"a.$": "b"}}},
        },
    ],
    ids=str,
)
def test_what_is_right_or_not_known_has_no_faults(machine: Any) -> None:
    assert list(faults(machine)) == []


def test_depth_has_a_bound() -> None:
    machine: Any = {"StartAt": "A", "States": {"A": END}}
    for _ in range(100):
        machine = {"StartAt": "A", "States": {"A": {**END, "Iterator": machine}}}
    assert list(faults(machine)) == []


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:states:::ecs:runTask.sync",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:eu-west-1:111122223333:activity:Review",
    ],
)
def test_what_express_machines_cannot_do(resource: str) -> None:
    state = {"Type": "Task", "Resource": resource, "End": True}
    machine = {"StartAt": "A", "States": {"A": state}}
    (fault,) = faults(machine, is_express=True)
    assert "EXPRESS" in fault.message
    assert list(faults(machine)) == []

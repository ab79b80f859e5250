"""What `Pulumi.<stack>.yaml` and the project file say is so under each stack, and said of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.model.settings import Settings
from tests.programs.reading import HEADS, Files
from tests.programs.test_reading import SCRIPT

RULES = {rule.id: rule for rule in registry.listed() if rule.id == "invalid-value"}
BAD = "config:\n  shop:days: 13\n"
GOOD = 'config:\n  shop:days: "14"\n'
CONFIG = "const config = new pulumi.Config();\n"
WAITS = "const days: any = { dev: 14, prod: 13 };\n"
SAYS = (
    "Log group 'logs' sets retentionInDays to '13', which is not one of the 22 values that are"
    " allowed, the nearest: 7 and 14, so the deployment fails"
)


def messages(value: str, stacks: Mapping[str, str], head: str = "") -> list[str]:
    """What is said of a program's log group that keeps its events for a value."""
    made = f'const logs = new aws.cloudwatch.LogGroup("logs", {{ retentionInDays: {value} }});'
    files = {f"Pulumi.{name}.yaml": text for name, text in stacks.items()}
    text = HEADS["nodejs"] + head
    project = Files({"Pulumi.yaml": text, "index.ts": SCRIPT + CONFIG + WAITS + made, **files})
    checked = check(text, list(RULES.values()), Settings(), project)
    return [told.message for told in entries(checked, "Pulumi.yaml", RULES)]


@pytest.mark.parametrize(
    "value",
    [
        'config.requireNumber("days")',
        'config.getNumber("days") ?? 14',
        'new pulumi.Config("shop").requireNumber("days")',
        'Number(config.require("days"))',
        "days[pulumi.getStack()]",
        'pulumi.getStack() === "prod" ? 13 : 14',
    ],
)
def test_a_value_of_the_configuration_is_judged_under_its_stack(value: str) -> None:
    assert messages(value, {"dev": GOOD, "prod": BAD}) == [f"{SAYS} (in stack prod)"]


def test_the_only_stack_is_named_too() -> None:
    assert messages('config.requireNumber("days")', {"prod": BAD}) == [f"{SAYS} (in stack prod)"]


def test_stacks_that_are_all_at_fault_are_named() -> None:
    found = messages('config.requireNumber("days")', {"dev": BAD, "prod": BAD})
    assert found == [f"{SAYS} (in stacks dev, prod)"]


def test_what_no_stack_decides_names_none() -> None:
    assert messages("13", {"dev": GOOD, "prod": BAD}) == [SAYS]


def test_parts_of_objects_are_known() -> None:
    value = 'config.requireObject<any>("logs").days'
    stack = "config:\n  shop:logs:\n    days: 13\n"
    assert messages(value, {"prod": stack}) == [f"{SAYS} (in stack prod)"]
    assert messages(value, {"prod": "config:\n  shop:logs:\n    secure: v1:abc\n"}) == []


@pytest.mark.parametrize("said", ["13", "{ default: 13 }", "{ value: 13, type: integer }"])
def test_the_project_file_speaks_for_stacks_that_say_nothing(said: str) -> None:
    head = f"config:\n  days: {said}\n"
    found = messages('config.requireNumber("days")', {"dev": GOOD, "prod": "config: {}\n"}, head)
    assert found == [f"{SAYS} (in stack prod)"]


def test_a_secret_is_not_known() -> None:
    stack = "config:\n  shop:days:\n    secure: AAABAMmz\n"
    assert messages('config.requireSecret("days")', {"prod": stack}) == []

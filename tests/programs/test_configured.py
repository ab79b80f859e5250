"""Lists and objects of the configuration: their parts, and loops over them, under each stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.model.settings import Settings
from tests.programs.reading import HEADS, Files, read
from tests.programs.test_reading import PYTHON, SCRIPT

RULES = {rule.id: rule for rule in registry.listed() if rule.id == "invalid-value"}
DEV = """config:
  shop:logs:
    - name: web
      days: 14
    - name: db
      days: 7
"""
PROD = DEV.replace("14", "13")
LONGER = DEV + "    - name: more\n      days: 13\n"
LOOP = """
config = pulumi.Config()
for log in config.require_object("logs"):
    aws.cloudwatch.LogGroup(log["name"], retention_in_days=log["days"])
"""
EACH = """
const config = new pulumi.Config();
interface Log { name: string; days: number }
for (const log of config.requireObject<Log[]>("logs")) {
  new aws.cloudwatch.LogGroup(log.name, { retentionInDays: log.days });
}
"""
MAPPED = """
const config = new pulumi.Config();
config.requireObject<any[]>("logs").map(({ name, days }, i) =>
  new aws.cloudwatch.LogGroup(`logs-${i}`, { retentionInDays: days }));
"""
BY_NAME = """
const config = new pulumi.Config();
for (const [name, log] of Object.entries(config.requireObject<Record<string, any>>("logs"))) {
  new aws.cloudwatch.LogGroup(name, { retentionInDays: log.days });
}
"""
OBJECT = "config:\n  shop:logs:\n    web: { days: 13 }\n    db: { days: 7 }\n"


def files(runtime: str, text: str, stacks: Mapping[str, str]) -> dict[str, str]:
    main = "__main__.py" if runtime == "python" else "index.ts"
    return {main: text, **{f"Pulumi.{name}.yaml": one for name, one in stacks.items()}}


def said(runtime: str, text: str, stacks: Mapping[str, str], head: str = "") -> list[str]:
    """The ends of what is said of a program: the value, and the stack."""
    whole = HEADS[runtime] + head
    project = Files({"Pulumi.yaml": whole, **files(runtime, text, stacks)})
    checked = check(whole, list(RULES.values()), Settings(), project)
    messages = [told.message for told in entries(checked, "Pulumi.yaml", RULES)]
    return [message.rpartition("(")[2] for message in messages if "'13'" in message]


def made(runtime: str, text: str, stacks: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = read(runtime, files(runtime, text, stacks)).tree["Resources"]
    return found


@pytest.mark.parametrize(
    ("runtime", "text"),
    [("python", PYTHON + LOOP), ("nodejs", SCRIPT + EACH), ("nodejs", SCRIPT + MAPPED)],
)
def test_a_loop_makes_a_resource_of_each_item(runtime: str, text: str) -> None:
    stacks = {"dev": DEV, "prod": PROD}
    assert len(made(runtime, text, stacks)) == 2
    assert said(runtime, text, stacks) == ["in stack prod)"]


def test_entries_of_an_object_are_gone_through() -> None:
    assert len(made("nodejs", SCRIPT + BY_NAME, {"dev": OBJECT})) == 2
    assert said("nodejs", SCRIPT + BY_NAME, {"dev": OBJECT}) == ["in stack dev)"]


def test_a_list_is_the_value_of_an_argument() -> None:
    text = 'made = aws.rds.SubnetGroup("g", subnet_ids=pulumi.Config().require_object("subnets"))'
    stack = "config:\n  shop:subnets: [subnet-1, subnet-2]\n"
    found = made("python", f"{PYTHON}{text}", {"dev": stack})
    assert found["made"]["Properties"]["SubnetIds"] == [{"Ref": "Subnets0"}, {"Ref": "Subnets1"}]


def test_the_project_file_has_lists_too() -> None:
    head = "config:\n  logs:\n    type: array\n    items: { type: object }\n    default:\n"
    head += "      - { name: web, days: 13 }\n"
    assert said("python", PYTHON + LOOP, {"dev": "config: {}\n"}, head) == ["in stack dev)"]


@pytest.mark.parametrize(
    "stacks",
    [
        {},
        {"dev": "config: {}\n"},
        {"dev": DEV, "prod": LONGER},
        {"dev": DEV, "prod": OBJECT},
        {"dev": "config:\n  shop:logs:\n    secure: v1:abc\n"},
        {"dev": "config:\n  shop:logs: some\n"},
    ],
)
def test_what_stacks_do_not_agree_on_is_unknown(stacks: Mapping[str, str]) -> None:
    (group,) = made("python", PYTHON + LOOP, stacks).values()
    assert "Fn::Unknown" in group["Properties"]["RetentionInDays"]
    assert group["Condition"]


def test_what_a_stack_may_do_without_is_unknown() -> None:
    text = PYTHON + LOOP.replace('require_object("logs")', 'get_object("logs") or []')
    assert len(made("python", text, {"dev": DEV, "prod": PROD})) == 2
    (group,) = made("python", text, {"dev": DEV, "prod": "config: {}\n"}).values()
    assert "Fn::Unknown" in group["Properties"]["RetentionInDays"]

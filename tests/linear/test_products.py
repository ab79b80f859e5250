"""What may be one thing under each condition and for each key is read a bounded number of times."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template import ways
from auditor.template.deployments import Deployments
from auditor.template.template import Template
from auditor.template.values import UNKNOWN
from tests.linear.calls import calls

FEW, MANY = 40, 160
_FUNCTION = """\
  F{number}:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !Ref Role
      Code: {{S3Bucket: code, S3Key: key-{number}}}
"""
ALLOWED = 1.1
"""Work for each of many, as a part of that for each of few."""


def conditional(number: int) -> tuple[dict[str, Tree], dict[str, Tree]]:
    """Parameters, and conditions that ask one each."""
    parameters: dict[str, Tree] = {f"P{k}": {"Type": "String"} for k in range(number)}
    conditions: dict[str, Tree] = {
        f"C{k}": {"Fn::Equals": [{"Ref": f"P{k}"}, "x"]} for k in range(number)
    }
    return parameters, conditions


def test_a_key_that_is_not_known_is_asked_once_for_each_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = Deployments.can_be

    def counted(self: Deployments, parameter: str, text: str, *when: object) -> bool:
        asked.append(text)
        return real(self, parameter, text, *when)  # type: ignore[arg-type]

    monkeypatch.setattr(Deployments, "can_be", counted)
    rows: dict[str, Tree] = {
        f"row{row}": {f"column{column}": "x" for column in range(FEW)} for row in range(FEW)
    }
    template = Template(
        {
            "Parameters": {
                "Row": {"Type": "String", "Default": "row0"},
                "Column": {"Type": "String", "AllowedValues": ["none", "other"]},
            },
            "Mappings": {"M": rows},
        },
        Settings(),
    )
    value: Tree = {"Fn::FindInMap": ["M", {"Ref": "Row"}, {"Ref": "Column"}]}
    assert [case.value for case in template.cases(value, ())] == [UNKNOWN]
    assert len(asked) == 2 * FEW


def test_conditions_about_other_parameters_do_not_multiply() -> None:
    def asked(number: int) -> Callable[[], object]:
        parameters, conditions = conditional(number)
        template = Template({"Parameters": parameters, "Conditions": conditions}, Settings())
        return lambda: template.can_hold(frozenset((name, True) for name in conditions))

    assert calls(asked(12)) <= ALLOWED * calls(asked(3)) * 12 / 3


def test_ways_of_all_resources_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_MOST_READ", 20_000)
    parameters, conditions = conditional(10)
    tags: Tree = [
        {"Fn::If": [name, {"Key": name, "Value": "x"}, {"Ref": "AWS::NoValue"}]}
        for name in conditions
    ]

    def told(number: int) -> list[int]:
        resources: dict[str, Tree] = {
            f"B{k}": {"Type": "AWS::S3::Bucket", "Properties": {"Tags": tags}}
            for k in range(number)
        }
        template = Template(
            {"Parameters": parameters, "Conditions": conditions, "Resources": resources}, Settings()
        )
        return [len(ways.ways(resource)) for resource in template.resources.values()]

    values = 1 + 1 + 10 * 8
    assert told(1) == [64]
    assert set(told(FEW)) == {4}
    assert FEW * 4 * values <= 20_000 < FEW * 8 * values


def test_texts_of_fixes_cost_the_same_each() -> None:
    rules = {rule.id: rule for rule in registry.load() if rule.id == "function-log-group"}

    def shown(number: int) -> Callable[[], object]:
        functions = "".join(_FUNCTION.format(number=k) for k in range(number))
        text = f"Parameters:\n  Role: {{Type: String}}\nResources:\n{functions}"
        checked = check(text, list(rules.values()), Settings())

        def work() -> None:
            found = list(entries(checked, "a.yaml", rules, detailed=True))
            assert len(found) == number
            assert all(one.fix is not None and one.fix.hunks for one in found)

        return work

    shown(1)()
    assert calls(shown(MANY)) <= ALLOWED * calls(shown(FEW)) * MANY / FEW

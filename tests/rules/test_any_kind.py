"""Values of any wrong kind, in every property of every type that has a schema, crash no rule."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from auditor.data import resource_schemas
from auditor.engine.check import check
from auditor.model.settings import Settings
from tests.rules.cases import rules

FOLDER = Path(resource_schemas.__file__).parent / "resource_schemas"
KINDS: list[Any] = [
    *("", "a", 1, -1.5, 10**30, True, None),
    *([], ["a"], [{"a": "b"}], [[]], {}, {"a": "b"}, {"a": {"b": ["c", None]}}),
    *({"Ref": 5}, {"Ref": "Nothing"}, {"Ref": "AWS::NoValue"}, {"Fn::GetAtt": [1]}),
    *({"Fn::Sub": []}, {"Fn::Sub": ["${a}", 5]}, {"Fn::Join": ["", {"a": "b"}]}),
    *({"Fn::If": ["Open"]}, {"Fn::If": ["Open", 1, {"a": [1]}]}, {"Fn::ForEach::Each": 5}),
]
_AT_ONCE = 25


def types() -> list[tuple[str, list[str]]]:
    """The types of all schemas with their properties, in the order of their names."""
    found = []
    for file in sorted(FOLDER.glob("A*.jsonl")):
        for line in file.read_text().splitlines():
            name, schema = json.loads(line)
            found.append((name, sorted(schema.get("properties", {}))))
    return found


def test_values_of_any_kind() -> None:
    chance = random.Random(1)
    every = types()
    assert len(every) > 1_500
    for start in range(0, len(every), _AT_ONCE):
        resources = {}
        for index, (name, properties) in enumerate(every[start : start + _AT_ONCE]):
            body: Any = {one: chance.choice(KINDS) for one in properties}
            if chance.random() < 0.1:
                body = chance.choice(KINDS)
            resources[f"R{index}"] = {"Type": name, "Properties": body}
        template = {
            "Transform": "AWS::Serverless-2016-10-31",
            "Conditions": {"Open": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
            "Resources": resources,
        }
        result = check(json.dumps(template), [*rules().values()], Settings())
        assert [(crash.rule, crash.error) for crash in result.crashes] == []

"""Every row of what people mean is found, and its fix leads to what the schema takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.data.table import read_table
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.data.test_meant import name_of, properties_at
from tests.rules.cases import rules

PROPERTIES: list[dict[str, Any]] = read_table("meant", "properties.json")
VALUES: list[dict[str, Any]] = read_table("meant", "values.json")
LISTS = {
    "Replicas",
    "Targets",
    "SecurityGroupEgress",
    "SecurityGroupIngress",
    "BlockDeviceMappings",
}
SAMPLES = {"attribute": 30, "move-to": True, "own": {}, "remove": "a", "unwrap": ["a"]}
LISTS |= {"BackupPlanRule", "Rules", "Transitions", "AllowMethods"}


def around(names: list[str], inner: Any) -> Any:
    """A value below properties; those that are lists have it as their item."""
    for name in reversed(names):
        inner = {name: [inner] if name in LISTS else inner}
    return inner


def sample(row: dict[str, Any]) -> Any:
    """A value of the kind that the row is about."""
    if row["do"] == "map":
        return [{"Key": "team", "Value": "shop"}]
    if row["do"] in SAMPLES:
        return row.get("wrote", SAMPLES[row["do"]])
    if "keys" in row:
        return [dict.fromkeys(row["keys"], "a")]
    way = row["to"].split(".")
    below = [*filter(None, [row["in"]]), *way[:-1]] if row["do"] == "move-in" else way[:-1]
    holder = row["in"] if row["do"] == "rename" else ".".join(below)
    node = properties_at(row["type"], holder)[way[-1]]
    kinds = {"array": ["a"], "object": {}, "boolean": True, "integer": 1, "l": ["a"]}
    if not isinstance(node, dict):
        return 1 if row["to"].startswith("Reserved") else "a"
    root_kind = node.get("type") or ("object" if "$ref" in node else "string")
    return kinds.get(root_kind if isinstance(root_kind, str) else root_kind[0], "a")


def template(type_name: str, properties: Any, **others: Any) -> str:
    body = {"Type": type_name, "Properties": properties}
    head = {"Transform": "AWS::Serverless-2016-10-31"} if "Serverless" in type_name else {}
    return json.dumps({**head, "Resources": {"One": body, **others}}, indent=2)


def beside(row: dict[str, Any]) -> dict[str, Any]:
    """A resource that a property belongs to."""
    if row["do"] != "move-to":
        return {}
    return {"Other": {"Type": row["to"], "Properties": {row["name"]: {"Ref": "One"}}}}


def fixed(text: str, rule: str) -> tuple[Checked, Checked]:
    def run(text: str, *, beside: Any) -> Checked:
        return check(text, [rules()[rule]], Settings(), None, beside)

    done = fix(text, run, Safety.UNSAFE)
    return done.original, done.final


@pytest.mark.parametrize("row", PROPERTIES, ids=name_of)
def test_a_property_is_put_where_it_is_meant(row: dict[str, Any]) -> None:
    names = [name for name in row["in"].split(".") if name]
    text = template(row["type"], around(names, {row["key"]: sample(row)}), **beside(row))
    before, after = fixed(text, "unknown-property")
    assert [found.at[-1] for found in before.findings] == [row["key"]]
    assert after.text != text
    key = f'"{row["key"]}"'
    is_same = row["do"] in ("move-to", "own") or row["key"] == row.get("to", "").split(".")[-1]
    assert key not in after.text or is_same
    if row["do"] not in ("remove", "move-to", "own"):
        assert f'"{row["to"].split(".")[-1]}"' in after.text
    assert [found for found in after.findings if found.at[-1] == row["key"]] == []


@pytest.mark.parametrize("row", VALUES, ids=name_of)
def test_a_value_becomes_the_one_that_is_meant(row: dict[str, Any]) -> None:
    *names, last = row["property"].split(".")
    value = [row["wrote"], "GET"] if last in LISTS else row["wrote"]
    before, after = fixed(template(row["type"], around(names, {last: value})), "invalid-value")
    assert len(before.findings) == 1
    assert after.findings == ()
    assert json.dumps(row["wrote"]) not in after.text
    assert row.get("meant") is None or json.dumps(row["meant"]) in after.text

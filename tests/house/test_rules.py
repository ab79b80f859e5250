"""What house rules find in templates, where, and when they are silent."""

from __future__ import annotations

import json
import textwrap
from contextlib import suppress
from random import Random
from typing import Any

import pytest
import yaml

from auditor.engine.check import check
from auditor.house.read import house_rules
from auditor.model.path import dotted
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
from tests.linear.calls import calls
from tests.rules.cases import Case, cases
from tests.rules.test_mutants import mutants

HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Key: {Type: String}
  Slow: {Type: Number, Default: '10'}
  Quick: {Type: Number, Default: 40}
  Fixed: {Type: Number, AllowedValues: [10]}
  Stage: {Type: String}
Mappings:
  Times: {dev: {Seconds: 10}, prod: {Seconds: 60}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Equals [!Ref Stage, dev]
"""
SCHEMA: dict[str, Any] = {
    "required": ["KmsMasterKeyId"],
    "properties": {
        "KmsMasterKeyId": {"pattern": "^alias/our-"},
        "VisibilityTimeout": {"type": "integer", "minimum": 30},
        "Tags": {"contains": {"properties": {"Key": {"const": "team"}}}},
        "RedrivePolicy": {"required": ["maxReceiveCount"]},
        "QueueName": False,
    },
}


def rules(schema: dict[str, Any] = SCHEMA, **more: Any) -> tuple[AnyRule, ...]:
    entry = {
        "id": "our-queues",
        "type": "AWS::SQS::Queue",
        "schema": schema,
        "message": "Queues are as we want them",
        "severity": "error",
    }
    return house_rules(yaml.safe_dump({"version": 1, "rules": [entry | more]}), "house.yaml")


def found(text: str, own: tuple[AnyRule, ...]) -> list[str]:
    """Each finding as `severity path` with `(key)`, and what is added to the message."""
    checked = check(text, own, Settings())
    assert checked.crashes == ()
    rows = []
    for finding in checked.findings:
        more = finding.message.removeprefix("Queues are as we want them")
        key = " (key)" if finding.on_key else ""
        rows.append(f"{finding.severity} {dotted(finding.at[2:])}{key}{more}")
    return rows


def template(properties: str, head: str = HEAD) -> str:
    body = textwrap.indent(textwrap.dedent(properties), "      ")
    return f"{head}Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n{body}"


OURS = "KmsMasterKeyId: alias/our-key\n"
FAULTS = {
    "missing": ("VisibilityTimeout: 30\n", ["error Properties (key)"]),
    "nothing": ("{}\n", ["error Properties (key)"]),
    "wrong": ("KmsMasterKeyId: alias/aws/sqs\n", ["error Properties.KmsMasterKeyId"]),
    "too small": (OURS + "VisibilityTimeout: 5\n", ["error Properties.VisibilityTimeout"]),
    "too small as text": (
        OURS + "VisibilityTimeout: '5'\n",
        ["error Properties.VisibilityTimeout"],
    ),
    "default": (OURS + "VisibilityTimeout: !Ref Slow\n", ["warning Properties.VisibilityTimeout"]),
    "only value": (
        OURS + "VisibilityTimeout: !Ref Fixed\n",
        ["error Properties.VisibilityTimeout"],
    ),
    "branch": (
        "KmsMasterKeyId: !If [IsProd, alias/our-key, alias/aws/sqs]\n",
        ["error Properties.KmsMasterKeyId.Fn::If[2], where 'IsProd' is false"],
    ),
    "both branches": (
        "KmsMasterKeyId: !If [IsProd, alias/a, alias/b]\n",
        [
            "error Properties.KmsMasterKeyId.Fn::If[1], where 'IsProd' is true",
            "error Properties.KmsMasterKeyId.Fn::If[2], where 'IsProd' is false",
        ],
    ),
    "gone in a branch": (
        "KmsMasterKeyId: !If [IsProd, alias/our-key, !Ref 'AWS::NoValue']\n",
        ["error Properties (key), where 'IsProd' is false"],
    ),
    "no value": ("KmsMasterKeyId: !Ref AWS::NoValue\n", ["error Properties (key)"]),
    "text that is known": (
        "KmsMasterKeyId: !Sub alias/${Fixed}\n",
        ["error Properties.KmsMasterKeyId"],
    ),
    "deeper": (OURS + "RedrivePolicy: {a: 1}\n", ["error Properties.RedrivePolicy (key)"]),
    "item": (OURS + "Tags: [{Key: cost, Value: x}]\n", ["error Properties.Tags (key)"]),
    "never": (OURS + "QueueName: !Ref Key\n", ["error Properties.QueueName"]),
    "row that is known": (
        OURS + "VisibilityTimeout: !FindInMap [Times, dev, Seconds]\n",
        ["error dev.Seconds"],
    ),
}
SILENT = {
    "as wanted": OURS + "VisibilityTimeout: 30\nTags: [{Key: team, Value: x}]\n",
    "reference": "KmsMasterKeyId: !Ref Key\nVisibilityTimeout: !Ref Key\n",
    "attribute": "KmsMasterKeyId: !GetAtt Own.Arn\n",
    "import": "KmsMasterKeyId: !ImportValue key\n",
    "read at deployment": "KmsMasterKeyId: '{{resolve:ssm:key}}'\n",
    "text with a gap": "KmsMasterKeyId: !Sub alias/our-${Key}\n",
    "default that fits": OURS + "VisibilityTimeout: !Ref Quick\n",
    "row that is not known": OURS + "VisibilityTimeout: !FindInMap [Times, !Ref Key, Seconds]\n",
    "number as text": OURS + "VisibilityTimeout: '30'\n",
    "branches that fit": "KmsMasterKeyId: !If [IsProd, alias/our-a, alias/our-b]\n",
    "branch that cannot be": OURS + "VisibilityTimeout: !If [IsProd, !If [IsDev, 1, 30], 30]\n",
    "item that is not known": OURS + "Tags: [{Key: cost, Value: x}, !Ref Key]\n",
    "list that is not known": OURS + "Tags: !Ref Key\n",
    "item that may be there": OURS + "Tags: [!If [IsProd, {Key: team}, {Key: team, Value: x}]]\n",
    "deeper reference": OURS + "RedrivePolicy: {maxReceiveCount: !Ref Key}\n",
    "macro": "Fn::Transform: {Name: Ours}\n",
    "chosen as a whole": "!If [IsProd, {}, {}]\n",
    "a text": "nothing\n",
    "empty list": "[]\n",
    "condition that is not a text": "KmsMasterKeyId: !If [[], a, b]\n",
    "half a function": "KmsMasterKeyId: !If [IsProd]\n",
}


@pytest.mark.parametrize(("properties", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_in_its_place(properties: str, expected: list[str]) -> None:
    assert found(template(properties), rules()) == expected


@pytest.mark.parametrize("properties", SILENT.values(), ids=SILENT)
def test_nothing_is_claimed(properties: str) -> None:
    assert found(template(properties), rules()) == []


def test_without_properties_the_type_is_the_place() -> None:
    text = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"
    assert found(text, rules()) == ["error Type"]


UNDER_NEGATION: dict[str, tuple[dict[str, Any], str, bool]] = {
    "not, known": ({"not": {"required": ["A"]}}, "A: 1\n", True),
    "not, there whatever it is": ({"not": {"required": ["A"]}}, "A: !Ref Key\n", True),
    "not, perhaps there": ({"not": {"required": ["A"]}}, "A: !Select [1, !Ref Key]\n", False),
    "not, unknown": ({"not": {"properties": {"A": {"const": 1}}}}, "A: !Ref Key\n", False),
    "one of, unknown": (
        {"oneOf": [{"required": ["A"]}, {"properties": {"B": {"const": 1}}, "required": ["B"]}]},
        "A: 1\nB: !Ref Key\n",
        False,
    ),
    "if, unknown": (
        {
            "if": {"properties": {"A": {"const": 1}}, "required": ["A"]},
            "then": {"required": ["B"]},
        },
        "A: !Ref Key\n",
        False,
    ),
    "if, known": (
        {
            "if": {"properties": {"A": {"const": 1}}, "required": ["A"]},
            "then": {"required": ["B"]},
        },
        "A: '1'\n",
        True,
    ),
    "no others": ({"additionalProperties": False}, "A: 1\n", True),
    "contains too many, unknown": (
        {"properties": {"A": {"contains": {"const": 1}, "maxContains": 1}}},
        "A: [1, !Ref Key]\n",
        False,
    ),
    "twice, unknown": ({"properties": {"A": {"uniqueItems": True}}}, "A: [1, !Ref Key]\n", False),
    "twice": ({"properties": {"A": {"uniqueItems": True}}}, "A: [!Ref Key, 1, 1]\n", True),
}


@pytest.mark.parametrize(
    ("schema", "properties", "is_fault"), UNDER_NEGATION.values(), ids=UNDER_NEGATION
)
def test_what_is_not_known_is_never_held_against_a_resource(
    schema: dict[str, Any], properties: str, is_fault: bool
) -> None:
    assert bool(found(template(properties), rules(schema))) is is_fault


TYPES = {
    "AWS::SQS::Queue": True,
    "AWS::SQS::*": True,
    "AWS::*::Queue": True,
    "*": True,
    "AWS::SNS::*": False,
}


@pytest.mark.parametrize(("type", "is_meant"), TYPES.items(), ids=TYPES)
def test_types(type: str, is_meant: bool) -> None:
    for wanted in (type, ["AWS::SNS::Topic", type]):
        assert bool(found(template("{}\n"), rules(type=wanted))) is is_meant


def test_a_resource_that_is_never_made_so_is_not_at_fault() -> None:
    text = template("KmsMasterKeyId: !If [IsProd, alias/our-key, wrong]\n")
    assert found(text.replace("    Type", "    Condition: IsProd\n    Type"), rules()) == []


def test_globals_of_sam_count() -> None:
    schema = {"properties": {"Timeout": {"maximum": 10}}, "required": ["Tracing"]}
    own = rules(schema, type="AWS::Serverless::Function")
    text = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 20, Tracing: Active}}
Resources:
  A: {Type: AWS::Serverless::Function}
  B: {Type: AWS::Serverless::Function, Properties: {Timeout: 5}}
"""
    assert found(text, own) == ["error Timeout"]


def test_in_a_template_that_a_macro_rewrites_it_is_a_warning() -> None:
    assert found("Transform: Ours\n" + template("{}\n", ""), rules()) == [
        "warning Properties (key)"
    ]


def test_many_conditions_end_soon() -> None:
    names = [f"C{number}" for number in range(40)]
    head = "Conditions:\n" + "".join(f"  {name}: !Equals [!Ref {name}, x]\n" for name in names)
    properties = "".join(f"P{name}: !If [{name}, 1, 2]\n" for name in names)
    schema = {"properties": {f"P{name}": {"maximum": 2} for name in names}}
    assert found(template(properties, head), rules(schema)) == []


def test_a_resource_twice_as_large_costs_little_more_than_twice_the_work() -> None:
    assert calls(lambda: large(1_000)) < 3 * calls(lambda: large(500))
    assert large(500) != []


def large(count: int) -> list[Any]:
    properties = "".join(f"P{number}: !If [C{number % 8}, 1, 2]\n" for number in range(count))
    head = "Conditions:\n" + "".join(
        f"  C{number}: !Equals [!Ref X, {number}]\n" for number in range(8)
    )
    return list(found(template(properties, head), rules({"maxProperties": 10})))


WHATEVER = {
    "$defs": {
        "any": {
            "items": {"$ref": "#/$defs/any"},
            "additionalProperties": {"$ref": "#/$defs/any"},
            "pattern": "^x",
            "minimum": 3,
            "uniqueItems": True,
            "maxProperties": 1,
        }
    },
    "additionalProperties": {"$ref": "#/$defs/any"},
}
EVERY_TENTH = list(cases())[::10]


@pytest.mark.parametrize("case", EVERY_TENTH, ids=str)
def test_no_template_makes_a_house_rule_fail(case: Case) -> None:
    own = rules(WHATEVER, type="*", fix={"set": {"A.B": 1}, "remove": ["Name", "Tags"]})
    with suppress(SyntaxFault):
        for mutant in mutants(parse(case.text).tree, Random(str(case)))[:3]:
            found(json.dumps(mutant), own)


def test_deep_values_are_not_known() -> None:
    text = template("A: " + "[" * 150 + "]" * 150 + "\n")
    inner = {"items": {"$ref": "#/$defs/a"}, "maxItems": 1}
    schema = {"$defs": {"a": inner}, "properties": {"A": inner}}
    assert found(text, rules(schema)) == []


def test_a_rule_is_documented() -> None:
    (rule,) = rules(url="https://wiki.example.com/queues", fix={"remove": ["QueueName"]})
    assert rule.service == "house"
    assert rule.doc.startswith("Queues are as we want them.\n")
    assert "https://wiki.example.com/queues" in rule.doc
    assert "house.yaml:" in rule.doc
    assert "Remove QueueName" in rule.doc

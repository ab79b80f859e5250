"""What the fixes of house rules change, and what they leave alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.house.test_rules import rules, template

SCHEMA: dict[str, Any] = {
    "required": ["KmsMasterKeyId"],
    "properties": {
        "KmsMasterKeyId": {"pattern": "^alias/our-"},
        "QueueName": False,
        "RedrivePolicy": {"properties": {"maxReceiveCount": {"maximum": 5}}},
    },
}
FIX: dict[str, Any] = {
    "set": {"KmsMasterKeyId": "alias/our-key", "RedrivePolicy.maxReceiveCount": 3},
    "remove": ["QueueName"],
}
OURS = "KmsMasterKeyId: alias/our-a\n"
CHANGED = {
    "missing": (
        "Tags: []\n",
        "Tags: []\nKmsMasterKeyId: alias/our-key\nRedrivePolicy:\n  maxReceiveCount: 3\n",
    ),
    "wrong": ("KmsMasterKeyId: x\n", "KmsMasterKeyId: alias/our-key\n"),
    "branch": (
        "KmsMasterKeyId: !If [IsProd, alias/our-a, x]\n",
        "KmsMasterKeyId: !If [IsProd, alias/our-a, alias/our-key]\n",
    ),
    "nothing in a branch": (
        "KmsMasterKeyId: !If [IsProd, alias/our-a, !Ref 'AWS::NoValue']\nRedrivePolicy: {a: 1}\n",
        "KmsMasterKeyId: !If [IsProd, alias/our-a, alias/our-key]\nRedrivePolicy: {a: 1}\n",
    ),
    "deeper": (
        OURS + "RedrivePolicy:\n  maxReceiveCount: 9\n  deadLetterTargetArn: x\n",
        OURS + "RedrivePolicy:\n  maxReceiveCount: 3\n  deadLetterTargetArn: x\n",
    ),
    "too much": (OURS + "QueueName: a\n", OURS),
    "what is right stays": (
        "KmsMasterKeyId: !Ref Key\nQueueName: a\n",
        "KmsMasterKeyId: !Ref Key\n",
    ),
}
UNCHANGED = {
    "right": OURS,
    "explained": "KmsMasterKeyId: x  # why\n",
    "not known": "KmsMasterKeyId: !Ref Key\n",
}


def fixed(text: str, schema: dict[str, Any], least: Safety = Safety.UNSAFE, **more: Any) -> str:
    own = rules(schema, **more)

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, own, Settings(), None, beside)

    done = fix(text, run, least)
    assert done.final.crashes == ()
    assert done.cycle == ()
    assert fix(done.final.text, run, least).final.text == done.final.text
    return done.final.text


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_a_fix_changes_what_is_at_fault(before: str, after: str) -> None:
    assert fixed(template(before), SCHEMA, fix=FIX) == template(after)


@pytest.mark.parametrize("properties", UNCHANGED.values(), ids=UNCHANGED)
def test_a_fix_leaves_alone(properties: str) -> None:
    assert fixed(template(properties), SCHEMA, fix=FIX) == template(properties)


def test_in_the_place_of_a_default_a_fix_is_never_safe() -> None:
    before = template(OURS + "RedrivePolicy: {maxReceiveCount: !Ref Quick}\n")
    own = FIX | {"safety": "safe"}
    assert fixed(before, SCHEMA, Safety.SAFE, fix=own) == before
    after = before.replace("!Ref Quick", "3").replace("  Quick: {Type: Number, Default: 40}\n", "")
    assert fixed(before, SCHEMA, fix=own) == after


def test_what_a_fix_leaves_without_a_use_goes_with_it() -> None:
    before = template(OURS + "QueueName: !If [IsProd, a, !Ref 'AWS::NoValue']\n")
    after = template(OURS).replace("  IsProd: !Equals [!Ref Stage, prod]\n", "")
    assert fixed(before, SCHEMA, fix=FIX) == after


def test_properties_are_made_where_there_are_none() -> None:
    text = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"
    wanted = text + "    Properties:\n      KmsMasterKeyId: alias/our-key\n"
    own = {"set": {"KmsMasterKeyId": "alias/our-key"}}
    assert fixed(text, {"required": ["KmsMasterKeyId"]}, fix=own) == wanted


def test_a_mapping_adds_to_one_that_is_there() -> None:
    schema = {"properties": {"A": {"required": ["b"]}}}
    text = template("A:\n  a: 1\n")
    assert fixed(text, schema, fix={"set": {"A": {"b": 2}}}) == template("A:\n  a: 1\n  b: 2\n")


SAFETIES = {"safe": Safety.SAFE, "unsafe": Safety.UNSAFE, "display": Safety.DISPLAY}


@pytest.mark.parametrize("safety", SAFETIES)
@pytest.mark.parametrize("least", [Safety.SAFE, Safety.UNSAFE])
def test_the_safety_is_that_of_the_file(safety: str, least: Safety) -> None:
    own = {"remove": ["DelaySeconds"], "safety": safety}
    text = template("QueueName: a\nDelaySeconds: 1\n")
    after = fixed(text, {"properties": {"DelaySeconds": False}}, least, fix=own)
    assert (after != text) is (SAFETIES[safety] >= least)


def test_a_fix_that_replaces_a_resource_is_not_safe_whatever_the_file_says() -> None:
    own = {"remove": ["QueueName"], "safety": "safe"}
    text = template("QueueName: a\nDelaySeconds: 1\n")
    schema = {"properties": {"QueueName": False}}
    assert fixed(text, schema, Safety.SAFE, fix=own) == text
    assert fixed(text, schema, fix=own) != text


def test_a_fix_that_does_not_help_is_taken_back() -> None:
    text = template("KmsMasterKeyId: x\n")
    assert fixed(text, SCHEMA, fix={"set": {"KmsMasterKeyId": "still wrong"}}) == text


def test_globals_are_not_changed_for_one_function() -> None:
    text = (
        "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Timeout: 20}}\n"
        "Resources:\n  A: {Type: AWS::Serverless::Function}\n"
    )
    schema = {"properties": {"Timeout": {"maximum": 10}}}
    own = {"set": {"Timeout": 10}}
    assert fixed(text, schema, type="AWS::Serverless::Function", fix=own) == text

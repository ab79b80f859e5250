"""A file of house rules that cannot be used: one sentence with the place."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.house.form import schema
from auditor.house.read import MAX_CHARACTERS, BadHouseRules, house_rules

GOOD = """\
version: 1
rules:
  - id: our-queues
    type: AWS::SQS::Queue
    schema:
      required: [KmsMasterKeyId]
    message: Queues need a key of our own
    fix: {set: {KmsMasterKeyId: alias/our-key}}
"""
FAULTS = {
    "empty": ("", "1:1: the document is empty"),
    "no YAML": (GOOD.replace("[Kms", "['Kms"), "6:18: "),
    "no mapping": ("- a\n", "1:1: the file must be a mapping, not a list"),
    "no version": (GOOD.replace("version: 1\n", ""), "1:1: the file needs 'version'"),
    "other version": (GOOD.replace("n: 1", "n: 2"), "1:10: 'version' must be 1, the version"),
    "version as text": (GOOD.replace("n: 1", "n: '1'"), "1:10: 'version' must be 1, the version"),
    "rules as a mapping": ("version: 1\nrules: {}\n", "2:8: 'rules' must be a list, not a mapping"),
    "rule as a text": ("version: 1\nrules: [a]\n", "2:9: 'rules[0]' must be a mapping, not 'a'"),
    "unknown key": (
        GOOD.replace("message", "mesage"),
        "7:5: unknown key 'mesage' in 'rules[0]'; did you mean 'message'?",
    ),
    "unknown key at the top": (
        "ruls: []\n" + GOOD,
        "1:1: unknown key 'ruls'; did you mean 'rules'?",
    ),
    "no message": (
        GOOD.replace("    message: Queues need a key of our own\n", ""),
        "needs 'message'",
    ),
    "empty message": (
        GOOD.replace("Queues need a key of our own", "''"),
        "7:14: 'rules[0].message' must not",
    ),
    "unknown type": (
        GOOD.replace("SQS::Queue", "SQS::Queu"),
        "4:11: unknown type 'AWS::SQS::Queu'; did you mean 'AWS::SQS::Queue'?",
    ),
    "type of an unknown service": (
        GOOD.replace("AWS::SQS::Queue", "AWS::SQSS::Queue"),
        "4:11: unknown type 'AWS::SQSS::Queue'; did you mean 'AWS::SQS::Queue'?",
    ),
    "unknown property that is needed": (
        GOOD.replace("[KmsMasterKeyId]", "[KmsMasterKey]"),
        "6:18: unknown property 'KmsMasterKey' of AWS::SQS::Queue; did you mean 'KmsMasterKeyId'?",
    ),
    "unknown property with a schema": (
        GOOD.replace("required: [KmsMasterKeyId]", "properties: {KmsMasterKey: {type: string}}"),
        "6:20: unknown property 'KmsMasterKey' of AWS::SQS::Queue; did you mean 'KmsMasterKeyId'?",
    ),
    "unknown property that is set": (
        GOOD.replace("{KmsMasterKeyId:", "{KmsMasterKey.a:"),
        "8:17: unknown property 'KmsMasterKey' of AWS::SQS::Queue; did you mean 'KmsMasterKeyId'?",
    ),
    "key twice": (GOOD + "    type: AWS::SNS::Topic\n", "9:5: the key 'type' is there twice"),
    "id in one word": (GOOD.replace("our-queues", "queues"), "3:9: 'rules[0].id' must be words in"),
    "id in capitals": (
        GOOD.replace("our-queues", "Our-Queues"),
        "3:9: 'rules[0].id' must be words",
    ),
    "id of ours": (
        GOOD.replace("our-queues", "acl-disabled"),
        "3:9: the name 'acl-disabled' is taken",
    ),
    "id twice": (GOOD + GOOD.partition("rules:\n")[2], "9:9: two rules have the id 'our-queues'"),
    "no type": (
        GOOD.replace("AWS::SQS::Queue", "AWS SQS"),
        "4:11: 'rules[0].type' must be a resource",
    ),
    "types as a mapping": (
        GOOD.replace("AWS::SQS::Queue", "{}"),
        "must be a string or a list, not a map",
    ),
    "no types": (GOOD.replace("AWS::SQS::Queue", "[]"), "4:11: 'rules[0].type' must not be empty"),
    "severity": (
        GOOD + "    severity: fatal\n",
        "9:15: 'rules[0].severity' must be 'error', 'warning' or 'info', not 'fatal'",
    ),
    "url": (GOOD + "    url: javascript:x\n", "9:10: 'rules[0].url' must be an address that"),
    "empty fix": (
        GOOD.replace("{set: {KmsMasterKeyId: alias/our-key}}", "{}"),
        "8:10: 'rules[0].fix' needs",
    ),
    "safety": (
        GOOD.replace("y}}", "y}, safety: sure}"),
        "must be 'safe', 'unsafe' or 'display', not 'sure'",
    ),
    "set twice": (
        GOOD.replace("{KmsMasterKeyId: alias/our-key}", "{A.B: 1, A: 2}"),
        "8:16: 'A' is set twice",
    ),
    "property with a blank": (GOOD.replace("{Kms", "{'a b': 1, Kms"), "'a b' must be a property"),
    "empty schema": (
        GOOD.replace("required: [KmsMasterKeyId]", "{}"),
        "6:7: 'rules[0].schema' must not",
    ),
    "schema as a text": (
        GOOD.replace("\n      required: [KmsMasterKeyId]", " x"),
        "5:13: 'rules[0].schema' must be a mapping, not 'x'",
    ),
}
SCHEMAS: dict[str, tuple[str, str]] = {
    "unknown keyword": (
        "requred: [A]",
        "6:7: unknown key 'requred' in 'rules[0].schema'; did you mean 'required'?",
    ),
    "deeper": (
        "properties: {A: {minumum: 3}}",
        "6:24: unknown key 'minumum' in 'rules[0].schema.properties.A'; did you mean 'minimum'?",
    ),
    "one name": ("required: A", "6:17: 'rules[0].schema.required' must be a list, not 'A'"),
    "as of draft 4": (
        "properties: {A: {required: true}}",
        "6:34: 'rules[0].schema.properties.A.required' must be a list, not true",
    ),
    "no type": (
        "type: text",
        "must be 'array', 'boolean', 'integer', 'null', 'number', 'object' or",
    ),
    "other schema": (
        "$schema: http://json-schema.org/draft-07/schema#",
        "must be 'https://json-sch",
    ),
    "no number": ("minimum: 'a'", "6:16: 'rules[0].schema.minimum' must be a number, not 'a'"),
    "less than nothing": ("minLength: -1", "must be 0 or more, not -1"),
    "nothing to divide by": ("multipleOf: 0", "6:19: "),
    "format": ("properties: {A: {format: uri}}", "the keyword 'format' in 'rules[0].schema.pro"),
    "unevaluated": ("unevaluatedProperties: false", "is not taken: use 'additionalProperties'"),
    "definitions": ("definitions: {}", "is not taken: it is called '$defs'"),
    "id": ("$id: https://example.com/a", "is not taken: a schema is in this file alone"),
    "the net": ("$ref: https://example.com/a.json", "must be a reference within this schema"),
    "a file": ("$ref: file:///etc/passwd", "must be a reference within this schema"),
    "a file beside it": ("$ref: other.json#/a", "must be a reference within this schema"),
    "nowhere": ("$ref: '#/$defs/a'", "6:13: '#/$defs/a' leads to nothing in this schema"),
    "no schema": ("{enum: [{}], $ref: '#/enum/0'}", "leads to what is not a schema"),
    "pattern": (
        "properties: {A: {pattern: '(a'}}",
        "6:33: the pattern '(a' has a '(' without its ')'",
    ),
    "looking around": ("properties: {A: {pattern: '^(?!x)'}}", "looks around with '(?', which is"),
    "pattern of names": ("patternProperties: {'[': true}", "6:27: the pattern '[' has a '['"),
}


def refusal(text: str) -> str:
    with pytest.raises(BadHouseRules) as error:
        house_rules(text, "house.yaml", {"acl-disabled"})
    return str(error.value)


@pytest.mark.parametrize(("text", "says"), FAULTS.values(), ids=FAULTS)
def test_a_bad_file_is_refused(text: str, says: str) -> None:
    assert text != GOOD
    told = refusal(text)
    assert told.startswith("house.yaml:")
    assert says in told
    assert "\n" not in told


@pytest.mark.parametrize(("text", "says"), SCHEMAS.values(), ids=SCHEMAS)
def test_a_bad_schema_is_refused(text: str, says: str) -> None:
    assert says in refusal(GOOD.replace("required: [KmsMasterKeyId]", text))


def test_a_good_file_is_taken() -> None:
    (rule,) = house_rules(GOOD, "house.yaml")
    assert (rule.id, str(rule.severity)) == ("our-queues", "warning")
    assert house_rules("version: 1\nrules: []\n", "house.yaml") == ()
    assert len(house_rules('{"version": 1, "rules": []}', "house.json")) == 0


def test_a_huge_file_is_refused() -> None:
    assert "larger than" in refusal(" " * (MAX_CHARACTERS + 1))
    deep = GOOD.replace("[KmsMasterKeyId]", "[" * 150 + "]" * 150)
    assert "nested deeper than 60 levels" in refusal(deep)
    many = GOOD.partition("rules:\n")[2] * (MAX_CHARACTERS // 300)
    assert "two rules" in refusal("version: 1\nrules:\n" + many)


def test_the_first_fault_is_told() -> None:
    assert ":3:9: " in refusal(GOOD.replace("our-queues", "Q").replace("AWS::SQS::Queue", "1"))


def test_the_published_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


PARTS = st.sampled_from([*schema()["$defs"]["schema"]["properties"], "id", "set", "x"])
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 2)
    | st.sampled_from(["", "a", "string", "#/$defs"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(PARTS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(PLAIN)
def test_both_validators_agree(own: Any) -> None:
    tree = yaml.safe_load(GOOD)
    tree["rules"][0]["schema"] = own
    is_valid = jsonschema.Draft202012Validator(schema()).is_valid(tree)
    try:
        house_rules(yaml.safe_dump(tree), "house.yaml")
    except BadHouseRules as error:
        is_about_content = "leads to" in str(error) or "the pattern" in str(error)
        assert not is_valid or is_about_content
    else:
        assert is_valid


@given(st.text(max_size=60))
def test_any_text_is_taken_or_refused_with_its_place(text: str) -> None:
    told = "house.yaml:"
    try:
        house_rules(text, "house.yaml")
    except BadHouseRules as error:
        told = str(error)
    assert told.startswith("house.yaml:")

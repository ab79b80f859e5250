"""Compiled checks say no wherever a value is at fault, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.schemas.calls import rough
from auditor.schemas.evaluate import Evaluation
from auditor.schemas.quick import Check, Checks
from auditor.schemas.verdict import Verdict
from tests.schemas.test_evaluate import SCALARS, VALUES, WHOLE


class Nothing:
    """Knows nothing of any function."""

    def may_fail(self, _call: dict[str, Any], _check: Check) -> bool:
        return False


def may_fail(schema: Any, value: Any) -> bool:
    return Checks(schema).whole.may_fail(value, Nothing())


def verdict(schema: Any, value: Any) -> Verdict:
    return Evaluation(schema).judge(rough(value)).verdict


CALLS = st.sampled_from([{"Ref": "A"}, {"Fn::If": ["C", 1, "a"]}, {"Ref": "AWS::NoValue"}])
HOLED = st.recursive(
    SCALARS | CALLS | st.sampled_from(["true", "30", "1.5"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "ab"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(WHOLE, VALUES)
def test_values_without_gaps_are_told_as_the_evaluation_tells_them(schema: Any, value: Any) -> None:
    assert may_fail(schema, value) is (verdict(schema, value) is Verdict.FAILS)


@settings(max_examples=100, deadline=None)
@given(WHOLE, HOLED)
def test_what_fails_whatever_fills_the_gaps_is_never_passed(schema: Any, value: Any) -> None:
    if verdict(schema, value) is Verdict.FAILS:
        assert may_fail(schema, value)


RIGHT: dict[str, tuple[Any, Any]] = {
    "number as text": ({"type": "integer"}, "30"),
    "text that is a number": ({"type": "string"}, 30),
    "boolean as text": ({"type": "boolean"}, "true"),
    "text of any case": ({"enumCaseInsensitive": ["TCP"]}, "tcp"),
    "one of two": ({"requiredXor": ["a", "b"]}, {"a": 1}),
    "keys that differ": ({"uniqueKeys": ["Key"]}, [{"Key": "a"}, {"Key": "b"}]),
    "alone": ({"dependentExcluded": {"a": ["b"]}}, {"a": 1}),
}
WRONG: dict[str, tuple[Any, Any]] = {
    "no number": ({"type": "integer"}, "many"),
    "another number as text": ({"maximum": 3}, "30"),
    "no boolean": ({"type": "boolean"}, "yes"),
    "none of the texts": ({"enumCaseInsensitive": ["TCP"]}, "udp"),
    "both of two": ({"requiredXor": ["a", "b"]}, {"a": 1, "b": 2}),
    "none of two": ({"requiredOr": ["a", "b"]}, {"c": 1}),
    "key twice": ({"uniqueKeys": ["Key"]}, [{"Key": "a"}, {"Key": "a"}]),
    "key twice, once as a number": ({"uniqueKeys": ["Key"]}, [{"Key": "1"}, {"Key": 1}]),
    "item twice": ({"uniqueItems": True}, ["80", 80]),
    "not beside": ({"dependentExcluded": {"a": ["b"]}}, {"a": 1, "b": 2}),
}


@pytest.mark.parametrize(("schema", "value"), RIGHT.values(), ids=RIGHT)
def test_keywords_that_hold(schema: Any, value: Any) -> None:
    assert not may_fail(schema, value)
    assert verdict(schema, value) is not Verdict.FAILS


@pytest.mark.parametrize(("schema", "value"), WRONG.values(), ids=WRONG)
def test_keywords_that_fail(schema: Any, value: Any) -> None:
    assert may_fail(schema, value)
    assert verdict(schema, value) is Verdict.FAILS


def test_a_schema_that_leads_to_itself_ends() -> None:
    nested = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    assert may_fail(nested, {"a": {"a": 1}})
    assert not may_fail(nested, {"a": {"a": {}}})
    assert not may_fail({"$ref": "#/$defs/x", "$defs": {"x": {"type": "object"}}}, {})


PART = {"Fn::If": ["C", "x", {"Ref": "AWS::NoValue"}]}
TOGETHER = {"dependentRequired": {"a": ["b"]}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (TOGETHER, {"a": PART}),
        ({"uniqueItems": True}, [PART, PART]),
        ({"not": {"required": ["a"]}}, {"a": PART}),
        ({"properties": {"c": TOGETHER}}, {"c": {"a": PART}}),
    ],
)
def test_what_a_condition_may_make_fail_is_looked_at(schema: Any, value: Any) -> None:
    assert may_fail(schema, value)


def test_a_gap_that_no_condition_fills_is_not_looked_at() -> None:
    assert not may_fail(TOGETHER, {"a": 1, "b": {"Ref": "P"}})

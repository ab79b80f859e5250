"""Event patterns that AWS takes, and those that it refuses.

What is right and wrong was compared with the recorded answers of AWS in
https://github.com/localstack/localstack, tests/aws/services/events/event_pattern_templates; the
patterns here are our own.
"""

from __future__ import annotations

from typing import Any

import pytest

from auditor.grammar.event_pattern.limits import size_faults
from auditor.grammar.event_pattern.pattern import (
    Reading,
    pattern_faults,
    text_faults,
    unknown_fields,
)

HOLE = object()
READING = Reading(lambda value: value is HOLE, lambda _: False)

RIGHT: list[Any] = [
    {"source": ["acme.shop"]},
    {"detail": {"state": ["open", None, 7, True]}},
    {"detail": {"price": [{"numeric": [">", 0, "<=", 9.5]}]}},
    {"detail": {"price": [{"numeric": ["=", 3]}]}},
    {"detail": {"name": [{"prefix": "a"}, {"suffix": ".png"}, {"wildcard": "a*b\\*c"}]}},
    {"detail": {"name": [{"wildcard": "a*b*c*d*e*f*g*h"}, {"wildcard": "*/*/*/*/b*"}]}},
    {"detail": {"name": [{"prefix": {"equals-ignore-case": "A"}}]}},
    {"detail": {"name": [{"anything-but": ["a", 1]}, {"anything-but": {"prefix": ["a", "b"]}}]}},
    {"detail": {"name": [{"equals-ignore-case": "Ab"}, {"exists": False}]}},
    {"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}},
    {"$or": [{"source": ["a"]}, {"detail": {"b": ["c"]}}]},
    {"detail": {"$or": [{"a": [1]}, {"b": [2]}]}},
    {"detail": {"name": [{"prefix": HOLE}], "other": HOLE, "third": [HOLE]}},
]
WRONG: list[tuple[Any, str]] = [
    ("source", "not a mapping"),
    ({}, "no fields"),
    ({"source": "a"}, "must be a list"),
    ({"source": []}, "empty list"),
    ({"detail": {}}, "empty mapping"),
    ({"detail": {"a": [["b"]]}}, "list inside"),
    ({"detail": {"a": [{}]}}, "more than one operator, or none"),
    ({"detail": {"a": [{"prefix": "a", "suffix": "b"}]}}, "more than one operator"),
    ({"detail": {"a": [{"EXISTS": True}]}}, "'EXISTS' does not exist"),
    ({"detail": {"a": [{"exists": "true"}]}}, "true or false"),
    ({"detail": {"a": [{"prefix": 1}]}}, "prefix needs a string"),
    ({"detail": {"a": [{"suffix": {"prefix": "a"}}]}}, "suffix needs a string"),
    ({"detail": {"a": [{"prefix": {"equals-ignore-case": 1}}]}}, "needs a string"),
    ({"detail": {"a": [{"equals-ignore-case": ["a"]}]}}, "needs a string"),
    ({"detail": {"a": [{"wildcard": "a**b"}]}}, "two stars"),
    ({"detail": {"a": [{"wildcard": "a\\b"}]}}, "escapes something else"),
    ({"detail": {"a": [{"wildcard": 1}]}}, "needs a string"),
    ({"detail": {"a": [{"wildcard": "*/*/*/*/*/b*"}]}}, "too many stars"),
    ({"detail": {"a": [{"cidr": "10.0.0.0"}]}}, "range of addresses"),
    ({"detail": {"a": [{"cidr": "10.0.0.0/40"}]}}, "range of addresses"),
    ({"detail": {"a": [{"numeric": ">"}]}}, "takes a list"),
    ({"detail": {"a": [{"numeric": [">"]}]}}, "one comparison"),
    ({"detail": {"a": [{"numeric": ["=>", 1]}]}}, "no comparison '=>'"),
    ({"detail": {"a": [{"numeric": [">", "1"]}]}}, "no number"),
    ({"detail": {"a": [{"numeric": ["<", 1, ">", 0]}]}}, "from below to above"),
    ({"detail": {"a": [{"numeric": [">", 5, "<", 1]}]}}, "without numbers"),
    ({"detail": {"a": [{"anything-but": []}]}}, "empty list"),
    ({"detail": {"a": [{"anything-but": [None]}]}}, "texts and numbers"),
    ({"detail": {"a": [{"anything-but": True}]}}, "texts and numbers"),
    ({"detail": {"a": [{"anything-but": {"numeric": [">", 1]}}]}}, "one operator on texts"),
    ({"detail": {"a": [{"anything-but": {"prefix": ""}}]}}, "takes texts"),
]


@pytest.mark.parametrize("pattern", RIGHT, ids=range(len(RIGHT)))
def test_right_patterns_have_no_faults(pattern: Any) -> None:
    assert list(pattern_faults(pattern, READING)) == []


@pytest.mark.parametrize(("pattern", "said"), WRONG, ids=range(len(WRONG)))
def test_wrong_patterns_have_one_fault(pattern: Any, said: str) -> None:
    (fault,) = pattern_faults(pattern, READING)
    assert said in fault.message
    assert fault.certain


def test_message_attributes_have_no_fields() -> None:
    flat = Reading(lambda _: False, lambda _: False, is_flat=True)
    (fault,) = pattern_faults({"store": {"name": ["a"]}}, flat)
    assert fault.path == ("store",)


def test_a_text_that_is_put_together_is_no_list() -> None:
    reading = Reading(lambda value: value is HOLE, lambda value: value is HOLE)
    (fault,) = pattern_faults({"source": HOLE}, reading)
    assert fault.value == [HOLE]
    assert fault.is_sure


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "nothing"], ids=["nothing", "brace", "deep", "word"]
)
def test_what_is_no_json_is_told(text: str) -> None:
    pattern, faults = text_faults(text)
    assert pattern is None
    assert len(faults) == 1


def test_depth_has_a_bound() -> None:
    pattern: Any = {"a": ["b"]}
    for _ in range(200):
        pattern = {"a": pattern}
    (fault,) = pattern_faults(pattern, READING)
    assert "deeper" in fault.message


@pytest.mark.parametrize(
    ("field", "meant"),
    [("details", "detail"), ("detailType", "detail-type"), ("resource", "resources"), ("x", "")],
)
def test_fields_that_no_event_has(field: str, meant: str) -> None:
    (fault,) = unknown_fields({field: ["a"]})
    assert fault.key == meant
    assert not fault.certain


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({letter: ["x"] for letter in "abcdef"}, "this has 6"),
        ({"a": list(range(151))}, "this has 151"),
        ({"a": list(range(31)), "b": list(range(5))}, "this has 155"),
        ({"a": {"b": list(range(76))}}, "this has 152"),
        ({"$or": [{"a": list(range(80))}, {"b": list(range(80))}]}, "this has 160"),
    ],
)
def test_filter_policies_have_a_size(policy: Any, said: str) -> None:
    (fault,) = size_faults(policy, READING.is_hole)
    assert said in fault.message


@pytest.mark.parametrize(
    "policy",
    [
        {letter: ["x"] for letter in "abcde"},
        {"a": list(range(150))},
        {"a": [HOLE] * 151, "b": HOLE},
        {"$or": [{"a": list(range(75))}, {"b": list(range(75))}]},
        {"$or": [{"a": [1]}, HOLE, "b"]},
        "nothing",
        7,
    ],
    ids=range(7),
)
def test_filter_policies_of_that_size_are_accepted(policy: Any) -> None:
    assert list(size_faults(policy, READING.is_hole)) == []

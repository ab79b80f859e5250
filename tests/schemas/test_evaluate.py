"""What a schema says of a value, held against another implementation, and with gaps in it."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.schemas.evaluate import Evaluation
from auditor.schemas.value import Gap, Value, plain
from auditor.schemas.verdict import Verdict

NAMES = st.sampled_from(["a", "b", "ab"])
SCALARS = (
    st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "a", "ab", 1.5, 2.0])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
COUNTS = st.integers(0, 3)


def one_of(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


ASSERTIONS = one_of(
    type=KINDS | st.lists(KINDS, min_size=1, max_size=2, unique=True),
    enum=st.lists(VALUES, min_size=1, max_size=2),
    const=VALUES,
    multipleOf=st.integers(1, 3),
    maximum=COUNTS,
    exclusiveMinimum=COUNTS,
    minimum=COUNTS,
    exclusiveMaximum=COUNTS,
    maxLength=COUNTS,
    minLength=COUNTS,
    pattern=st.sampled_from(["^a", "b$", "."]),
    maxItems=COUNTS,
    minItems=COUNTS,
    uniqueItems=st.booleans(),
    maxProperties=COUNTS,
    minProperties=COUNTS,
    required=st.lists(NAMES, max_size=2, unique=True),
    dependentRequired=st.dictionaries(NAMES, st.lists(NAMES, max_size=1), max_size=2),
)
REFERENCES = st.just({"$ref": "#/$defs/x"})


def applied(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=2)
    keywords = one_of(
        allOf=some,
        anyOf=some,
        oneOf=some,
        properties=named,
        patternProperties=st.dictionaries(st.sampled_from(["^a", "b"]), inner, max_size=2),
        additionalProperties=inner,
        propertyNames=inner,
        dependentSchemas=named,
        prefixItems=some,
        items=inner,
        contains=inner,
        minContains=COUNTS,
        maxContains=COUNTS,
        **{"not": inner, "if": inner, "then": inner, "else": inner},
    )
    return st.builds(lambda one, other: {**one, **other}, ASSERTIONS, keywords)


SCHEMAS = st.recursive(st.booleans() | ASSERTIONS | REFERENCES, applied, max_leaves=6)
WHOLE = st.builds(
    lambda schema, other: {"allOf": [schema], "$defs": {"x": other}},
    SCHEMAS,
    ASSERTIONS,
)


def verdict(schema: Any, value: Value) -> Verdict:
    return Evaluation(schema).judge(value).verdict


@settings(max_examples=100, deadline=None)
@given(WHOLE, VALUES)
def test_what_is_known_is_judged_as_others_do(schema: Any, value: Any) -> None:
    is_valid = jsonschema.Draft202012Validator(schema).is_valid(value)
    assert verdict(schema, plain(value)) is (Verdict.HOLDS if is_valid else Verdict.FAILS)


@settings(max_examples=100, deadline=None)
@given(WHOLE, VALUES, st.data())
def test_what_is_claimed_is_so_however_gaps_are_filled(
    schema: Any, value: Any, data: st.DataObject
) -> None:
    holed, filled = with_gaps(value, data, is_root=True)
    found = verdict(schema, holed)
    if found is not Verdict.OPEN:
        is_valid = jsonschema.Draft202012Validator(schema).is_valid(filled)
        assert found is (Verdict.HOLDS if is_valid else Verdict.FAILS)


def with_gaps(value: Any, data: st.DataObject, *, is_root: bool = False) -> tuple[Value, Any]:
    """A value with gaps, and one that it may turn out to be; ABSENT for none."""
    kind = data.draw(st.integers(0, 5))
    if kind == 0:
        return Value(Gap.SOME, ()), data.draw(VALUES)
    if kind == 1 and not is_root:
        return Value(Gap.PERHAPS, ()), data.draw(VALUES | st.just(ABSENT))
    if isinstance(value, dict):
        parts = {key: with_gaps(inner, data) for key, inner in value.items()}
        filled = {key: part for key, (_, part) in parts.items() if part is not ABSENT}
        return Value({key: holed for key, (holed, _) in parts.items()}, ()), filled
    if isinstance(value, list):
        items = [with_gaps(inner, data) for inner in value]
        left = [part for _, part in items if part is not ABSENT]
        return Value([holed for holed, _ in items], ()), left
    return plain(value), value


ABSENT = object()
LOOSE: dict[str, tuple[Any, Any, Verdict]] = {
    "number as text is no whole number for certain": ({"type": "integer"}, "30", Verdict.OPEN),
    "number as text is not a text for certain": ({"type": "string"}, "30", Verdict.OPEN),
    "number may be a text": ({"type": "string"}, 30, Verdict.OPEN),
    "fraction may be a text": ({"type": "string"}, 1.5, Verdict.OPEN),
    "text is a text": ({"type": "string"}, "abc", Verdict.HOLDS),
    "text is no number": ({"type": "number"}, "abc", Verdict.FAILS),
    "text is no list": ({"type": "array"}, "30", Verdict.FAILS),
    "true as text": ({"const": True}, "true", Verdict.HOLDS),
    "true written out": ({"const": "true"}, True, Verdict.HOLDS),
    "false is not true": ({"const": True}, "false", Verdict.FAILS),
    "number as text is the number": ({"enum": [30, 60]}, "30", Verdict.HOLDS),
    "other number as text": ({"enum": [30, 60]}, "31", Verdict.FAILS),
    "too small a number as text": ({"minimum": 40}, "30", Verdict.FAILS),
    "number as text that is large enough": ({"minimum": 30}, "30", Verdict.HOLDS),
    "leading zeros make no number": ({"maximum": 3}, "007", Verdict.HOLDS),
    "account as a number": ({"pattern": "^[0-9]{12}$"}, 123456789012, Verdict.HOLDS),
    "digits of a fraction": ({"pattern": "^1\\.50$"}, 1.5, Verdict.OPEN),
    "fraction as text": ({"const": "1.50"}, 1.5, Verdict.OPEN),
    "no text for a number of digits": ({"minLength": 3}, 12, Verdict.FAILS),
}


@pytest.mark.parametrize(("schema", "value", "expected"), LOOSE.values(), ids=LOOSE)
def test_scalars_are_what_cloudformation_converts_them_to(
    schema: Any, value: Any, expected: Verdict
) -> None:
    assert verdict(schema, Value(value, (), is_loose=True)) is expected


def test_a_schema_that_leads_to_itself_ends() -> None:
    assert verdict({"$ref": "#"}, plain({})) is Verdict.OPEN
    tree: dict[str, Any] = {"a": {"a": {"a": 1}}}
    nested = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    assert verdict(nested, plain(tree)) is Verdict.FAILS
    assert verdict(nested, plain({"a": {"a": {}}})) is Verdict.HOLDS


def test_references_that_multiply_are_judged_once() -> None:
    defs: dict[str, Any] = {
        str(level): {"allOf": [{"$ref": f"#/$defs/{level + 1}"}] * 2} for level in range(60)
    }
    defs["60"] = {"minimum": 3}
    schema = {"$ref": "#/$defs/0", "$defs": defs}
    assert verdict(schema, plain(2)) in (Verdict.FAILS, Verdict.OPEN)


def test_depth_is_bounded() -> None:
    schema: Any = {"minimum": 3}
    for _ in range(5_000):
        schema = {"allOf": [schema]}
    assert verdict(schema, plain(2)) is Verdict.OPEN

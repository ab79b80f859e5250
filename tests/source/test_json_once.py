"""The quick reading of JSON gives what the whole one gives, or leaves the text to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.source.json_.document import JsonDocument, _once, _read

TEXT = st.text(st.sampled_from('ab"\\/\n\té💥:,{}'), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(TEXT, inner), max_size=3),
    max_leaves=8,
)


def spelled(value: Any, *, ascii: bool) -> str:
    """JSON in which lists of pairs are objects, so that a key can stand twice."""
    if isinstance(value, list):
        if value and all(isinstance(item, tuple) for item in value):
            pairs = (
                f"{json.dumps(key, ensure_ascii=ascii)}: {spelled(inner, ascii=ascii)}"
                for key, inner in value
            )
            return f"{{{', '.join(pairs)}}}"
        return f"[{','.join(spelled(item, ascii=ascii) for item in value)}]"
    return json.dumps(value, ensure_ascii=ascii)


@given(VALUES, st.booleans())
def test_it_is_what_the_whole_reading_gives(value: Any, ascii: bool) -> None:
    text = spelled(value, ascii=ascii)
    found = _once(text)
    assert found is None or (repr(found) == repr(_read(text)) and not found[1])


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": 1, "\\u0061": 2}',
        '{"a": "", "a": "\\u0022\\u0022"}',
        '{"a": {"b": "\\""}, "a": {"b": "\\""}}',
    ],
)
def test_a_key_that_stands_twice_is_left_to_the_whole_reading(text: str) -> None:
    assert _once(text) is None
    assert _read(text)[1]
    assert JsonDocument(text).duplicates


@pytest.mark.parametrize(
    "text", ["[1e400]", "[NaN]", '["\\ud800"]', '["\ud800"]', "[" * 5000, "1,"]
)
def test_what_only_python_reads_or_explains_is_left_to_it(text: str) -> None:
    assert _once(text) is None


@pytest.mark.parametrize("text", ['{"a": 1}', '["\\"\\\\", 1.5, -0, 18446744073709551616]', " {} "])
def test_an_ordinary_text_is_read_once(text: str) -> None:
    assert _once(text) == _read(text)

"""The span of a path holds the value, and the span of a key holds the key."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given

from auditor.model.path import Path
from auditor.model.text import Position
from auditor.model.tree import at, same
from auditor.source.base import Document
from auditor.source.detect import parse
from auditor.source.yaml_.document import YamlDocument
from tests.source.strategies import dice, paths, thorough
from tests.source.test_edits_generated import json_document, yaml_document


def shown(document: Document, path: Path, *, key: bool = False) -> str:
    """The text that a place spans."""
    span = document.span(path, key=key)
    return document.text[span.start : span.end]


@thorough
@given(dice)
def test_json_values_and_keys_read_alone(rng: Random) -> None:
    document = json_document(rng, odd=True)
    for path in paths(document.tree):
        assert same(json.loads(shown(document, path)), at(document.tree, path))
        if path and isinstance(path[-1], str):
            assert json.loads(shown(document, path, key=True)) == path[-1]


@thorough
@given(dice)
def test_yaml_entries_read_alone(rng: Random) -> None:
    document = yaml_document(rng, odd=False)
    for path in paths(document.tree):
        place = document.places.find(path)
        if not place.written or place.entry is None or place.entry.key_span is None:
            continue
        start, end = place.entry.start, place.span.end
        column = start - max(document.text.rfind("\n", 0, start), -1) - 1
        entry = document.text[start:end]
        alone = f"{{{entry}}}" if place.in_flow else " " * column + entry + "\n"
        wanted = {path[-1]: at(document.tree, path)}
        assert same(YamlDocument(alone).tree, wanted), (alone, wanted)
        assert document.span(path, key=True) == place.entry.key_span
        assert list(YamlDocument(f"{shown(document, path, key=True)}: 1").tree) == [path[-1]]


@thorough
@given(dice)
def test_yaml_values_in_flow_or_on_one_line_read_alone(rng: Random) -> None:
    document = yaml_document(rng, odd=False)
    for path in paths(document.tree):
        place = document.places.find(path)
        written = shown(document, path)
        if not place.written or place.inside or "\n" in written or "\r" in written or not written:
            continue
        alone = f"[{written}]" if place.in_flow else f"- {written}\n"
        assert same(YamlDocument(alone).tree, [at(document.tree, path)]), alone


@thorough
@given(dice)
def test_places_of_odd_yaml_lie_within_those_above(rng: Random) -> None:
    document = yaml_document(rng, odd=True)
    for path in paths(document.tree):
        span, key = document.span(path), document.span(path, key=True)
        assert 0 <= span.start <= span.end <= len(document.text)
        assert 0 <= key.start <= key.end <= len(document.text)
        above = document.places.find(path[:-1])
        if above.steady and document.places.find(path).alone:
            assert above.span.start <= span.start <= span.end <= above.span.end, path


ANCHORED = """\
Base: &base
  Runtime: python3.12
  Tags: &tags [a, b]
Fn:
  <<: *base
  Handler: x.y
List: &list
- *tags
- !Join [ *tags , *tags]
Key: {a: *base, b: *list}
"""


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("Base", "Runtime"), "python3.12"),
        (("Base", "Tags"), "&tags [a, b]"),
        (("Fn", "Runtime"), "python3.12"),
        (("Fn", "Handler"), "x.y"),
        (("List", 0), "*tags"),
        (("List", 0, 1), "b"),
        (("List", 1), "!Join [ *tags , *tags]"),
        (("List", 1, "Fn::Join"), "[ *tags , *tags]"),
        (("List", 1, "Fn::Join", 0), "*tags"),
        (("List", 1, "Fn::Join", 1), "*tags"),
        (("Key", "a"), "*base"),
        (("Key", "b"), "*list"),
    ],
    ids=str,
)
def test_aliases_and_merge_keys(path: Path, wanted: str) -> None:
    assert shown(parse(ANCHORED), path) == wanted


def test_second_of_two_equal_aliases_has_its_own_place() -> None:
    document = parse("a: &a 1\nb: [*a, *a]\nc: {*a : *a}\n")
    assert document.text[: document.span(("b", 1)).start].endswith("[*a, ")
    assert document.text[: document.span(("c", "1")).start].endswith("{*a : ")
    assert document.text[: document.span(("c", "1"), key=True).start].endswith("{")


@pytest.mark.parametrize(
    ("text", "path", "value", "key"),
    [
        ("a: 1\r\nb: 2\r\n", ("b",), (2, 4), (2, 1)),
        ("a: \U0001f600\nb: x\n", ("b",), (2, 4), (2, 1)),
        ("{a: \U0001f600\U0001f600, bé: x}\n", ("bé",), (1, 13), (1, 9)),
        ("é: |\n  x\n  y\nb:\n- 1\n", ("b", 0), (5, 3), (5, 3)),
        ('{"a": "\U0001f600", "b": 1}', ("b",), (1, 17), (1, 12)),
        ('{\r\n  "é": [1,\r\n 2]}', ("é", 1), (3, 2), (3, 2)),
        ("a: !Sub\n  - ${X}\n  - X: 1\n", ("a", "Fn::Sub", 1, "X"), (3, 8), (3, 5)),
        ("a:\n", ("a",), (1, 3), (1, 1)),
        ("a: !GetAtt B.C\n", ("a", "Fn::GetAtt", 1), (1, 12), (1, 12)),
        ("a: 1\n", ("a", "nothing", 3), (1, 4), (1, 1)),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_lines_and_columns(
    text: str, path: Path, value: tuple[int, int], key: tuple[int, int]
) -> None:
    document = parse(text)
    assert document.lines.position(document.span(path).start) == Position(*value)
    assert document.lines.position(document.span(path, key=True).start) == Position(*key)

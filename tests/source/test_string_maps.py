"""Each character of a string knows where it comes from."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given

from auditor.model.edit import ReplaceText
from auditor.model.tree import at
from auditor.source.base import Document
from auditor.source.detect import parse
from auditor.source.json_.document import JsonDocument
from tests.source.laws import changed_text
from tests.source.strategies import dice, paths, thorough
from tests.source.test_edits_corpus import read, templates
from tests.source.test_edits_generated import json_document, yaml_document


def assert_maps(document: Document, *, always: bool) -> int:
    """Checks the maps of all strings of a document; how many there are."""
    found = 0
    for path in paths(document.tree):
        value = at(document.tree, path)
        if not isinstance(value, str):
            continue
        spans = document.string_map(path)
        if spans is None:
            is_part = path[-2:-1] == ("Fn::GetAtt",) or isinstance(document, JsonDocument)
            assert is_part or not always, (document.text, path)
            continue
        found += 1
        assert len(spans) == len(value) + 1
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert spans[-1].start == spans[-1].end
        for character, span in zip(value, spans[:-1], strict=True):
            written = document.text[span.start : span.end]
            assert written
            if len(written) == 1 and character not in " \n":
                assert written == character
    return found


@thorough
@given(dice)
def test_yaml(rng: Random) -> None:
    assert_maps(yaml_document(rng, odd=False), always=True)


@thorough
@given(dice)
def test_odd_yaml(rng: Random) -> None:
    assert_maps(yaml_document(rng, odd=True), always=False)


@thorough
@given(dice)
def test_json(rng: Random) -> None:
    assert_maps(json_document(rng, odd=True), always=True)


@thorough
@given(dice)
def test_replacing_one_character(rng: Random) -> None:
    document = yaml_document(rng, odd=False, comments=False)
    tree = document.tree
    strings = [path for path in paths(tree) if isinstance(at(tree, path), str) and at(tree, path)]
    for path in strings[:4]:
        start = rng.randrange(len(at(tree, path)))
        is_part = path[-2:-1] == ("Fn::GetAtt",)
        text = changed_text(document, [ReplaceText(path, start, start + 1, "z")])
        assert text is not None or is_part, (document.text, path)


@pytest.mark.parametrize("shard", range(4))
def test_real_templates(shard: int) -> None:
    found = 0
    for path in templates(shard):
        document = read(path)
        if document is not None:
            found += assert_maps(document, always=False)
    assert found > 0


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("a: abc\n", "abc", ["a", "b", "c"]),
        ("a: 'it''s'\n", "it's", ["i", "t", "''", "s"]),
        (r'a: "\x41\u00e9\n\"b"', 'Aé\n"b', [r"\x41", r"\u00e9", r"\n", r"\"", "b"]),
        ("a: b\n  c\n", "b c", ["b", "\n  ", "c"]),
        ("a: b\n\n  c\n", "b\nc", ["b", "\n", "c"]),
        ("a: |\n  x\n   y\n", "x\n y\n", ["x", "\n", " ", "y", "\n"]),
        ("a: >-\n  x\n  y\n", "x y", ["x", "\n", "y"]),
        ("a: |2-\n   x\n", " x", [" ", "x"]),
        ("a: |\r\n  x\r\n", "x\n", ["x", "\r\n"]),
        ("a: &b !Sub  xy\n", "xy", ["x", "y"]),
        ("a: \U0001f600b\n", "\U0001f600b", ["\U0001f600", "b"]),
        ('{"a": "\\ud83d\\ude00\\/\\t"}', "\U0001f600/\t", [r"\ud83d\ude00", r"\/", r"\t"]),
        ('{"a": "\\ud83dx"}', "\ud83dx", [r"\ud83d", "x"]),
        ('{"a": ""}', "", []),
        ("a: ''\n", "", []),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_spans_of_characters(text: str, value: str, wanted: list[str]) -> None:
    document = parse(text)
    path = ("a", "Fn::Sub") if "!Sub" in text else ("a",)
    assert at(document.tree, path) == value
    spans = document.string_map(path)
    assert spans is not None
    written = [text[span.start : span.end] for span in spans]
    if value == "b\nc":  # which of the two line ends stands for the one is no matter
        written[1] = written[1].strip(" ")[:1]
    assert written == [*wanted, ""]


@pytest.mark.parametrize("text", ["a: 1\n", "a: [x]\n", "a: !GetAtt B.C\n", '{"a": 1}', "a:\n"])
def test_no_map_where_no_string_stands(text: str) -> None:
    assert parse(text).string_map(("a",)) is None

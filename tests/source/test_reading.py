"""What texts mean, and where they are broken."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import pytest

from auditor.source.base import MAX_DEPTH, SyntaxFault
from auditor.source.detect import parse
from auditor.source.yaml_.document import YamlDocument


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2012-10-17", "2012-10-17"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("010", 8),
        ("0o10", "0o10"),
        ("08", "08"),
        ("0x1F", 31),
        ("0b101", 5),
        ("1:30", 90),
        ("-1:30", -90),
        ("190:20:30", 685230),
        ("1:30.5", "1:30.5"),
        ("1_000", 1000),
        ("+12", 12),
        ("-0", 0),
        ("123456789012", 123456789012),
        ("0_", 0),
        ("0b_", "0b_"),
        ("9" * 5000, "9" * 5000),
        ("1.0", 1.0),
        ("1e3", "1e3"),
        ("1.0e+3", 1000.0),
        ("6.5_5", 6.55),
        (".5", 0.5),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("yes", True),
        ("No", False),
        ("ON", True),
        ("off", False),
        ("True", True),
        ("y", "y"),
        ("n", "n"),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", None),
        ("nil", "nil"),
        ("=", "="),
        ("'yes'", "yes"),
        ('"010"', "010"),
        ("!!str 010", "010"),
        ("!!int '7'", 7),
        ("!!int x", "x"),
        ("!!float 1", 1.0),
        ("!!binary aGk=", "aGk="),
        ("|\n  a\n", "a\n"),
        ("|+\n  a\n", "a\n\n"),
        (">-\n  a\n  b\n", "a b"),
        ("[]", []),
        ("{}", {}),
        ("[a, ]", ["a"]),
        ("{a, b: }", {"a": None, "b": None}),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_yaml_scalars(written: str, value: Any) -> None:
    read = YamlDocument(f"a: {written}\n").tree["a"]
    assert read == value
    assert type(read) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(YamlDocument("a: .nan").tree["a"])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!Ref A", {"Ref": "A"}),
        ("!Condition A", {"Condition": "A"}),
        ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
        ("!Ref 5", {"Ref": "5"}),
        ("!Ref", {"Ref": ""}),
        ("!GetAtt A.B", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
        ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
        ("!GetAtt A", {"Fn::GetAtt": "A"}),
        ("!Join [a, [b, !Ref C]]", {"Fn::Join": ["a", ["b", {"Ref": "C"}]]}),
        ("!Base64\n  Fn::Sub: x", {"Fn::Base64": {"Fn::Sub": "x"}}),
        ("!Transform {Name: x}", {"Fn::Transform": {"Name": "x"}}),
        ("&x !Ref A", {"Ref": "A"}),
        ("!Ref &x A", {"Ref": "A"}),
        ("! A", "A"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_short_functions(written: str, value: Any) -> None:
    assert YamlDocument(f"a: {written}\n").tree == {"a": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", {"y": 2, "x": 1}),
        ("a: &a {x: 1}\nb: {x: 3, <<: *a}\n", {"x": 3}),
        ("a: &a {x: 1, z: 1}\nc: &c {x: 2}\nb: {<<: [*c, *a]}\n", {"x": 2, "z": 1}),
        ("b: {'<<': 1}\n", {"<<": 1}),
        ("b: {1: a, yes: b, ~: c, 2012-10-17: d}\n", {"1": "a", "yes": "b", "~": "c",
                                                      "2012-10-17": "d"}),
    ],
    ids=["in", "own wins", "first wins", "quoted", "keys are texts"],
)  # fmt: skip
def test_keys_and_merges(text: str, value: Any) -> None:
    read = YamlDocument(text).tree["b"]
    assert list(read.items()) == list(value.items())


@pytest.mark.parametrize(
    ("text", "path", "again", "first"),
    [
        ("a: 1\nb: 2\na: 3\n", ("a",), 10, 0),
        ("a:\n  b: 1\n  b: 2\n", ("a", "b"), 12, 5),
        ("- {b: 1, 'b': 2}\n", (0, "b"), 9, 3),
        ("a: !Foo\n  b: 1\n  b: 2\n", ("a", "Fn::Foo", "b"), 17, 10),
        ('{"a": 1, "a": 2}', ("a",), 9, 1),
        ('{"a": 1, "\\u0061": 2}', ("a",), 9, 1),
        ('[{"a": {"b": 1, "b": 2}}]', (0, "a", "b"), 16, 8),
    ],
    ids=["yaml", "nested", "quoted", "function", "json", "escaped", "nested json"],
)
def test_duplicates(text: str, path: tuple[Any, ...], again: int, first: int) -> None:
    (found,) = parse(text).duplicates
    assert (found.path, found.span.start, found.first.start) == (path, again, first)


@pytest.mark.parametrize(
    "text",
    ["a: {x: 1}\nb: {x: 1}\n", "a: &a {x: 1}\nb: {<<: *a, x: 2}\n", '{"a": {"x": 1}, "x": 1}'],
    ids=["apart", "merged", "json"],
)
def test_no_duplicates(text: str) -> None:
    assert parse(text).duplicates == ()


BROKEN = [
    ("", 0, "the document is empty"),
    ("# only\n", 0, "the document is empty"),
    ("a: 1\n---\nb: 2\n", 5, "a template is one document"),
    ("a: 1\n...\nb: 2\n", 9, "a template is one document"),
    ("a: &x 1\nb: &x 2\n", 11, "this anchor is there twice"),
    ("a: *x\n", 3, "no anchor before it"),
    ("a: b: c\n", 4, "a ':' with a space after it"),
    ("a: - b\n", 3, "put the list on the line below"),
    ("\ta: 1\n", 0, "spaces and not tabs"),
    ("a: @b\n", 3, "quote it"),
    ("a: 'x\n", 3, "quote is never closed"),
    ('a: 1\nb: "x\nc: d\n\n', 8, "quote is never closed"),
    ('a: {"b: 1}\n', 4, "quote is never closed"),
    ("# é 😀\na: 'x\n", 9, "quote is never closed"),
    ("a: 'x\n---\nb: 1\n", 3, "not closed before the document ends"),
    ('a: "\\q"\n', 4, "double the backslash"),
    ("a: [1, 2\n", 9, "a ',' or ']' is missing"),
    ("a: {b: 1\n", 9, "a ',' or '}' is missing"),
    ("a: |x\n  b\n", 4, "only a comment can follow"),
    ("a: \x07\n", 3, "control character"),
    ("a: \ud800\n", 3, "surrogate"),
    ("a: {{b}}\n", 4, "a key must be a string"),
    ("? [a]\n: 1\n", 2, "a key must be a string"),
    ("<<: 1\n", 4, "merges mappings only"),
    ("a: &a [*a]\n", 3, "an alias that contains itself"),
    ('{"a": NaN}', 6, "NaN is not a value of JSON"),
    ('{"NaN": 1, "a": -Infinity}', 16, "-Infinity is not a value"),
    ('{"a": 1,}', 7, "comma is one too many"),
    ('{"a": 1 "b": 2}', 8, "a comma or a closing bracket is missing"),
    ('{"a" 1}', 5, "a colon is missing"),
    ('{"a": "x\ny"}', 8, "must be written"),
    ('{"a": "\x07"}', 7, "must be written"),
    ('{"a": "\\q"}', 7, "no escape that JSON knows"),
    ('{"a": "\\u12"}', 8, "four hexadecimal digits"),
    ('{"a": 1} x', 9, "the document has ended"),
    ('{"a": 1 // x\n}', 8, "JSON has no comments"),
    ('{"a": 1, // x\n"b": 2}', 9, "JSON has no comments"),
    ('{"a": 1, // x\n}', 9, "JSON has no comments"),
    ('{"a" /* x */: 1}', 5, "JSON has no comments"),
    ('{"a": /* x */ 1}', 6, "JSON has no comments"),
    ('{"a": [1, # x\n2]}', 10, "JSON has no comments"),
    ('{"a": 1}\n# x\n', 9, "JSON has no comments"),
    ('{"a": 1 / 2}', 8, "a comma or a closing bracket is missing"),
    ('{"a": "/* x */" 1}', 16, "a comma or a closing bracket is missing"),
    ('{"a": "\n// x"}', 7, "must be written"),
    ('{"a": 1', 7, "ends too early"),
    ('{"a": "x', 6, "not closed"),
    ('{"a": ' + "9" * 5000 + "}", 6, "too many digits"),
]


@pytest.mark.parametrize(("text", "offset", "message"), BROKEN, ids=lambda v: ascii(v)[:24])
def test_broken_texts(text: str, offset: int, message: str) -> None:
    with pytest.raises(SyntaxFault) as caught:
        parse(text)
    assert message in caught.value.message
    assert caught.value.offset == offset


def test_flow_mapping_of_yaml_is_no_broken_json() -> None:
    assert parse("{a: 1, b: [x]}").tree == {"a": 1, "b": ["x"]}


def test_aliases_that_multiply() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += (f"a{level}: &a{level} [{f'*a{level - 1}, ' * 9}]" for level in range(1, 9))
    with pytest.raises(SyntaxFault, match="written out"):
        parse("\n".join(lines))


def test_merge_keys_that_multiply() -> None:
    lines = [f"m{i}: &m{i}\n  k{i}: 1\n  <<: *m{i - 1}" for i in range(1, 2000)]
    with pytest.raises(SyntaxFault, match="merge keys"):
        parse("\n".join(["m0: &m0 {k: 1}", *lines]))


NESTED = {
    "json": '"[" * {n} + "]" * {n}',
    "json objects": "'{{\"a\":' * {n} + '1' + '}}' * {n}",
    "flow": '"a: " + "[" * {n} + "]" * {n}',
    "flow mappings": '"a: " + "{{a: " * {n} + "}}" * {n}',
    "dashes": '"- " * {n} + "x"',
    "open brackets": '"a: " + "[" * {n}',
    "lines": '"".join(" " * i + "a:\\n" for i in range(min({n}, 2500)))',
}
TRY = """
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
try:
    parse({text})
except SyntaxFault as fault:
    print(fault.message)
"""


@pytest.mark.parametrize("levels", [10_000, 100_000])
@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_deep_nesting_is_told(text: str, levels: int) -> None:
    script = TRY.format(text=text.format(n=levels))
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "nested deeper" in run.stdout


@pytest.mark.parametrize("levels", [MAX_DEPTH - 5, MAX_DEPTH + 5])
def test_what_is_deep_but_legal(levels: int) -> None:
    for text in (
        "[" * levels + "]" * levels,
        "- " * levels + "x",
        "a: " + "[" * levels + "]" * levels,
    ):
        if levels > MAX_DEPTH:
            with pytest.raises(SyntaxFault, match="nested deeper"):
                parse(text)
        else:
            document = parse(text)
            assert document.span(()).end == len(text)

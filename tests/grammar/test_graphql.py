"""Schemas of GraphQL: the fields of types and interfaces."""

from __future__ import annotations

import pytest

from auditor.grammar.graphql import fields_of_types


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {}),
        ("type Query { a: Int }", {"Query": {"a"}}),
        ("type Query { a(b: Int, c: [F!] = [{d: 1}]): Int e: [[Int!]!] }", {"Query": {"a", "e"}}),
        ('type A @d(x: "{", y: [{z: 1}]) { "b: {" c: Int @e(f: 1) }', {"A": {"c"}}),
        ('"""type B { c: Int }"""\ntype A { b: Int # c: Int\n }', {"A": {"b"}}),
        ("type A { a: Int } extend type A { b: Int }", {"A": {"a", "b"}}),
        (
            "interface N { id: ID } type A implements N & M { type: Int }",
            {"N": {"id"}, "A": {"type"}},
        ),
        ("schema { query: Q } input F { a: Int } enum E { B } union U = A | B scalar D", {}),
        ("type A type B { c: Int }", {"A": set(), "B": {"c"}}),
    ],
)
def test_fields(text: str, fields: dict[str, set[str]]) -> None:
    assert fields_of_types(text) == fields


@pytest.mark.parametrize(
    "text",
    ["type A { a: Int", "type A { b { c: Int } }", "type A } {", "type A { a(b: Int }", "a)"],
)
def test_what_is_not_closed_is_not_read(text: str) -> None:
    assert fields_of_types(text) is None

"""Faults in the syntax of JavaScript, and syntax for ES modules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.javascript import syntax_fault, uses_module_syntax, uses_top_level_await

CERTAIN = {
    "open brace": ("exports.h = () => { f()", "{ f()"),
    "open parenthesis": ("f(1", "(1"),
    "closed twice": ("f(1))", ")"),
    "wrong bracket": ("f([1)", ")"),
    "open string": ("const a = 'x\nconst b = 1", "'x"),
    "open double quotes": ('f("x)', '"x'),
    "open template": ("const a = `x", "`x"),
    "open expression in a template": ("const a = `${x", "`${x"),
    "open comment": ("f() /* x", "/* x"),
    "curly quotes": ("const a = \u2018x\u2019", "\u2018x"),
    "null": ("f();\0", "\0"),
    "await": ("function f() { await g() }", "await g"),
    "await in a callback": ("async () => { a.map(x => { await g(x) }) }", "await g"),
    "for await": ("function f() { for await (const x of y) {} }", "for await"),
    "declared twice": ("const a = 1; const a = 2", "a = 2"),
    "variable and constant": ("const a = 1; var a = 2", "a = 2"),
    "class and function": ("class A {} function A() {}", "A() {}"),
}


@pytest.mark.parametrize(("source", "place"), CERTAIN.values(), ids=CERTAIN.keys())
def test_certain_faults(source: str, place: str) -> None:
    fault = syntax_fault(source)
    assert fault is not None
    assert fault.certain
    assert source[fault.span.start :].startswith(place)
    assert fault.message
    assert not fault.message.endswith(".")


UNCERTAIN = {
    "missing operand": "const a = ;",
    "missing comma": "f({ a: 1 b: 2 })",
    "two words": "cnst a = 1",
    "bracket after an unclear slash": "if (a) /)/.test(b) c d(",
    "Python": "def handler(event):\n    return 1",
}


@pytest.mark.parametrize("source", UNCERTAIN.values(), ids=UNCERTAIN.keys())
def test_uncertain_faults(source: str) -> None:
    fault = syntax_fault(source)
    assert fault is not None
    assert not fault.certain
    assert 0 <= fault.span.start <= fault.span.end <= len(source)


VALID = {
    "nothing": "",
    "regular expressions": "a = /[)\\]'\"]/g; b = [/(/, /'/]; return_ = x => /{/.test(x)",
    "division": "a = b / c / d; e = (f) / 2; g[0] / 'h'",
    "strings": "a = 'it\\'s' + \")\" + '\\\\' + `}` + `${`${')'}`}`",
    "string over lines": "a = 'x\\\ny'",
    "comments": "// it's (\n/* ' ` */ f()",
    "shebang": "#!/usr/bin/env node it's\nf()",
    "byte order mark": "\ufefff()",
    "other letters": "const ä = 'ö', 名 = 1",
    "typographic characters in texts": "f('\u2018', `\u201d`) // \u2019",
    "await": "async function f() { await g() }; const h = async () => await g()",
    "await as a name": "function f(await) { return await (1) }",
    "await at the top": "await f()",
    "variables twice": "var a = 1; var a = 2; function f() {} function f() {}",
    "other blocks": "const a = 1; { const a = 2 } function f(x) { const a = 3 }",
    "cases": "switch (a) { case 1: { const b = 1 } case 2: { const b = 2 } }",
    "loops": "for (const i of a) {} for (const i of b) {}",
    "own name": "const f = function f() { const f = 1 }",
    "return at the top": "return",
}


@pytest.mark.parametrize("source", VALID.values(), ids=VALID.keys())
def test_no_fault(source: str) -> None:
    assert syntax_fault(source) is None


MODULES = {
    "import": ("f(); import x from 'y'", "import x from 'y'"),
    "effects": ("import 'y'", "import 'y'"),
    "export": ("export const a = 1", "export const a = 1"),
    "meta": ("f(import.meta.url)", "import.meta"),
    "dynamic import": ("import('x')", None),
    "CommonJS": ("exports.a = require('x')", None),
    "text": ("a = 'import x from y' // export", None),
}


@pytest.mark.parametrize(("source", "place"), MODULES.values(), ids=MODULES.keys())
def test_module_syntax(source: str, place: str | None) -> None:
    span = uses_module_syntax(source)
    assert (None if span is None else source[span.start : span.end]) == place


AWAITS = {
    "call": ("await f()", 0),
    "in a block": ("if (a) { b = await c }", 13),
    "for": ("for await (const a of b) {}", 0),
    "in a function": ("async () => { await f() }", None),
    "called at once": ("(async () => { await f() })()", None),
    "name": ("await(1)", None),
}


@pytest.mark.parametrize(("source", "start"), AWAITS.values(), ids=AWAITS.keys())
def test_top_level_await(source: str, start: int | None) -> None:
    span = uses_top_level_await(source)
    assert (None if span is None else span.start) == start


LONG = {
    "braces": "{" * 100_000,
    "templates": "`${" * 30_000,
    "brackets": "[]" * 50_000 + ")",
    "slashes": "a / " * 30_000 + "(",
    "escapes": "'" + "\\'" * 50_000,
}


@pytest.mark.parametrize("source", LONG.values(), ids=LONG.keys())
def test_long_sources(source: str) -> None:
    fault = syntax_fault(source)
    assert fault is not None
    assert fault.certain


@given(st.text() | st.text(alphabet="await ()[]{}'\"`/\\$*\n;=a1"))
def test_any_text_is_answered(source: str) -> None:
    fault = syntax_fault(source)
    assert fault is None or 0 <= fault.span.start <= fault.span.end <= len(source)
    uses_module_syntax(source)
    uses_top_level_await(source)


@given(st.recursive(st.sampled_from(["a", "'('", "/[(]/", "`)`"]), lambda inner: st.builds(
    lambda pair, parts: pair[0] + ",".join(parts) + pair[1],
    st.sampled_from(["()", "[]"]), st.lists(inner, min_size=1, max_size=3),
)))  # fmt: skip
def test_closed_brackets_are_no_fault(expression: str) -> None:
    assert syntax_fault(f"x = {expression}") is None
    broken = syntax_fault(f"x = ({expression}")
    assert broken is not None
    assert broken.certain

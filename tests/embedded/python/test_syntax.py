from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.compiling.syntax import fault

RUNTIMES = [None, *(f"python3.{minor}" for minor in range(8, 15))]

# What no Python 3 accepts, with the message and the characters it points at.
FAULTS = {
    "open bracket": ("f(1,\nx = 2\n", "'(' is never closed", "("),
    "open bracket before a def": ("x = [1,\ndef f():\n  pass", "'[' is never closed", "["),
    "wrong bracket": ("f(1]", "']' does not match the opening '('", "]"),
    "bracket too many": ("f(1))", "')' closes nothing that is open", ")"),
    "open string": ("x = 'abc\ny = 1", "the string is not closed before its line ends", "'"),
    "open triple quotes": ("x = '''abc\n", "the string in triple quotes is never closed", "'"),
    "indented": ("x = 1\n  y = 2\n", "the line is indented deeper than its block", " "),
    "between levels": (
        "if x:\n    a\n  b\n",
        "the indentation is that of no block around the line",
        "b",
    ),
    "no block": ("if x:\ny = 1", "an indented block must follow the 'if' statement", "y"),
    "body of a function": (
        "def f():\nreturn 1",
        "an indented block must follow the function definition",
        "return",
    ),
    "tabs and blanks": (
        "if x:\n\ta\n        b\n",
        "tabs and spaces are mixed in the indentation",
        " ",
    ),
    "no colon": ("if x\n  a\n", "a ':' is missing", "x"),
    "no colon after def": ("def f(event, context)\n  pass", "a ':' is missing", ")"),
    "assignment in a condition": (
        "if x = 1:\n  pass",
        "'=' is not allowed in an expression, a comparison needs '=='",
        "x = 1",
    ),
    "no comma": (
        "x = {'a': 1 'b': 2}",
        "the syntax is invalid, perhaps a comma is missing",
        "1 'b'",
    ),
    "curly quote": ("x = “a”", "'“' (U+201C) is not allowed in Python code", "“"),
    "invisible blank": (
        "x\u00a0= 1",
        "the invisible character U+00A0 is not allowed in Python code",
        "\u00a0",
    ),
    "null byte": ("x = 1\0", "a null byte is not allowed in Python code", "\0"),
    "return outside": ("é = 1; return é", "'return' outside a function", "return é"),
    "yield outside": ("yield 1", "'yield' outside a function", "yield 1"),
    "await in a plain function": (
        "def f():\n  await x",
        "'await' outside an async function",
        "await x",
    ),
    "break outside": ("break", "'break' outside a loop", "break"),
    "continue outside": ("continue", "'continue' outside a loop", "continue"),
    "default first": (
        "def f(a=1, b): pass",
        "a parameter without a default follows one with a default",
        "b",
    ),
    "parameter twice": ("def f(a, a): pass", "the parameter 'a' is there twice", "a"),
    "assignment to a call": ("f(1) = 2", "cannot assign to function call", "f(1)"),
    "try alone": ("try:\n  a\nx = 1", "the 'try' has neither 'except' nor 'finally'", "x"),
    "byte order mark": ("\ufefff(1))", "')' closes nothing that is open", ")"),
    "after an f-string": ("x = f'{a}'\nf(1))", "')' closes nothing that is open", ")"),
}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(("code", "message", "place"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_of_every_version(code: str, message: str, place: str, runtime: str | None) -> None:
    found = fault(code, runtime)
    assert found is not None
    assert (found.message, code[found.span.start : found.span.end]) == (message, place)
    assert found.certain


PYTHON_2 = {
    "print of a text": ("print 'x'", "print is a function in Python 3, write print(...)"),
    "print of a name": ("print x", "print is a function in Python 3, write print(...)"),
    "exec": ("exec 'x'", "exec is a function in Python 3, write exec(...)"),
    "octal": ("x = 0777", "a number cannot begin with 0, an octal one begins with 0o"),
    "long": ("x = 10L", "the number is not valid"),
}


@pytest.mark.parametrize(("code", "message"), PYTHON_2.values(), ids=PYTHON_2.keys())
def test_python_2(code: str, message: str) -> None:
    for runtime in RUNTIMES:
        found = fault(code, runtime)
        assert found is not None
        assert found.message == message
        assert found.certain == (runtime is not None)
    assert fault(code, "python2.7") is None


# Code with the first minor version that accepts it.
ADDED = {
    "match": ("match x:\n  case 1:\n    pass\n", 10),
    "except*": ("try:\n  a\nexcept* E:\n  b\n", 11),
    "type statement": ("type X = int\n", 12),
    "generic class": ("class A[T]:\n  pass\n", 12),
    "generic function": ("def f[T](x: T) -> T:\n  return x\n", 12),
    "same quotes in an f-string": ("x = f'{e['a']}'\n", 12),
    "backslash in an f-string": ("x = f'{chr(10).join(\"\\n\")}'\n", 12),
    "comment in an f-string": ("x = f'''{a # b\n}'''\n", 12),
    "line end in an f-string": ("x = f'{a\n}'\n", 12),
    "same quotes, nested": ("x = f'''{f\"{e[\"a\"]}\"}'''\n", 12),
    "exceptions without parentheses": ("try:\n  a\nexcept A, B:\n  b\n", 14),
    "template string": ("x = t'{a}'\n", 14),
}


@pytest.mark.parametrize(("code", "minor"), ADDED.values(), ids=ADDED.keys())
def test_added_syntax(code: str, minor: int) -> None:
    for accepting in range(minor, 15):
        assert fault(code, f"python3.{accepting}") is None
    assert fault(code, None) is None
    here = sys.version_info.minor
    for older in range(9, minor):
        found = fault(code, f"python3.{older}")
        if here >= older:
            assert found is not None, older
            assert found.certain


@pytest.mark.skipif(sys.version_info < (3, 12), reason="knows the words of newer syntax")
@pytest.mark.parametrize(
    ("name", "message", "place"),
    [
        ("match", "pattern matching needs Python 3.10 or newer", "match"),
        ("except*", "exception groups need Python 3.11 or newer", "except"),
        ("type statement", "type statement needs Python 3.12 or newer", "type"),
    ],
)
def test_words_of_added_syntax(name: str, message: str, place: str) -> None:
    code, _ = ADDED[name]
    found = fault(code, "python3.9")
    assert found is not None
    assert (found.message, code[found.span.start : found.span.end]) == (message, place)


RIGHT = {
    "handler": "import os\ndef handler(event, context):\n    return {'a': os.environ['X']}\n",
    "parenthesized with": "with (open(x)) as f:\n  pass\n",
    "names that are soft keywords": "match = case = type = 1\nmatch[0]\ntype(match)\n",
    "f-strings": "x = f'{a!r:>{w}} {{}} {d[\"k\"]} {f\"{y}\"}' rf'\\d{a}'\n",
    "format with a quote": 'x = f"{a:%H o\'clock}"\n',
    "string prefixes": "x = [rb'', Rb'', u'', b'', f'', fr'']\n",
    "async": "async def f():\n  async with a as b:\n    return [await x async for x in y]\n",
    "positional only": "def f(a, /, b, *, c): pass\n",
    "invalid escape": "x = '\\d'\n",
    "byte order mark": "\ufeffx = 1\n",
    "carriage returns": "if x:\r  y = 1\r",
    "empty": "",
    "long number": "x = " + "1" * 5_000,
    "lone surrogate": "x = '\ud800'",
    "continued line": "x = 1 + \\\n  2\n",
}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("code", RIGHT.values(), ids=RIGHT.keys())
def test_right_code(code: str, runtime: str | None) -> None:
    assert fault(code, runtime) is None


@pytest.mark.parametrize("runtime", ["nodejs20.x", "python2.7", "python3.6", "", "python3.x"])
def test_other_runtimes(runtime: str) -> None:
    assert fault("f(", runtime) is None


FUTURE = {
    "unknown statement": "lazy import json\n",
    "unpacking in a comprehension": "x = [*y for y in z]\n",
    "two names": "a b\n",
}


@pytest.mark.parametrize("code", FUTURE.values(), ids=FUTURE.keys())
def test_future_syntax_is_not_judged(code: str) -> None:
    assert fault(code, None) is None
    assert fault(code, "python3.15") is None


def test_known_newer_version_is_judged() -> None:
    found = fault("x = = 1", "python3.14")
    assert found is not None
    assert found.message == "the syntax is invalid"
    assert fault("type X = int\nx = = 1", "python3.14") is not None or sys.version_info < (3, 13)


HUGE = {
    "brackets": "(" * 100_000,
    "nested": "[" * 5_000 + "]" * 5_000,
    "f-string": "f'" + "{" * 100_000,
    "nested f-strings": "f'{" * 30_000,
    "quotes": "'" * 100_001,
    "operators": "1" + "+1" * 50_000,
    "unary": "-" * 100_000 + "1",
    "excepts": "except " * 15_000,
    "blanks": "," + " " * 100_000 + "x",
    "power": "x = 9 ** 9 ** 9 ** 9",
}


@pytest.mark.parametrize("code", HUGE.values(), ids=HUGE.keys())
def test_large_code_is_answered(code: str) -> None:
    for runtime in (None, "python3.9", "python3.14"):
        found = fault(code, runtime)
        assert found is None or 0 <= found.span.start <= found.span.end <= len(code)


@given(st.text() | st.text(alphabet="ft'\"{}()[]:\\ #\n\rab=é\ufeff\0"), st.sampled_from(RUNTIMES))
def test_any_text_is_answered(code: str, runtime: str | None) -> None:
    found = fault(code, runtime)
    if found is not None:
        assert 0 <= found.span.start <= found.span.end <= len(code)
        assert found.message
        assert not found.message.endswith(".")

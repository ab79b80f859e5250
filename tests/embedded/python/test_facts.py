"""The imports of Python code, its spans, and texts that are no such code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.embedded.facts import UNREADABLE_FACTS, Facts
from auditor.embedded.python import facts
from auditor.model.text import Span

IMPORTS = {
    "plain": ("import a.b, c as d", ["a.b", "c"]),
    "from": ("from a.b import c as d, e", ["a.b c,e"]),
    "star": ("from a import *", ["a *"]),
    "relative": ("from ..a import b", ["..a b"]),
    "relative to the package": ("from . import a", [". a"]),
    "by function": ("import importlib\nimportlib.import_module('a.b')", ["importlib", "a.b"]),
    "by function, relative": (
        "from importlib import import_module\nimport_module('.a', __name__)",
        ["importlib import_module", ".a"],
    ),
    "by builtin": ("__import__('a')", ["a"]),
    "computed": ("__import__(x)", []),
    "for type checkers": ("if TYPE_CHECKING:\n  import a\nelse:\n  import b", ["b"]),
    "for type checkers, by attribute": ("if t.TYPE_CHECKING:\n  import a", []),
    "never": ("if False:\n  import a", []),
    "guarded": ("try:\n  import a\nexcept ImportError:\n  import b", ["a guarded", "b maybe"]),
    "guarded by the narrow one": ("try:\n  import a\nexcept ModuleNotFoundError: 1", ["a guarded"]),
    "guarded by a tuple": ("try:\n  import a\nexcept (E, ImportError): 1", ["a guarded"]),
    "guarded by a wide one": ("try:\n  import a\nexcept Exception: 1", ["a guarded"]),
    "guarded by a bare one": ("try:\n  import a\nexcept: 1", ["a guarded"]),
    "guarded by suppress": ("with suppress(ImportError):\n  import a", ["a guarded"]),
    "other exception": ("try:\n  import a\nexcept KeyError: 1", ["a"]),
    "only finally": ("try:\n  import a\nfinally: 1", ["a"]),
    "function inside a try": ("try:\n  def f():\n    import a\nexcept: 1", ["a later"]),
    "in a function": ("def f():\n  import a", ["a later"]),
    "in a method": ("class A:\n  import a\n  def f(self):\n    import b", ["a", "b later"]),
    "below an if": ("if x:\n  import a", ["a maybe"]),
}


@pytest.mark.parametrize(("code", "expected"), IMPORTS.values(), ids=IMPORTS)
def test_imports(code: str, expected: list[str]) -> None:
    found = []
    for made in facts(code).imports:
        words = ["." * made.level + made.module, ",".join(made.names)]
        words += ["guarded"] * made.guarded + ["later"] * (not made.at_load)
        words += ["maybe"] * (not made.certain)
        found.append(" ".join(filter(None, words)))
    assert found == expected


SPANS = {
    "import": ("import a, b.c as d", ["a", "b.c"]),
    "from": ("from  a.b import c", ["a.b"]),
    "continued": ("from \\\n a import c", ["a"]),
    "relative": ("from ..a import c", ["a"]),
    "dots only": ("from .. import c", [".."]),
    "call": ("__import__('a')", ["a"]),
    "behind a byte order mark": ("\ufeffimport a", ["a"]),
    "behind wide characters": ("'é😀'; import a", ["a"]),
    "on later lines": ("'é'\r\n'é'; import a\rimport b", ["a", "b"]),
}


@pytest.mark.parametrize(("code", "expected"), SPANS.values(), ids=SPANS)
def test_spans_of_modules(code: str, expected: list[str]) -> None:
    assert [code[m.span.start : m.span.end] for m in facts(code).imports] == expected


def test_spans_inside_an_f_string_are_those_of_the_whole() -> None:
    code = "import os\nf'''{\nos.environ['é']}'''"
    (read,) = facts(code).reads
    assert code[read.span.start : read.span.end] == code.partition("\n")[2]


OPAQUE = {
    "exec": ("exec(x)", True),
    "eval": ("eval('1')", True),
    "compile": ("compile(x, 'a', 'exec')", True),
    "own function of that name": ("def exec(x): pass\nexec(x)", False),
    "regular expression": ("import re\nre.compile(x)", False),
    "computed import": ("import importlib\nimportlib.import_module(x)", True),
    "known import": ("import importlib\nimportlib.import_module('x')", False),
    "star": ("from x import *", True),
    "relative star": ("from .x import *", True),
    "star of the standard library": ("from os.path import *", False),
    "search path": ("import sys\nsys.path.insert(0, '/tmp')", True),
    "search path, added to": ("import sys\nsys.path += ['/tmp']", True),
    "search path, printed": ("import sys\nprint(sys.path)", False),
    "module put in place": ("import sys\nsys.modules['x'] = y", True),
}


@pytest.mark.parametrize(("code", "opaque"), OPAQUE.values(), ids=OPAQUE)
def test_opaque(code: str, opaque: bool) -> None:
    assert facts(code).opaque is opaque


UNREADABLE = {
    "python 2": "print 'x'",
    "other language": "exports.handler = async () => {};",
    "tabs mixed": "if x:\n\ta\n        b",
    "nul": "a\0b",
    "lone surrogate": "'\ud800'",
    "deep attributes": "a" + ".a" * 50_000,
    "deep brackets": "[" * 10_000,
    "deep negation": "-" * 50_000 + "1",
    "long sum": "a" + "+a" * 50_000,
}


@pytest.mark.parametrize("code", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(code: str) -> None:
    assert facts(code) in (UNREADABLE_FACTS, Facts())


def test_doublings_do_not_grow_without_end() -> None:
    doubled = "\n".join(f"a{i} = a{i - 1} + a{i - 1}" for i in range(1, 40))
    code = f"import boto3\na0 = 'x' * 9 + 'y'\n{doubled}\nboto3.client('s3').get_object(Key=a39)"
    (call,) = facts(code).calls
    assert call.arguments[0].value.literal is None


def test_many_bindings_of_a_name() -> None:
    code = "import boto3\n" + "c = boto3.client('s3')\nc.list_buckets()\n" * 3_000
    assert len(facts(code).calls) == 3_000


WORDS = (
    "import os, boto3\n", "from os import environ\n", "os.environ['é']", "boto3.client('s3')",
    ".put(A=[{'b': ", "}])", "c = ", "c", ".x", "def f(c=None):\n  ", "class A:\n  ", "return ",
    "self", "if x:\n  ", "\n", "  ", "(", ")", "[", "]", "f'{c}'", "😀", "'", "lambda: ", " or ",
    "try:\n  ", "\nexcept: ", "global c\n", "\ufeff", "\r", "for c in c: ", "%", "+ 'a'", "\x00",
)  # fmt: skip


def spans(found: Facts) -> Iterator[Span]:
    for made in found.imports:
        yield from (made.span, made.statement)
    yield from (read.span for read in found.reads)
    yield from (client.span for client in found.clients)
    for call in found.calls:
        yield call.span
        for argument in call.arguments:
            yield from (argument.span, argument.whole)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join)))
@example("c = c\nc.x()")
@example("def f(c):\n  f(c)\n  c.x()")
@example("class A(A):\n  a = a\nA().a()")
@example("[c for c in c for d in c]")
def test_any_text_gives_facts_with_spans_inside_it(text: str) -> None:
    for span in spans(facts(text)):
        assert 0 <= span.start <= span.end <= len(text)

"""What a Python source file provides to the Lambda runtime."""

from __future__ import annotations

import builtins
import sys
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.code import UNREADABLE
from auditor.embedded.python import read

NAMES = {
    "nothing": ("", set()),
    "def": ("def handler(event, context): pass", {"handler"}),
    "async def": ("async def handler(event, context): pass", {"handler"}),
    "class": ("class Handler: x = 1", {"Handler"}),
    "assignment": ("handler = wrap(f)", {"handler"}),
    "chained assignment": ("a = b = 1", {"a", "b"}),
    "tuple targets": ("(a, [b, *c]), d = x", {"a", "b", "c", "d"}),
    "attribute and item targets": ("a.b = c[d] = 1", set()),
    "annotated with value": ("a: int = 1", {"a"}),
    "annotated without value": ("a: int", set()),
    "annotated attribute": ("a.b: int", set()),
    "augmented": ("a += 1", {"a"}),
    "walrus": ("print(a := 1)", {"a"}),
    "walrus in comprehension": ("[b := a for a in x if (c := a)]", {"b", "c"}),
    "walrus in default": ("def f(x=(a := 1)): pass", {"a", "f"}),
    "walrus in decorator": ("@(a := d)\nclass C: pass", {"a", "C"}),
    "walrus in lambda default": ("print(lambda x=(a := 1): (b := 2))", {"a"}),
    "walrus in function body": ("def f():\n  print(a := 1)", {"f"}),
    "comprehension target": ("{a: b for a, b in c}", set()),
    "import": ("import os.path, json as j, a.b as c", {"os", "j", "c"}),
    "import from": ("from app import handler, main as entry", {"handler", "entry"}),
    "import of a submodule": ("from .app import handler", {"app", "handler"}),
    "import from a parent": ("from ..app import handler", {"handler"}),
    "for": ("for a, b in c:\n  d = 1\nelse:\n  e = 1", {"a", "b", "d", "e"}),
    "while": ("while x:\n  a = 1", {"a"}),
    "with": ("with a as b, c as (d, e): f = 1", {"b", "d", "e", "f"}),
    "if": ("if x:\n  a = 1\nelif y:\n  b = 1\nelse:\n  c = 1", {"a", "b", "c"}),
    "try": (
        "try:\n  import a\nexcept E as b:\n  a = c = 1\nelse:\n  d = 1\nfinally:\n  e = 1",
        {"a", "b", "c", "d", "e"},
    ),
    "match": (
        "match x:\n  case {'k': a, **b}: 1\n  case [c, *d] | P(c, z=d): 1\n  case _ as e: 1",
        {"a", "b", "c", "d", "e"},
    ),
    "global": ("def f():\n  def g():\n    global a\n    a = 1", {"a", "f"}),
    "global in a method": ("class C:\n  def m(self):\n    global a\n    a = 1", {"a", "C"}),
    "global in a class body": ("class C:\n  global a\n  a = 1", {"a", "C"}),
    "locals of functions and classes": (
        "def f(p):\n  a = 1\n  import b\n  def g(): pass\nclass C:\n  c = 1\n  def m(self): pass",
        {"f", "C"},
    ),
    "lambda parameters": ("h = lambda event, context: event", {"h"}),
    "deleted": ("a = 1\ndel a", {"a"}),
    "byte order mark": ("\ufeffdef handler(event, context): pass", {"handler"}),
    "invalid escape": (r"a = '\d'", {"a"}),
}


@pytest.mark.parametrize(("source", "names"), NAMES.values(), ids=NAMES.keys())
def test_names(source: str, names: set[str]) -> None:
    module = read(source)
    assert module.names == names
    assert module.parses
    assert module.complete


INCOMPLETE = {
    "star import": "from app import *",
    "star import in a try": "try:\n  from app import *\nexcept ImportError:\n  pass",
    "globals": "globals()['handler'] = f",
    "globals in a function": "def f():\n  globals().update(x)",
    "globals by another name": "g = globals",
    "locals at the top": "locals()['handler'] = f",
    "vars at the top": "if x:\n  vars()['handler'] = f",
    "exec": "exec(code)",
    "eval": "def f(): eval(code)",
    "sys.modules": "import sys\nsetattr(sys.modules[__name__], 'handler', f)",
    "modules of sys": "from sys import modules\nmodules[__name__].handler = f",
    "import of itself": "__import__(__name__).handler = f",
    "import of itself by importlib": "import importlib\nimportlib.import_module(__name__).h = f",
    "frame": "import inspect\ninspect.currentframe().f_globals['handler'] = f",
    "globals of a function": "f.__globals__['handler'] = f",
    "builtins": "import builtins\nbuiltins.exec(code)",
    "module __getattr__": "def __getattr__(name): return f",
    "assigned __getattr__": "__getattr__ = lookup",
}


@pytest.mark.parametrize("source", INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_incomplete(source: str) -> None:
    module = read(source)
    assert not module.complete
    assert module.parses


COMPLETE = {
    "__getattr__ of a class": "class C:\n  def __getattr__(self, name): return 1",
    "locals in a function": "def f():\n  return locals()",
    "vars of an object": "print(vars(x))",
    "setattr of an object": "class C:\n  def m(self, k, v): setattr(self, k, v)",
    "method called eval": "model.eval()",
    "logger of the module": "import logging\nlog = logging.getLogger(__name__)",
    "import by name": "import importlib\nm = importlib.import_module('json')",
}


@pytest.mark.parametrize("source", COMPLETE.values(), ids=COMPLETE.keys())
def test_complete(source: str) -> None:
    assert read(source).complete


HANDLERS = {
    "event and context": ("def handler(event, context): pass", ("handler",)),
    "source order": ("def b(e, c): pass\ndef a(e, c): pass", ("b", "a")),
    "positional only": ("def handler(event, context, /): pass", ("handler",)),
    "default context": ("def handler(event, context=None): pass", ("handler",)),
    "defaults after": ("def handler(event, context, client=None, *, x=1): pass", ("handler",)),
    "star arguments": ("def handler(*args, **kwargs): pass", ("handler",)),
    "event and star arguments": ("def handler(event, *args): pass", ("handler",)),
    "no parameter": ("def handler(): pass", ()),
    "one parameter": ("def handler(event): pass", ()),
    "three required": ("def handler(a, b, c): pass", ()),
    "three required and star": ("def handler(a, b, c, *rest): pass", ()),
    "only keywords": ("def handler(*, event, context): pass", ()),
    "required keyword": ("def handler(event, context, *, client): pass", ()),
    "private": ("def _handler(event, context): pass", ()),
    "async": ("async def handler(event, context): pass", ()),
    "generator": ("def handler(event, context):\n  for x in y:\n    yield x", ()),
    "generator by yield from": ("def handler(event, context): z = yield from y", ()),
    "generator inside": (
        "def handler(event, context):\n  def g():\n    yield 1\n  return list(g())",
        ("handler",),
    ),
    "decorated": ("@tracer.capture_lambda_handler\ndef handler(event, context): ...", ("handler",)),
    "decorated with options": (
        "@logger.inject_lambda_context(log_event=True)\n@m.log_metrics\ndef h(event, context): ...",
        ("h",),
    ),
    "route": ("@app.get('/orders/<id>')\ndef order(id, q=None): ...", ()),
    "class": ("class Handler:\n  def handler(event, context): pass", ()),
    "nested": ("def f():\n  def handler(event, context): pass", ()),
    "in branches": (
        "if x:\n  def a(e, c): 1\nelse:\n  def b(e, c): 1\nwith x:\n  def c(e, c): 1",
        ("a", "b", "c"),
    ),
    "in a try": (
        "try:\n  def a(e, c): 1\nexcept E:\n  def b(e, c): 1\nfinally:\n  def c(e, c): 1",
        ("a", "b", "c"),
    ),
    "in match": ("match x:\n  case 1:\n    def a(e, c): pass", ("a",)),
    "lambda": ("handler = lambda event, context: 1", ("handler",)),
    "annotated lambda": ("handler: F = lambda event, context: 1", ("handler",)),
    "lambda with one parameter": ("handler = lambda event: 1", ()),
    "lambda passed on": ("handler = wrap(lambda event, context: 1)", ()),
    "result of a call": ("handler = Mangum(app)", ()),
    "import": ("from app import handler", ()),
    "defined again with room": ("def h(): pass\ndef h(e, c): pass", ("h",)),
    "defined again without room": ("def h(e, c): pass\ndef h(): pass", ()),
    "defined again counts where it stands": (
        "def h(e, c): pass\ndef i(e, c): pass\ndef h(e, c): pass",
        ("i", "h"),
    ),
    "wrapped afterwards": ("def h(e, c): pass\nh = wrap(h)", ("h",)),
    "made a constant": ("def h(e, c): pass\nh = None", ()),
    "made something else": ("def h(e, c): pass\nfor h in x: pass", ()),
    "made an import": ("def h(e, c): pass\ntry:\n  from app import h\nexcept E: pass", ()),
    "lambda with a default": ("h = lambda e, c=(d := 1): e", ("h",)),
    "lambda with a walrus": ("(a, b) = [c := 1]\nh = lambda e, c: (d := e)", ("h",)),
    "annotated afterwards": ("def h(e, c): pass\nh: F", ("h",)),
    "made a class": ("def h(e, c): pass\nclass h: pass", ()),
    "deleted": ("def h(e, c): pass\ndel h", ()),
}


@pytest.mark.parametrize(("source", "handlers"), HANDLERS.values(), ids=HANDLERS.keys())
def test_handlers(source: str, handlers: tuple[str, ...]) -> None:
    assert read(source).handlers == handlers


UNPARSABLE = {
    "syntax error": "def handler(event, context)",
    "Python 2": "print 'hello'",
    "bad indentation": "  a = 1\nb = 2",
    "null byte": "a = 1\0",
    "lone surrogate": "a = '\ud800'",
    "huge number": "a = " + "1" * 100_000,
    "open brackets": "(" * 100_000,
    "nested brackets": "[" * 5_000 + "]" * 5_000,
    "open f-string": "f'" + "{" * 100_000,
}


@pytest.mark.parametrize("source", UNPARSABLE.values(), ids=UNPARSABLE.keys())
def test_unparsable(source: str) -> None:
    assert read(source) == UNREADABLE


DEEP = {
    "unary operators": "-" * 100_000 + "1",
    "attributes": "a" + ".b" * 50_000,
    "operators": "1" + "+1" * 50_000,
    "lambdas": "lambda:" * 15_000 + "1",
    "conditions": "1 if 1 else " * 8_000 + "1",
    "elif": "if 1: x = 1\n" + "elif 1: x = 1\n" * 7_000,
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP.keys())
def test_deep_source_is_read_or_refused(source: str) -> None:
    module = read(source)
    assert module == UNREADABLE or module.names <= {"x"}


def test_long_source() -> None:
    source = "".join(f"def f{i}(event, context): return {i}\n" for i in range(3_000))
    assert read(source).handlers == tuple(f"f{i}" for i in range(3_000))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
def test_type_statement_binds() -> None:
    assert read("type Event = dict[str, str]").names == {"Event"}


def test_warnings_are_not_shown() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        module = read("a = '\\d'\nif 1 is 1: pass")
    assert module.parses
    assert shown == []


def test_warnings_turned_into_errors_change_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read("a = '\\d'").names == {"a"}


STATEMENTS = (
    "def {0}(event, context): return {1}",
    "class {0}:\n    {1} = 1",
    "{0} = {1} = 1",
    "{0}, *{1} = 1, 2",
    "{0}: int",
    "{0}: int = 1",
    "import os.path as {0}",
    "from os import sep as {0}, path",
    "for {0} in [1]: {1} = 2",
    "[({0} := {1}) for {1} in [1]]",
    "with open(__file__) as {0}: pass",
    "try:\n    {0}.x\nexcept Exception as {1}:\n    pass",
    "match [1, 2]:\n    case [{0}, *{1}]: pass",
    "def {0}():\n    global {1}\n    {1} = 1\n{0}()",
    "{0} = lambda {1}=({2} := 1): None",
    "class {0}:\n    global {1}\n    {1} = 1",
    "if True:\n    {0} = 1\nelse:\n    {1} = 2",
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATEMENTS),
            st.lists(st.sampled_from("abcde"), min_size=3, max_size=3, unique=True),
        ),
        max_size=5,
    )
)
def test_every_name_that_exists_after_running_is_found(
    statements: list[tuple[str, list[str]]],
) -> None:
    source = "\n".join(statement.format(*names) for statement, names in statements)
    scope = {"__builtins__": builtins, "__file__": __file__}
    before = set(scope) | {"__annotations__", "__conditional_annotations__"}
    exec(compile(source, "index.py", "exec"), scope)
    module = read(source)
    assert set(scope) - before <= module.names
    assert module.complete
    if "global" not in source:
        assert all(callable(scope[name]) for name in module.handlers)


@given(st.text())
def test_any_text_is_answered(source: str) -> None:
    module = read(source)
    assert module.parses or module == UNREADABLE
    assert set(module.handlers) <= module.names

"""The variables of the environment that Python code reads and sets."""

from __future__ import annotations

import pytest

from auditor.embedded.python import facts

READS = {
    "item": ("os.environ['X']", {"X!"}),
    "get": ("os.environ.get('X')", {"X"}),
    "get with a default": ("os.environ.get('X', 'd')", {"X"}),
    "getenv": ("os.getenv('X')", {"X"}),
    "taken from os": ("from os import environ, getenv\nenviron['X'], getenv('Y')", {"X!", "Y"}),
    "alias of os": ("import os as o\no.environ['X']", {"X!"}),
    "alias of environ": ("env = os.environ\nenv['X']", {"X!"}),
    "alias of get": ("get = os.environ.get\nget('X')", {"X"}),
    "constant": ("K = 'X'\nos.environ[K]", {"X!"}),
    "not literal": ("os.environ[x]", set()),
    "loop": ("for k in ('X', 'Y'):\n  os.environ[k]", set()),
    "other mapping": ("event['X'], x.environ['Y']", set()),
    "copy": ("os.environ.copy()['X']", set()),
    "environ rebound": ("from os import environ\nenviron = {}\nenviron['X']", set()),
    "written": ("os.environ['X'] = 'a'", set()),
    "deleted": ("del os.environ['X']", set()),
    "pop": ("os.environ.pop('X')", {"X!"}),
    "pop with a default": ("os.environ.pop('X', None)", {"X"}),
    "caught": ("try:\n  os.environ['X']\nexcept KeyError:\n  1", {"X"}),
    "caught by a wider one": ("try:\n  os.environ['X']\nexcept (A, Exception):\n  1", {"X"}),
    "caught by a bare one": ("try:\n  os.environ['X']\nexcept:\n  1", {"X"}),
    "other exception caught": ("try:\n  os.environ['X']\nexcept ValueError:\n  1", {"X!"}),
    "in the handler": ("try:\n  1\nexcept KeyError:\n  os.environ['X']", {"X!"}),
    "suppressed": ("with contextlib.suppress(KeyError):\n  os.environ['X']", {"X"}),
    "tested around": ("if 'X' in os.environ:\n  os.environ['X']", {"X"}),
    "tested before": ("if 'X' not in os.environ:\n  raise E\nos.environ['X']", {"X"}),
    "tested beside": ("'X' in os.environ and os.environ['X']", {"X"}),
    "tested by get": ("if os.getenv('X'):\n  os.environ['X']", {"X"}),
    "another one tested": ("if 'Y' in os.environ:\n  os.environ['X']", {"X!"}),
    "helper": ("def env(n):\n  return os.environ[n]\nenv('X')\nenv(n='Y')\nenv(z)", {"X!", "Y!"}),
    "optional helper": ("def env(n, d):\n  return os.environ.get(n, d)\nenv('X', 1)", {"X"}),
    "helper that tries": (
        "def env(n):\n  try:\n    return os.environ[n]\n  except KeyError:\n    1\nenv('X')",
        {"X"},
    ),
    "helper that may not read": (
        "def env(n, d=None):\n  if d:\n    return d\n  return os.environ[n]\nenv('X')",
        {"X"},
    ),
    "method as helper": (
        (
            "class A:\n  def env(self, n):\n    return os.environ[n]\n"
            "  def f(self):\n    self.env('X')"
        ),
        {"X!"},
    ),
    "script": ("if __name__ == '__main__':\n  os.environ['X']", set()),
}


@pytest.mark.parametrize(("code", "expected"), READS.values(), ids=READS)
def test_reads(code: str, expected: set[str]) -> None:
    found = facts(f"import os, contextlib\n{code}")
    assert {read.name + "!" * read.required for read in found.reads} == expected


PLACES = {
    "module": ("X", True, True),
    "function": ("def f():\n  X", False, True),
    "below an if": ("if x:\n  X", True, False),
    "behind an exit": ("def f():\n  if x:\n    return\n  X", False, False),
    "class body": ("class A:\n  X", True, True),
    "default": ("def f(a=X): pass", True, True),
    "lambda": ("f = lambda: X", False, True),
}


@pytest.mark.parametrize(("code", "at_load", "certain"), PLACES.values(), ids=PLACES)
def test_places(code: str, at_load: bool, certain: bool) -> None:
    (read,) = facts("import os\n" + code.replace("X", "os.environ['X']")).reads
    assert (read.at_load, read.certain) == (at_load, certain)


SETS = {
    "nothing": ("os.environ['X']", set(), False),
    "item": ("os.environ['X'] = 'a'", {"X"}, False),
    "item not literal": ("os.environ[x] = 'a'", set(), True),
    "default": ("os.environ.setdefault('X', 'a')", {"X"}, False),
    "deleted": ("del os.environ['X']", {"X"}, False),
    "update with known names": ("os.environ.update({'X': 1}, Y='a')", {"X", "Y"}, False),
    "update": ("os.environ.update(x)", set(), True),
    "update with a spread": ("os.environ.update(**x)", set(), True),
    "merged": ("os.environ |= {'X': 'a'}", {"X"}, False),
    "merged with unknown": ("os.environ |= x", set(), True),
    "whole": ("os.environ = x", set(), True),
    "putenv": ("os.putenv('X', 'a')", set(), True),
    "dotenv": ("from dotenv import load_dotenv\nload_dotenv()", set(), True),
    "handed on": ("configure(os.environ)", set(), True),
    "printed": ("print(os.environ)\nlogger.info(os.environ)\njson.dumps(dict(os.environ))",
        set(), False),
    "to a process": ("import subprocess\nsubprocess.run(x, env=os.environ)", set(), False),
}  # fmt: skip


@pytest.mark.parametrize(("code", "names", "more"), SETS.values(), ids=SETS)
def test_sets(code: str, names: set[str], more: bool) -> None:
    found = facts(f"import os, json\n{code}")
    assert (set(found.sets), found.sets_more) == (names, more)

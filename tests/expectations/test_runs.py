"""Python itself says who is right: each test of test_loops.py is run on changed templates.

What was read as broken fails, and passes once it is carried along; nothing that passes is touched.
"""

from __future__ import annotations

import io
import json
import unittest
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from auditor.expectations.of_template import OfTemplate
from auditor.expectations.review import review
from auditor.model.edit import Edit, Remove, ReplaceInFile, SetValue, edited, in_files
from auditor.model.finding import Finding, Fix, Safety
from auditor.model.path import Path
from auditor.model.tests import SuiteText
from auditor.model.text import apply_edits
from tests.expectations import test_loops
from tests.expectations.test_loops import PYTHON_HEAD, TREE

MARKS: list[pytest.Mark] = vars(test_loops.test_python)["pytestmark"]
ROWS = MARKS[0].args[1]
BODIES = [body for body, expected in ROWS if expected]


def leaves(tree: object, path: Path = ()) -> Iterator[Path]:
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(value, (*path, key))
    else:
        yield path


def changes() -> Iterator[Edit]:
    """Each value as another one, as one that is there already, and as a list."""
    for path in leaves(TREE):
        old: Any = TREE
        for step in path:
            old = old[step]
        yield SetValue(path, old + 1 if isinstance(old, int) else f"{old}x")
        yield SetValue(path, 7 if isinstance(old, int) else "y")
        if path[-1] != "Type":
            yield SetValue(path, ["other"])
        if isinstance(path[-1], str) and path[-1] != "Type":
            yield Remove(path)
    # the others are taken out of the template at the top of the file
    yield from (Remove(("Resources", name)) for name in ("Carts", "Fn"))


def passes(text: str, tree: object) -> bool:
    """Whether all tests of a file pass, as pytest would run them."""
    names: dict[str, Any] = {}
    opened = mock.patch("builtins.open", return_value=io.StringIO(json.dumps(tree)))
    try:
        with opened:
            exec(compile(text, "test_t.py", "exec"), names)
        for name, value in list(names.items()):
            if name.startswith("test"):
                _run(value)
            elif isinstance(value, type) and issubclass(value, unittest.TestCase):
                result = unittest.TestResult()
                unittest.defaultTestLoader.loadTestsFromTestCase(value).run(result)
                assert result.wasSuccessful()
    except Exception:  # noqa: BLE001 (whatever a test fails by)
        return False
    return True


def _run(test: Any) -> None:
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        test()
    for mark in marks:
        for value in mark.args[1]:
            test(**{mark.args[0]: value})


class Beside:
    """One test beside a template."""

    template, folder = "lib/t.json", "."

    def __init__(self, text: str) -> None:
        self._text = text

    def texts(self) -> list[SuiteText]:
        return [SuiteText("tests/test_t.py", "tests/test_t.py", self._text, True, "renew")]

    def of_deployment(self) -> list[SuiteText]:
        return []


@pytest.mark.parametrize("body", BODIES)
def test_python_says_the_same(body: str) -> None:
    if "def test" not in body:
        body = "def test_it():\n" + "".join(f"    {line}\n" for line in body.splitlines())
    text = PYTHON_HEAD + body
    assert passes(text, TREE)
    beside = Beside(text)
    readings = OfTemplate(beside.texts(), beside.template, TREE, is_exact=True)
    seen = set()
    for edit in changes():
        finding = Finding((), "", Fix("", (edit,), Safety.SAFE), rule="changed")
        reviewed = review([finding], readings, beside, str)
        fix = reviewed.findings[0].fix
        assert fix is not None
        after = edited(TREE, (edit,))
        edits = in_files(one for one in fix.edits if isinstance(one, ReplaceInFile))
        carried = apply_edits(text, edits["tests/test_t.py"]) if edits else text
        if reviewed.pinned:
            assert not passes(text, after), edit
        if edits and "by hand" not in fix.title:
            assert passes(carried, after), edit
        seen.add((bool(edits), bool(reviewed.pinned)))
    assert len(seen) > 1

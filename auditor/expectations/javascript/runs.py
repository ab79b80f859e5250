"""Whether a statement of a test file runs whenever the tests do, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from auditor.embedded.javascript.items import FUNCTIONS
from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.javascript.helpers import bound, parameters
from auditor.expectations.values import Known

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Scopes
    from auditor.expectations.javascript.evaluate import Evaluator, Given

BLOCKS = frozenset(
    {
        *("describe", "context", "suite", "fdescribe"),
        *("it", "test", "specify", "fit"),
        *("before", "beforeAll", "beforeEach", "after", "afterAll", "afterEach"),
        *("setup", "teardown", "suiteSetup", "suiteTeardown"),
    }
)
"""The functions of Jest, Vitest and Mocha that call a function at its time."""
_FLAGS = frozenset({"only", "concurrent", "sequential", "serial", "parallel"})
"""What may stand behind them without changing what runs; `skip`, `todo` and `failing` do."""
_PASSED = frozenset(
    {"program", "statement_block", "expression_statement", "await_expression", "arguments"}
)
_MOST_RUNS = 100
DEEPEST = 60
"""Levels between a statement and the top of its file; deeper ones are not looked at."""


class Unsure(Exception):
    """A statement that may not run, or with what is not known."""


class Runs:
    """Answers for the statements of one file."""

    def __init__(self, scopes: Scopes, evaluator: Evaluator) -> None:
        self._scopes = scopes
        self._evaluator = evaluator

    def of(self, item: Item) -> list[Given]:
        """The values of the loop variables in each run of a statement, at least one run.

        Raises Unsure.
        """
        loops: list[list[Given]] = []
        here, depth = item, 0
        while here.parent is not None:
            above = here.parent
            loops += self._between(here, above)
            here, depth = above, depth + 1
            if depth > DEEPEST:
                raise Unsure
        count = 1
        for loop in loops:
            count *= len(loop)
        if not 0 < count <= _MOST_RUNS:
            raise Unsure
        return [{k: v for part in parts for k, v in part.items()} for parts in product(*loops)]

    def _between(self, here: Item, above: Item) -> Iterator[list[Given]]:
        if above.kind == "for_in_statement":
            if here.field == "body":
                yield self._of_loop(above)
        elif above.kind == "call_expression":
            if here.field == "arguments":
                yield from self._of_call(above)
        elif above.kind in FUNCTIONS:
            is_argument = above.parent is not None and above.parent.kind == "arguments"
            is_body = here.field == "body" and "*" not in above.words
            if not (is_argument and is_body):
                raise Unsure
        elif above.kind not in _PASSED:
            raise Unsure

    def _of_loop(self, loop: Item) -> list[Given]:
        name, values = loop.child("left"), loop.child("right")
        if name is None or values is None or "of" not in loop.words:
            raise Unsure
        return self._each([name], values, is_row=False)

    def _of_call(self, call: Item) -> Iterator[list[Given]]:
        """The runs of the function that is handed to a call."""
        function = call.child("function")
        if function is None:
            raise Unsure
        if function.kind == "member_expression" and member_name(function) == "forEach":
            yield self._each(_parameters(call)[:1], function.child("object"), is_row=False)
            return
        if function.kind == "call_expression":  # test.each(rows)(name, function)
            table = function.child("function")
            rows = function.child("arguments")
            is_each = table is not None and table.kind == "member_expression"
            if table is None or not is_each or member_name(table) != "each" or rows is None:
                raise Unsure
            self._refuse_other(table.child("object"))
            values = rows.children[0] if rows.children else None
            yield self._each(_parameters(call), values, is_row=True)
            return
        self._refuse_other(function)

    def _refuse_other(self, function: Item | None) -> None:
        while function is not None and function.kind == "member_expression":
            if member_name(function) not in _FLAGS:
                raise Unsure
            function = function.child("object")
        if function is None or function.text not in BLOCKS:
            raise Unsure

    def _each(self, names: list[Item], values: Item | None, *, is_row: bool) -> list[Given]:
        found = self._evaluator.of(values)
        if not isinstance(found, Known) or not isinstance(found.value, list):
            raise Unsure
        return [
            dict(
                bound(
                    self._scopes,
                    names,
                    [Known(one) for one in value]
                    if is_row and isinstance(value, list)
                    else [Known(value)],
                )
            )
            for value in found.value
        ]


def _parameters(call: Item) -> list[Item]:
    """The parameters of the function that is the last argument of a call."""
    arguments = call.child("arguments")
    function = arguments.children[-1] if arguments is not None and arguments.children else None
    if function is None or function.kind not in FUNCTIONS:
        raise Unsure
    return parameters(function)

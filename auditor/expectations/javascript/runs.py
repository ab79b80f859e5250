"""Whether a statement of a test file runs whenever the tests do, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.embedded.javascript.items import FUNCTIONS
from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.gathered import items
from auditor.expectations.javascript.following import Following, Lost, looped
from auditor.expectations.javascript.helpers import bound, may_leave, parameters
from auditor.expectations.values import Value
from auditor.expression import expression

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.javascript.reading import Given, Reading

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
    {
        "program",
        "else_clause",
        "statement_block",
        "expression_statement",
        "await_expression",
        "arguments",
    }
)
_CALLING = frozenset({"forEach", "apply"})
"""Methods that call a function with what they are of."""
_LOOPS = frozenset(
    {"for_in_statement", "if_statement", "function_declaration", "variable_declarator"}
)
"""What has statements in it that are run for several values, or called by a name."""
_MOST_RUNS = 100
_DEEPEST_CALLS = 5
_CHANGES = expression(r"\.(?:push|add|set)\(|\blet\b|\]\s*=[^=]")
"""What puts lists and mappings together."""
DEEPEST = 60
"""Levels between a statement and the top of its file; deeper ones are not looked at."""


class Unsure(Exception):
    """A statement that may not run, or with what is not known."""


class Runs:
    """Answers for the statements of one file."""

    def __init__(self, evaluator: Reading) -> None:
        self._evaluator = evaluator
        self._depth = 0

    def of(self, item: Item) -> list[Given]:
        """The values of the loop variables in each run of a statement.

        Raises Unsure, also where it is never run.
        """
        steps: list[tuple[Item, Item]] = []
        here = item
        while here.parent is not None and _name_of(here) is None:
            steps.append((here, here.parent))
            here = here.parent
            if len(steps) > DEEPEST:
                raise Unsure
        runs = [{}] if here.parent is None else self._of_helper(here)
        own = next((at for at, step in enumerate(steps) if step[1].kind in FUNCTIONS), len(steps))
        for at, (inner, above) in reversed(list(enumerate(steps))):
            runs = [run for given in runs for run in self._between(inner, above, given)]
            if above.kind == "statement_block" and at < own:
                runs = [self._with_names(inner, above, given) for given in runs]
            if not 0 < len(runs) <= _MOST_RUNS:
                raise Unsure
        return runs

    def _between(self, here: Item, above: Item, given: Given) -> list[Given]:
        """The runs of what stands in something, for one run of that. Raises Unsure."""
        if above.kind == "for_in_statement":
            return self._of_loop(above, given) if here.field == "body" else [given]
        if above.kind == "if_statement":
            return self._of_branch(here, above, given)
        if above.kind == "call_expression":
            return self._of_call(above, given) if here.field == "arguments" else [given]
        if above.kind == "new_expression":
            # the executor of a promise is called at once
            if _constructor(above) != "Promise":
                raise Unsure
            return [given]
        if above.kind in FUNCTIONS:
            is_argument = above.parent is not None and above.parent.kind == "arguments"
            is_body = here.field == "body" and "*" not in above.words
            if not (is_body and (is_argument or _name_of(above) is not None)):
                raise Unsure
        elif above.kind not in _PASSED:
            raise Unsure
        return [given] if above.kind != "statement_block" else self._after(here, above, given)

    def _of_helper(self, function: Item) -> list[Given]:
        """The runs of a function that the test calls by its name."""
        scopes = self._evaluator.scopes
        binding = scopes.binding(_name_of(function))
        write = None if binding is None else binding.only_write
        is_own = write is not None and write.value is function and "*" not in function.words
        if binding is None or not is_own or self._depth >= _DEEPEST_CALLS:
            raise Unsure
        names = parameters(function)
        runs: list[Given] = []
        for call in _calls(binding.mentions):
            if "async" in function.words and not _is_awaited(call):
                continue
            values = (call.child("arguments") or call).children
            missing = names[len(values) :]
            for run in self._certain(call):
                handed = [self._evaluator.of(one, run) for one in values]
                handed += [self._evaluator.of(one.child("right", "value")) for one in missing]
                runs.append(dict(bound(scopes, names, handed)))
        return runs

    def serve_many(self, item: Item, depth: int = 0) -> bool:
        """Whether a statement stands in a function that may be called in several places."""
        here = item
        while here.parent is not None and _name_of(here) is None:
            here = here.parent
        if here.parent is None:
            return False
        binding = self._evaluator.scopes.binding(_name_of(here))
        mentions = [] if binding is None else binding.mentions
        calls = list(_calls(mentions))
        outer = here.parent.parent
        above = [one.kind for one in (here.parent, outer, outer and outer.parent) if one]
        is_own = "export_statement" not in above and len(calls) == len(mentions) == 1
        if not is_own or depth >= _DEEPEST_CALLS:
            return True
        return self.serve_many(calls[0], depth + 1)

    def _certain(self, call: Item) -> list[Given]:
        """The runs of a call; none where they are not known."""
        self._depth += 1
        try:
            return self.of(call)
        except Unsure:
            return []
        finally:
            self._depth -= 1

    def _after(self, here: Item, block: Item, given: Given) -> list[Given]:
        """The runs that come to a statement past those before it that may leave."""
        for child in block.children:
            if child is here:
                break
            if child.kind == "if_statement" and may_leave(child):
                truth = self._evaluator.truth(child.child("condition"), given)
                if truth is None or (not truth and child.child("alternative") is not None):
                    raise Unsure
                if truth:
                    return []
        return [given]

    def _with_names(self, here: Item, block: Item, given: Given) -> Given:
        """With what the names of a block have that is put together step by step."""
        if not _puts_together(block, here):
            return given
        before = block.children[: block.children.index(here)]
        following = Following(self._evaluator, given)
        try:
            following.pass_to(before)
        except Lost:
            return given
        return following.given

    def _of_branch(self, here: Item, above: Item, given: Given) -> list[Given]:
        if here.field == "condition":
            return [given]
        truth = self._evaluator.truth(above.child("condition"), given)
        if truth is None:
            raise Unsure
        return [given] if truth is (here.field == "consequence") else []

    def _of_loop(self, loop: Item, given: Given) -> list[Given]:
        name, values = loop.child("left"), loop.child("right")
        listed = looped(loop, self._evaluator.of(values, given), self._evaluator.look)
        if name is None or listed is None:
            raise Unsure
        return self._turns([name], listed, given, is_row=False)

    def _of_call(self, call: Item, given: Given) -> list[Given]:
        """The runs of the function that is handed to a call."""
        function = call.child("function")
        if function is None:
            raise Unsure
        if function.kind == "member_expression" and member_name(function) == "forEach":
            names = _parameters(call)[:1]
            return self._each(names, function.child("object"), given, is_row=False)
        if function.kind == "member_expression" and member_name(function) == "apply":
            return self._of_output(call, function, given)
        if function.kind == "call_expression":  # test.each(rows)(name, function)
            table = function.child("function")
            rows = function.child("arguments")
            is_each = table is not None and table.kind == "member_expression"
            if table is None or not is_each or member_name(table) != "each" or rows is None:
                raise Unsure
            self._refuse_other(table.child("object"))
            values = rows.children[0] if rows.children else None
            return self._each(_parameters(call), values, given, is_row=True)
        self._refuse_other(function)
        return [given]

    def _of_output(self, call: Item, function: Item, given: Given) -> list[Given]:
        """The run of a function that gets what an output becomes, if the test waits for it."""
        output = self._evaluator.of(function.child("object"), given)
        if output is None or not _is_awaited(call):
            raise Unsure
        names = bound(self._evaluator.scopes, _parameters(call), [output])
        return [{**given, **dict(names)}]

    def _refuse_other(self, function: Item | None) -> None:
        while function is not None and function.kind == "member_expression":
            if member_name(function) not in _FLAGS:
                raise Unsure
            function = function.child("object")
        if function is None or function.text not in BLOCKS:
            raise Unsure

    def _each(
        self, names: list[Item], values: Item | None, given: Given, *, is_row: bool
    ) -> list[Given]:
        listed = items(self._evaluator.of(values, given), self._evaluator.look)
        if listed is None:
            raise Unsure
        return self._turns(names, listed, given, is_row=is_row)

    def _turns(
        self, names: list[Item], listed: Sequence[Value], given: Given, *, is_row: bool
    ) -> list[Given]:
        look, scopes = self._evaluator.look, self._evaluator.scopes
        runs: list[Given] = []
        for value in listed:
            row = items(value, look) if is_row else None
            runs.append({**given, **dict(bound(scopes, names, row or [value]))})
        return runs


def may_differ(item: Item) -> bool:
    """Whether a statement may be run with values that it does not have by itself."""
    above, depth, is_own = item.parent, 0, True
    while above is not None and depth < DEEPEST:
        depth += 1
        if above.kind in _LOOPS:
            return True
        function = above.child("function") if above.kind == "call_expression" else None
        if function is not None and member_name(function) in _CALLING:
            return True
        if function is not None and function.kind == "call_expression":
            return True
        is_own = is_own and above.kind not in FUNCTIONS
        if is_own and above.kind == "statement_block" and _puts_together(above, item):
            return True
        above = above.parent
    return False


def _puts_together(block: Item, item: Item) -> bool:
    return _CHANGES.search(block.source, block.start, item.start) is not None


def _name_of(function: Item) -> Item | None:
    """The name that a function is declared with, or that it is given to."""
    above = function.parent
    if function.kind == "function_declaration":
        return function.child("name")
    is_given = above is not None and above.kind == "variable_declarator"
    is_named = function.kind in FUNCTIONS and is_given
    return above.child("name") if above is not None and is_named else None


def _calls(mentions: Sequence[Item]) -> Iterator[Item]:
    for one in mentions:
        above = one.parent
        if above is not None and above.kind == "call_expression" and one.field == "function":
            yield above


def _parameters(call: Item) -> list[Item]:
    """The parameters of the function that is the last argument of a call."""
    arguments = call.child("arguments")
    function = arguments.children[-1] if arguments is not None and arguments.children else None
    if function is None or function.kind not in FUNCTIONS:
        raise Unsure
    return parameters(function)


def _constructor(item: Item) -> str:
    found = item.child("constructor")
    return "" if found is None else found.text


def _is_awaited(call: Item) -> bool:
    """Whether a test fails where something fails that it leads to: it waits for it, returns it, or
    has to call `done`."""
    here, depth = call, 0
    while here.parent is not None and depth < DEEPEST:
        above = here.parent
        if above.kind in ("await_expression", "return_statement"):
            return True
        if above.kind in FUNCTIONS and here.field == "body":
            names = [(name.child("pattern") or name).text for name in parameters(above)]
            is_result = here.kind != "statement_block"
            is_executor = above.parent is not None and above.parent.field == "arguments"
            holder = above.parent.parent if is_executor and above.parent is not None else None
            is_promise = holder is not None and _constructor(holder) == "Promise"
            return "done" in names or is_result or is_promise
        here, depth = above, depth + 1
    return False

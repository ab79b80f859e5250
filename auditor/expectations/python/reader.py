"""Reads the assertions of a Python test."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import product

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import parse
from auditor.expectations.expectation import (
    PYTHON,
    UNREADABLE,
    Expectation,
    Expectations,
    Snapshot,
)
from auditor.expectations.gathered import items
from auditor.expectations.holds import Seen
from auditor.expectations.looking import Looking
from auditor.expectations.python.asserts import Asserts
from auditor.expectations.python.comprehension import looped
from auditor.expectations.python.evaluate import Evaluator
from auditor.expectations.python.following import Following
from auditor.expectations.python.mocks import awaits
from auditor.expectations.python.module import (
    FunctionNode,
    Module,
    Scope,
    dotted_name,
    own_nodes,
)
from auditor.expectations.python.programs import Programs
from auditor.expectations.python.reading import Given
from auditor.expectations.python.stacks import Stacks
from auditor.expectations.stage import Stage
from auditor.expectations.values import InTemplate, Known, Subject, Value, below, shared

_CHANGES = frozenset(
    {"pop", "update", "append", "clear", "setdefault", "remove", "insert", "extend"}
)
_MOST_RUNS = 100
_DEEPEST = 5
_MODULES = "sys.modules["
"""What a test writes that puts something in the place of a module."""


def read(
    text: str,
    file: str,
    template: str,
    renewal: str,
    conftests: Sequence[tuple[str, str]] = (),
    seen: Seen | None = None,
    stage: Stage | None = None,
    stack: str = "",
) -> Expectations:
    """What the test at `file` expects of the template at `template`, both from the project's root.

    `conftests` are the places and texts of the files that pytest takes fixtures from, the nearest
    first, and `renewal` is the command that renews snapshots. Assertions about a template that the
    test changes are left out, and without the template itself (`seen`) those that look for their
    subject in it. `stage` is the program of Pulumi that the test runs, if it is of one,
    and `stack` the ID that an app of CDK gives the stack of the template.
    """
    source = parse(text)
    if source is None:
        return UNREADABLE
    outer = [(place, parse(other)) for place, other in conftests]
    modules = [Module(found, place) for place, found in outer if found is not None]
    reader = _Reader(Module(source, file, modules), template, renewal, seen, stage, stack)
    return reader.read()


class _Reader:
    def __init__(
        self,
        module: Module,
        template: str,
        renewal: str,
        seen: Seen | None,
        stage: Stage | None,
        stack: str,
    ) -> None:
        self._module = module
        self._look = Looking(seen, PYTHON)
        self._evaluator = Evaluator(template, self._look)
        if stage is not None:
            self._evaluator.programs = Programs(stage, module, self._evaluator)
        if stack:
            self._evaluator.stacks = Stacks(stack, module, self._evaluator)
            self._evaluator.stacks.settle()
        self._renewal = renewal
        self._snapshots: list[Snapshot] = []
        self._depth = 0
        self._is_awaited = False

    def read(self) -> Expectations:
        found: list[Expectation] = []
        for scope in self._module.tests:
            if scope.function is None or not self._is_plain(scope, scope.function):
                continue
            runs = self._parameters(scope)
            for given in runs:
                following = Following(self._evaluator, scope, given, self._said)
                some = following.test(scope.function.body)
                found += map(shared, some) if len(runs) > 1 else some
        return Expectations(True, tuple(found), tuple(self._snapshots), self._look.conditions)

    def _is_plain(self, scope: Scope, function: FunctionNode) -> bool:
        """Whether a test looks at what is there, and at nothing that it puts in its place."""
        programs = self._evaluator.programs
        if programs is not None:
            self._is_awaited = awaits(function)
            is_patched = _MODULES in scope.module.source.text or any(map(_is_patch, walk(function)))
            if programs.mocks is None or is_patched:
                return False
        return not self._changes_template(scope)

    def _changes_template(self, scope: Scope) -> bool:
        """Whether a test writes into the template, and so looks at another one."""
        for node in own_nodes(scope.function or scope.module.source.tree):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign | ast.Delete):
                targets = node.targets
            elif isinstance(node, ast.AugAssign):
                targets = [node.target]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_change = node.func.attr in _CHANGES
                if is_change and isinstance(self._evaluator.of(node.func.value, scope), Subject):
                    return True
            for target in targets:
                if isinstance(target, ast.Subscript) and isinstance(
                    self._evaluator.of(target.value, scope), Subject
                ):
                    return True
        return False

    def _parameters(self, scope: Scope) -> list[Given]:
        """The runs of a test by `parametrize`; none where they are not known."""
        tables: list[list[Given]] = []
        for decorator in scope.function.decorator_list if scope.function else ():
            if not isinstance(decorator, ast.Call):
                continue
            if not dotted_name(decorator).endswith("mark.parametrize"):
                continue
            table = self._table(decorator)
            if table is None:
                return []
            tables.append(table)
        count = 1
        for table in tables:
            count *= len(table)
        if count > _MOST_RUNS:
            return []
        return [{k: v for row in rows for k, v in row.items()} for rows in product(*tables)]

    def _table(self, decorator: ast.Call) -> list[Given] | None:
        """The rows of one `parametrize`."""
        arguments = decorator.args[:2]
        names = self._evaluator.of(arguments[0], self._module.scope) if arguments else None
        if len(arguments) < 2 or not isinstance(names, Known):
            return None
        listed = names.value
        if isinstance(listed, str):
            listed = [name.strip() for name in listed.split(",")]
        rows = self._rows(arguments[1])
        if rows is None or not isinstance(listed, list | tuple):
            return None
        if len(listed) == 1:
            return [{listed[0]: row} for row in rows]
        return [
            {name: one for at, name in enumerate(listed) if (one := below(row, at)) is not None}
            for row in rows
        ]

    def _rows(self, node: ast.expr) -> list[Value] | None:
        """The rows of a table; what is not known in one of them is not known of that row alone."""
        if isinstance(node, ast.List | ast.Tuple):
            return [self._row(one) for one in node.elts]
        found = self._evaluator.of(node, self._module.scope)
        rows = items(looped(found, self._look), self._look)
        return None if rows is None else list(rows)

    def _row(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Call) and dotted_name(node).endswith("param"):
            if node.keywords and any(keyword.arg == "marks" for keyword in node.keywords):
                return None
            values = [self._evaluator.of(one, self._module.scope) for one in node.args]
            known = [one.value for one in values if isinstance(one, Known)]
            if len(known) < len(values):
                return None
            return Known(known[0] if len(known) == 1 else known)
        found = self._evaluator.of(node, self._module.scope)
        return Known(found.value) if isinstance(found, Known) else None

    def _said(self, node: ast.stmt, scope: Scope, given: Given) -> Iterator[Expectation]:
        asserts = Asserts(self._evaluator, scope, given)
        if isinstance(node, ast.Assert):
            if not self._is_snapshot(node.test, scope, given):
                yield from asserts.stated(node.test)
            return
        call = node.value if isinstance(node, ast.Expr | ast.Return) else None
        if not isinstance(call, ast.Call):
            return
        if isinstance(call.func, ast.Attribute) and call.func.attr == "apply":
            yield from self._applied(call, call.func.value, scope, given)
        if isinstance(node, ast.Return):
            return
        helper = self._evaluator.helper(call, scope)
        if helper is None:
            yield from asserts.called(call)
        elif self._depth < _DEEPEST:
            yield from self._in_helper(helper, call, scope, given)

    def _applied(
        self, call: ast.Call, output: ast.expr, scope: Scope, given: Given
    ) -> Iterator[Expectation]:
        """What a function expects that gets what an output becomes."""
        found = self._evaluator.of(output, scope, given)
        if found is None or not self._is_awaited or not call.args:
            return
        function = self._callback(call.args[0], scope)
        if function is None or len(function.arguments) != 1 or function.function is None:
            return
        handed = {**given, function.arguments[0]: found}
        following = Following(self._evaluator, function, handed, self._said)
        some = following.test(function.function.body)
        is_own = function not in scope.module.functions.values()
        yield from some if is_own else map(shared, some)

    def _callback(self, node: ast.expr, scope: Scope) -> Scope | None:
        """The function of a test that is handed on: one inside of it, of its file, or a lambda."""
        if isinstance(node, ast.Lambda):
            body = ast.copy_location(ast.Expr(node.body), node.body)
            made = ast.FunctionDef("", node.args, [body], [], lineno=node.lineno, col_offset=0)
            return Scope(scope.module, made, scope.owner, is_nested=True)
        if not isinstance(node, ast.Name):
            return None
        for inner in own_nodes(scope.function or scope.module.source.tree):
            if isinstance(inner, FunctionNode) and inner.name == node.id:
                return Scope(scope.module, inner, scope.owner, is_nested=True)
        return scope.module.functions.get(node.id)

    def _in_helper(
        self, helper: Scope, call: ast.Call, scope: Scope, given: Given
    ) -> Iterator[Expectation]:
        """The assertions in a function that a test calls, which serve all who call it."""
        handed = self._evaluator.handed(helper, call, scope, given)
        if handed is None or helper.function is None:
            return
        self._depth += 1
        try:
            following = Following(self._evaluator, helper, handed, self._said)
            yield from map(shared, following.test(helper.function.body))
        finally:
            self._depth -= 1

    def _is_snapshot(self, test: ast.expr, scope: Scope, given: Given) -> bool:
        """Whether an assertion compares with a stored text, which is noted."""
        if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
            return False
        sides = (test.left, test.comparators[0])
        if "snapshot" not in (getattr(side, "id", "") for side in sides):
            return False
        for side in sides:
            subject = self._evaluator.of(side, scope, given)
            if isinstance(subject, InTemplate) and isinstance(test.ops[0], ast.Eq):
                span = scope.module.source.span(test)
                self._snapshots.append(Snapshot(subject.path, span, self._renewal))
        return True


def _is_patch(node: ast.AST) -> bool:
    """Whether something is put in the place of a part of the program."""
    return isinstance(node, ast.Call) and "patch" in dotted_name(node)

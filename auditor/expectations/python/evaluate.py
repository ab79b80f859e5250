"""What the expressions of a Python test stand for."""

from __future__ import annotations

import ast
import posixpath
from typing import Any

from auditor.expectations import gathered
from auditor.expectations.expectation import Written
from auditor.expectations.looking import Looking
from auditor.expectations.python import literals
from auditor.expectations.python.calls import function, method
from auditor.expectations.python.comprehension import Comprehensions
from auditor.expectations.python.conditions import Conditions
from auditor.expectations.python.following import Following, Lost
from auditor.expectations.python.lambdas import Lambdas
from auditor.expectations.python.loading import called
from auditor.expectations.python.module import Scope, dotted_name, own_nodes
from auditor.expectations.python.operators import operated
from auditor.expectations.python.programs import Programs
from auditor.expectations.python.reading import Given
from auditor.expectations.python.stacks import Stacks
from auditor.expectations.values import (
    FilePath,
    Known,
    Listed,
    Named,
    Subject,
    Value,
    below,
)

_DEEPEST = 40
_MOST_READ = 100_000
"""Expressions that are read for one file, each as often as a loop or a helper comes to it."""


class Evaluator:
    """Reads the expressions of a test file and of what it takes fixtures from."""

    def __init__(self, template: str, look: Looking) -> None:
        self.look = look
        self._comprehensions = Comprehensions(self)
        self._lambdas = Lambdas()
        self._conditions = Conditions(self)
        self._template = FilePath(template)
        self.programs: Programs | None = None
        """The program that the test runs, where it is one of Pulumi."""
        self.stacks: Stacks | None = None
        """The stack of CDK that the test builds, where the template is that of one."""
        self._depth = 0
        self._left = _MOST_READ
        self._known: dict[tuple[int, int], Value] = {}

    def of(self, node: ast.expr | None, scope: Scope, given: Given | None = None) -> Value:
        """What an expression stands for; None where that is not known."""
        key = (id(node), id(scope))
        if node is None or self._depth > _DEEPEST:
            return None
        if not given and key in self._known:
            return self._known[key]
        self._left -= 1
        if self._left < 0:
            return None
        self._depth += 1
        try:
            found = self._of(node, scope, given or {})
        finally:
            self._depth -= 1
        if not given:
            self._known[key] = found
        return found

    def _of(self, node: ast.expr, scope: Scope, given: Given) -> Value:
        match node:
            case ast.Name():
                return self._name(node.id, scope, given)
            case ast.Attribute():
                return self._attribute(node, scope, given)
            case ast.Subscript():
                return self._subscript(node, scope, given)
            case ast.BinOp():
                left, right = (self.of(one, scope, given) for one in (node.left, node.right))
                return operated(node.op, left, right, self.look)
            case ast.JoinedStr():
                return self._text(node, scope, given)
            case ast.Call():
                return self._call(node, scope, given)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehensions.made(node, scope, given)
            case ast.BoolOp(op=ast.Or()):
                first = self.of(node.values[0], scope, given)
                return first if isinstance(first, Subject) else None
            case ast.IfExp():
                truth = self.truth(node.test, scope, given)
                chosen = node.body if truth else node.orelse
                return None if truth is None else self.of(chosen, scope, given)
            case ast.Await():
                return self.of(node.value, scope, given)
        literal = self.literal(node, scope, given)
        if literal is None and isinstance(node, ast.List | ast.Tuple):
            return Listed(tuple(self.of(one, scope, given) for one in node.elts))
        return None if literal is None else Known(literal.value, literal)

    def _text(self, node: ast.JoinedStr, scope: Scope, given: Given) -> Value:
        """An f-string, where all that is in it is known."""
        found = ""
        for part in node.values:
            is_plain = isinstance(part, ast.FormattedValue) and part.conversion < 0
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            value = self.of(inner, scope, given)
            is_bare = not isinstance(part, ast.FormattedValue) or part.format_spec is None
            if not isinstance(value, Known) or not isinstance(value.value, str | int):
                return None
            if isinstance(part, ast.FormattedValue) and not (is_plain and is_bare):
                return None
            found += str(value.value)
        return Known(found)

    def forget(self) -> None:
        """What was found so far is not so."""
        self._known.clear()

    def truth(self, node: ast.expr, scope: Scope, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        return self._conditions.truth(node, scope, given)

    def turns(
        self, generators: list[ast.comprehension], scope: Scope, given: Given
    ) -> list[Given] | None:
        """The names of each turn of a comprehension."""
        return self._comprehensions.turns(generators, scope, given)

    def each(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, item: ast.expr,
             scope: Scope, given: Given) -> Value:  # fmt: skip
        """What a comprehension takes out of every item of a list of the template."""
        return self._comprehensions.each(node, item, scope, given)

    def literal(self, node: ast.expr, scope: Scope, given: Given) -> Written | None:
        """A literal with all that is inside of it; None where something in it is not known."""
        source = scope.module.source
        return literals.literal(node, source, lambda inner: self._inside(inner, scope, given))

    def _inside(self, node: ast.expr, scope: Scope, given: Given) -> Written | None:
        found = self.of(node, scope, given)
        if not isinstance(found, Known):
            return None
        return found.literal or Written(found.value, scope.module.source.span(node))

    def _name(self, name: str, scope: Scope, given: Given) -> Value:
        if name in given:
            found = given[name]
            return Known(found.value) if isinstance(found, Known) else found
        if name == "__file__":
            return FilePath(scope.module.place)
        kept = None if self.programs is None else self.programs.kept(name)
        if kept is not None:
            return kept
        if name in scope.values:
            return self._one_of([(value, scope) for value in scope.values[name]], given)
        if name in scope.parameters:
            fixture = scope.module.fixture(name)
            return None if fixture is None or fixture is scope else self._returned(fixture)
        found = None if self.programs is None else self.programs.name(name, scope)
        if found is None and scope.function is not None:
            return self._name(name, scope.module.scope, {})
        return found

    def _one_of(
        self, values: list[tuple[ast.expr | None, Scope]], given: Given | None = None
    ) -> Value:
        """What a name stands for that is given several values: all have to be one."""
        found = [self.of(value, scope, given) for value, scope in values]
        first = found[0] if found else None
        if first is None or any(value != first for value in found):
            return None
        return Known(first.value) if isinstance(first, Known) else first

    def _returned(self, scope: Scope, given: Given | None = None) -> Value:
        """What a function of ours returns, or yields as a fixture."""
        if scope.function is None:
            return None
        try:
            found = Following(self, scope, given or {}, None).result(scope.function.body)
        except Lost:
            nodes = own_nodes(scope.function)
            return self._one_of(
                [(node.value, scope) for node in nodes if isinstance(node, ast.Return | ast.Yield)],
                given,
            )
        return Known(found.value) if isinstance(found, Known) else found

    def helper(self, call: ast.Call, scope: Scope) -> Scope | None:
        """The function of the test that a call calls."""
        if isinstance(call.func, ast.Name):
            name = call.func.id
            return scope.module.functions.get(name) or self._lambdas.named(name, scope)
        if isinstance(call.func, ast.Attribute) and _is_own(call.func.value, scope):
            return scope.module.methods.get((scope.owner or "", call.func.attr))
        return None

    def handed(
        self, helper: Scope, node: ast.Call, scope: Scope, given: Given
    ) -> dict[str, Value] | None:
        """What the parameters of a helper function are for the arguments of a call."""
        names = helper.arguments
        values = [self.of(argument, scope, given) for argument in node.args]
        rest, more = values[len(names) :], []
        handed = {**self._around(helper, given), **dict(zip(names, values, strict=False))}
        for keyword in node.keywords:
            value = self.of(keyword.value, scope, given)
            if keyword.arg is None:
                return None
            if keyword.arg in helper.parameters:
                handed[keyword.arg] = value
            else:
                more.append((keyword.arg, value))
        if (rest and helper.rest is None) or (more and helper.more is None):
            return None
        if helper.rest is not None:
            handed[helper.rest] = Listed(tuple(rest))
        if helper.more is not None:
            handed[helper.more] = Named(tuple(more))
        for name, default in helper.defaults.items():
            if name not in handed:
                handed[name] = self.of(default, helper.module.scope)
        return handed

    @staticmethod
    def _around(helper: Scope, given: Given) -> Given:
        """The names that a function inside of another one sees of that."""
        return (
            {n: v for n, v in given.items() if n not in helper.values} if helper.is_nested else {}
        )

    def _subscript(self, node: ast.Subscript, scope: Scope, given: Given) -> Value:
        step = self.of(node.slice, scope, given)
        base = node.value
        if isinstance(base, ast.Attribute) and base.attr == "parents":
            found = self.of(base.value, scope, given)
            levels = step.value if isinstance(step, Known) else None
            return _above(found, levels + 1) if type(levels) is int else None
        found = _below(self.of(base, scope, given), step)
        return found if self.programs is None else self.programs.spelled(found)

    def _attribute(self, node: ast.Attribute, scope: Scope, given: Given) -> Value:
        base = node.value
        if _is_own(base, scope):
            members = scope.module.members.get(scope.owner or "", {})
            return self._one_of(members.get(node.attr, []))
        found = self.of(base, scope, given)
        if self.programs is not None:
            kept = self.programs.kept(node.attr)
            return self.programs.attribute(found, node.attr) if kept is None else kept
        return _above(found, 1) if node.attr == "parent" else None

    def _call(self, node: ast.Call, scope: Scope, given: Given) -> Value:
        helper = self.helper(node, scope)
        if helper is not None:
            handed = self.handed(helper, node, scope, given)
            return None if handed is None else self._returned(helper, handed)
        found: Value = None
        if self.programs is not None:
            found = self.programs.called(node, self.of(node.func, scope, given), scope, given)
        if found is not None:
            return found
        loop = self._lambdas.loop(node)
        if loop is not None:
            found = self.of(loop, scope, given)
            return gathered.counted(found) if dotted_name(node) == "sum" else found
        values = [self.of(argument, scope, given) for argument in node.args]
        if self.stacks is not None:
            is_built = dotted_name(node).endswith("Template.from_stack") and values
            found = (
                self.stacks.template(values[0])
                if is_built
                else self.stacks.made(node, scope, given)
            )
        if found is not None:
            return found
        if isinstance(node.func, ast.Name):
            found = function(node.func.id, values, self._template, self.look)
        elif isinstance(node.func, ast.Attribute):
            name = node.func.attr
            found = called(name, values, self._template)
            if found is None:
                base = self.of(node.func.value, scope, given)
                found = method(name, base, values, self._template, self.look)
                if self.programs is not None:
                    found = self.programs.spelled(found)
        if found is not None:
            return found
        literal = self.literal(node, scope, given)
        return None if literal is None else Known(literal.value, literal)


def _is_own(node: ast.expr, scope: Scope) -> bool:
    """Whether it is the object or the class of a method."""
    return isinstance(node, ast.Name) and node.id in ("self", "cls", scope.owner or "self")


def _above(found: Value, levels: int) -> FilePath | None:
    """The folder that a path lies in, so many levels up; None outside of the project."""
    if levels < 1:
        return None
    for _ in range(min(levels, _DEEPEST)):
        if not isinstance(found, FilePath) or found.path == ".":
            return None
        found = FilePath(posixpath.dirname(found.path) or ".")
    return found if isinstance(found, FilePath) else None


def _below(found: Value, step: Value) -> Value:
    if not isinstance(step, Known) or type(step.value) not in (str, int):
        return None
    key: Any = step.value
    is_from_end = type(key) is int and key < 0
    is_counted = isinstance(found, Known | Listed)
    return None if is_from_end and not is_counted else below(found, key)

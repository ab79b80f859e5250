"""What the expressions of a Python test stand for."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Mapping
from typing import Any

from auditor.expectations.expectation import Written
from auditor.expectations.python import literals
from auditor.expectations.python.loading import called, on_path
from auditor.expectations.python.module import Scope, own_nodes
from auditor.expectations.values import (
    EACH,
    CdkTemplate,
    FilePath,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    MaybeAt,
    TemplateText,
    Value,
    below,
    each_of,
    joined,
)

Given = Mapping[str, Value]
"""The values of loop variables and parameters by their names."""
_DEEPEST = 40
_MOST_READ = 100_000
"""Expressions that are read for one file, each as often as a loop or a helper comes to it."""


class Evaluator:
    """Reads the expressions of a test file and of what it takes fixtures from."""

    def __init__(self, template: str) -> None:
        self._template = FilePath(template)
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
            case ast.BinOp(op=ast.Div()):
                return joined(self.of(node.left, scope, given), self.of(node.right, scope, given))
            case ast.Call():
                return self._call(node, scope, given)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self.each(node, node.elt, scope, given)
            case ast.Await():
                return self.of(node.value, scope, given)
        literal = self.literal(node, scope, given)
        return None if literal is None else Known(literal.value, literal)

    def each(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, item: ast.expr,
        scope: Scope, given: Given,
    ) -> Value:  # fmt: skip
        """What a comprehension takes out of every item of a list of the template."""
        (loop, *others) = node.generators
        if others or loop.ifs or not isinstance(loop.target, ast.Name):
            return None
        listed = self.of(loop.iter, scope, given)
        if isinstance(listed, MaybeAt):
            listed = InTemplate(listed.path)
        if not isinstance(listed, InTemplate):
            return None
        one = InTemplate((*listed.path, EACH))
        return each_of(listed, self.of(item, scope, {**given, loop.target.id: one}))

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
        if name in scope.values:
            return self._one_of([(value, scope) for value in scope.values[name]], given)
        if name in scope.parameters:
            fixture = scope.module.fixture(name)
            return None if fixture is None or fixture is scope else self._returned(fixture)
        if scope.function is not None:
            return self._name(name, scope.module.scope, {})
        return None

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
        nodes = own_nodes(scope.function)
        return self._one_of(
            [(node.value, scope) for node in nodes if isinstance(node, ast.Return | ast.Yield)],
            given,
        )

    def _helper(
        self, helper: Scope, node: ast.Call, values: list[Value], scope: Scope, given: Given
    ) -> Value:
        """What a helper function returns for the arguments of a call."""
        names = helper.arguments
        if len(values) > len(names):
            return None
        handed = dict(zip(names, values, strict=False))
        for keyword in node.keywords:
            if keyword.arg not in names:
                return None
            handed[str(keyword.arg)] = self.of(keyword.value, scope, given)
        for name, default in helper.defaults.items():
            if name not in handed:
                handed[name] = self.of(default, helper.module.scope)
        # a parameter that is given another value later on is not what was handed over
        known = {name: one for name, one in handed.items() if name not in helper.values}
        return self._returned(helper, known)

    def _subscript(self, node: ast.Subscript, scope: Scope, given: Given) -> Value:
        step = self.of(node.slice, scope, given)
        base = node.value
        if isinstance(base, ast.Attribute) and base.attr == "parents":
            found = self.of(base.value, scope, given)
            levels = step.value if isinstance(step, Known) else None
            return _above(found, levels + 1) if type(levels) is int else None
        return _below(self.of(base, scope, given), step)

    def _attribute(self, node: ast.Attribute, scope: Scope, given: Given) -> Value:
        base = node.value
        if _is_own(base, scope):
            members = scope.module.members.get(scope.owner or "", {})
            return self._one_of(members.get(node.attr, []))
        found = self.of(base, scope, given)
        return _above(found, 1) if node.attr == "parent" else None

    def _call(self, node: ast.Call, scope: Scope, given: Given) -> Value:
        values = [self.of(argument, scope, given) for argument in node.args]
        helper = None
        if isinstance(node.func, ast.Name):
            name, base = node.func.id, None
            helper = scope.module.functions.get(name)
        elif isinstance(node.func, ast.Attribute):
            name, base = node.func.attr, node.func.value
            if _is_own(base, scope):
                helper = scope.module.methods.get((scope.owner or "", name))
        else:
            return None
        if helper is not None:
            return self._helper(helper, node, values, scope, given)
        found = self._function(name, values)
        if found is None and base is not None:
            found = self._method(name, self.of(base, scope, given), values)
        if found is not None:
            return found
        literal = self.literal(node, scope, given)
        return None if literal is None else Known(literal.value, literal)

    def _function(self, name: str, values: list[Value]) -> Value:
        first = values[0] if values else None
        if name == "len" and isinstance(first, InTemplate | KeysOf):
            return LengthOf(first.path)
        if name in ("tuple", "list", "sorted") and isinstance(first, Known):
            is_sequence = isinstance(first.value, list | tuple)
            return Known(list(first.value)) if is_sequence and name == "list" else None
        return called(name, values, self._template)

    def _method(self, name: str, found: Value, values: list[Value]) -> Value:
        first = values[0] if values else None
        match name, found:
            case "get", InTemplate() | MaybeAt():
                is_step = isinstance(first, Known) and isinstance(first.value, str)
                if isinstance(first, Known) and is_step:
                    return MaybeAt((*found.path, first.value))
            case "keys", InTemplate():
                return KeysOf(found.path)
            case "items", Known(value=dict() as value):
                return Known([list(pair) for pair in value.items()])
            case "read" | "decode", TemplateText():
                return found
            case "to_json", CdkTemplate():
                return InTemplate(())
            case _, FilePath():
                return on_path(name, found, values, self._template)
        return None


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
    return None if is_from_end and not isinstance(found, Known) else below(found, key)

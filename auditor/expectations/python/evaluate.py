"""What the expressions of a Python test stand for."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Mapping
from typing import Any

from auditor.expectations.expectation import Entry, Written
from auditor.expectations.python.module import Scope, dotted_name, own_nodes
from auditor.expectations.values import (
    CdkTemplate,
    FilePath,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    MaybeAt,
    TemplateText,
    Value,
    joined,
)

Given = Mapping[str, Known]
"""The values of loop variables and parameters by their names."""
_DEEPEST = 40
_PARSERS = frozenset(
    {"load", "loads", "safe_load", "full_load", "load_yaml", "load_json", "yaml_parse"}
)
_PATHS = frozenset({"Path", "PurePath", "abspath", "realpath", "str", "fspath", "PosixPath"})
_SAME = frozenset({"resolve", "absolute", "as_posix"})


class Evaluator:
    """Reads the expressions of a test file and of what it takes fixtures from."""

    def __init__(self, template: str) -> None:
        self._template = FilePath(template)
        self._depth = 0
        self._known: dict[tuple[int, int], Value] = {}

    def of(self, node: ast.expr | None, scope: Scope, given: Given | None = None) -> Value:
        """What an expression stands for; None where that is not known."""
        key = (id(node), id(scope))
        if node is None or self._depth > _DEEPEST:
            return None
        if not given and key in self._known:
            return self._known[key]
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
                step = self.of(node.slice, scope, given)
                return _below(self.of(node.value, scope, given), step)
            case ast.BinOp(op=ast.Div()):
                return joined(self.of(node.left, scope, given), self.of(node.right, scope, given))
            case ast.Call():
                return self._call(node, scope, given)
            case ast.Await():
                return self.of(node.value, scope, given)
        literal = self.literal(node, scope, given)
        return None if literal is None else Known(literal.value, literal)

    def literal(self, node: ast.expr, scope: Scope, given: Given) -> Written | None:
        """A literal with all that is inside of it; None where something in it is not known."""
        span = scope.module.source.span(node)
        match node:
            case ast.Constant(value=str() | bool() | int() | float() | None):
                return Written(node.value, span)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return Written(-value, span)
            case ast.List() | ast.Tuple():
                items = [self._inside(item, scope, given) for item in node.elts]
                known = [item for item in items if item is not None]
                if len(known) < len(items) or isinstance(node, ast.Tuple):
                    return None
                return Written([item.value for item in known], span, items=tuple(known))
            case ast.Dict():
                return self._mapping(node, scope, given)
        return None

    def _mapping(self, node: ast.Dict, scope: Scope, given: Given) -> Written | None:
        entries: list[Entry] = []
        for key, value in zip(node.keys, node.values, strict=True):
            written = self._inside(value, scope, given)
            is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
            if key is None or written is None or not is_text or not isinstance(key, ast.Constant):
                return None
            span = scope.module.source.between(key, value)
            entries.append(Entry(str(key.value), written, span))
        values = {entry.key: entry.value.value for entry in entries}
        return Written(values, scope.module.source.span(node), entries=tuple(entries))

    def _inside(self, node: ast.expr, scope: Scope, given: Given) -> Written | None:
        if isinstance(node, ast.Call) and dotted_name(node).endswith("Match.object_like"):
            return self.literal(node.args[0], scope, given) if len(node.args) == 1 else None
        found = self.of(node, scope, given)
        if not isinstance(found, Known):
            return None
        return found.literal or Written(found.value, scope.module.source.span(node))

    def _name(self, name: str, scope: Scope, given: Given) -> Value:
        if name in given:
            return Known(given[name].value)
        if name == "__file__":
            return FilePath(scope.module.place)
        if name in scope.values:
            return self._one_of([(value, scope) for value in scope.values[name]])
        if name in scope.parameters:
            fixture = scope.module.fixture(name)
            return None if fixture is None or fixture is scope else self._returned(fixture)
        if scope.function is not None:
            return self._name(name, scope.module.scope, {})
        return None

    def _one_of(self, values: list[tuple[ast.expr | None, Scope]]) -> Value:
        """What a name stands for that is given several values: all have to be one."""
        found = [self.of(value, scope) for value, scope in values]
        first = found[0] if found else None
        if first is None or any(value != first for value in found):
            return None
        return Known(first.value) if isinstance(first, Known) else first

    def _returned(self, scope: Scope) -> Value:
        """What a function without arguments of ours returns, or yields as a fixture."""
        if scope.function is None:
            return None
        nodes = own_nodes(scope.function)
        return self._one_of(
            [(node.value, scope) for node in nodes if isinstance(node, ast.Return | ast.Yield)]
        )

    def _attribute(self, node: ast.Attribute, scope: Scope, given: Given) -> Value:
        base = node.value
        if isinstance(base, ast.Name) and base.id in ("self", "cls", scope.owner or "self"):
            members = scope.module.members.get(scope.owner or "", {})
            return self._one_of(members.get(node.attr, []))
        found = self.of(base, scope, given)
        if node.attr == "parent" and isinstance(found, FilePath):
            return FilePath(posixpath.dirname(found.path) or ".") if found.path != "." else None
        return None

    def _call(self, node: ast.Call, scope: Scope, given: Given) -> Value:
        values = [self.of(argument, scope, given) for argument in node.args]
        first = values[0] if values else None
        if isinstance(node.func, ast.Name):
            name, base = node.func.id, None
            helper = scope.module.functions.get(name)
            if helper is not None:
                is_plain = not values and not node.keywords and not helper.parameters
                return self._returned(helper) if is_plain else None
        elif isinstance(node.func, ast.Attribute):
            name, base = node.func.attr, node.func.value
        else:
            return None
        return self._function(name, values) or self._method(name, base, first, values, scope, given)

    def _function(self, name: str, values: list[Value]) -> Value:
        first = values[0] if values else None
        if name in _PARSERS and isinstance(first, TemplateText):
            return InTemplate(())
        if name == "open" and first is not None:
            return TemplateText() if joined(first) == self._template else None
        if name == "len" and isinstance(first, InTemplate | KeysOf):
            return LengthOf(first.path)
        if name in ("list", "sorted") and isinstance(first, KeysOf):
            return first
        if name == "from_json" and first == InTemplate(()):
            return CdkTemplate()
        return _path(name, values)

    def _method(
        self, name: str, base: ast.expr | None, first: Value, values: list[Value],
        scope: Scope, given: Given,
    ) -> Value:  # fmt: skip
        found = None if base is None else self.of(base, scope, given)
        match name, found:
            case "get", InTemplate() | MaybeAt():
                is_step = isinstance(first, Known) and isinstance(first.value, str)
                if isinstance(first, Known) and is_step:
                    return MaybeAt((*found.path, first.value))
            case "keys", InTemplate():
                return KeysOf(found.path)
            case "read_text" | "open" | "read_bytes", FilePath():
                return TemplateText() if found == self._template else None
            case "read" | "decode", TemplateText():
                return found
            case "joinpath", FilePath():
                return joined(found, *values)
            case _, FilePath() if name in _SAME:
                return found
            case "to_json", CdkTemplate():
                return InTemplate(())
        return None


def _path(name: str, values: list[Value]) -> Value:
    first = values[0] if values else None
    if name in _PATHS and len(values) == 1:
        return joined(first)
    if name == "join" and values:
        return joined(*values)
    if name == "dirname" and isinstance(first, FilePath):
        return FilePath(posixpath.dirname(first.path) or ".")
    return FilePath(".") if name in ("cwd", "getcwd") and not values else None


def _below(found: Value, step: Value) -> Value:
    if not isinstance(step, Known) or type(step.value) not in (str, int):
        return None
    key: Any = step.value
    if isinstance(found, InTemplate):
        return InTemplate((*found.path, key)) if key != -1 else None
    if isinstance(found, MaybeAt):
        return InTemplate((*found.path, key))
    if isinstance(found, Known):
        try:
            return Known(found.value[key])
        except (TypeError, KeyError, IndexError):
            return None
    return None

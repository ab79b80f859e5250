"""The mocks of a Python test of a Pulumi program.

https://www.pulumi.com/docs/iac/concepts/testing/unit/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from auditor.embedded.python.nodes import of_type, walk
from auditor.expectations.python.module import FunctionNode, Module, Scope, dotted_name
from auditor.expectations.stage import Mocked
from auditor.expectations.values import InTemplate, Value

_AWAITS = ("runtime.test", "pulumi_test")
_OF_OLD = ("Type", "Name", "Inputs")


class Mocks(Struct, frozen=True):
    """What `new_resource` does; `kept` is what it appends to lists, by their names."""

    mocked: Mocked
    scope: Scope
    kept: dict[str, ast.expr]

    def given(self, record: InTemplate) -> dict[str, Value]:
        """The parameters of `new_resource` for a resource."""
        names = self.scope.arguments
        if len(names) == 1:
            return {names[0]: record}
        return {
            name: InTemplate((*record.path, part))
            for name, part in zip(names, _OF_OLD, strict=False)
        }


def mocks_of(module: Module) -> Mocks | None:
    """The mocks of a test file, or of what it takes fixtures from."""
    for one in (module, *module.outer):
        for owner in of_type(one.source.tree, ast.ClassDef):
            for inner in owner.body:
                if isinstance(inner, FunctionNode) and inner.name == "new_resource":
                    return _read(one, inner, owner.name)
    return None


def _read(module: Module, function: FunctionNode, owner: str) -> Mocks | None:
    kept = dict(_appended(function))
    passed = {id(inner) for value in kept.values() for inner in walk(value)}
    own: set[str] = set()
    is_passed = False
    for node in walk(function):
        if id(node) in passed:
            continue
        if isinstance(node, ast.Name | ast.Attribute):
            is_passed |= "inputs" in (getattr(node, "id", ""), getattr(node, "attr", ""))
        own.update(_named(node))
    scope = Scope(module, function, owner)
    return Mocks(Mocked(frozenset(own)), scope, kept) if is_passed else None


def _named(node: ast.AST) -> Iterator[str]:
    """The names that a part of `new_resource` gives values of its own."""
    keys: list[ast.expr | None] = []
    if isinstance(node, ast.Dict):
        keys = node.keys
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        keys = [node.slice]
    elif isinstance(node, ast.Call):
        yield from (keyword.arg for keyword in node.keywords if keyword.arg)
    yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


def _appended(function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    """What is kept of every resource, by the name of the list."""
    for statement in function.body:
        match statement:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=holder, attr="append"), args=[kept])
            ):
                name = holder.attr if isinstance(holder, ast.Attribute) else ""
                yield holder.id if isinstance(holder, ast.Name) else name, kept


def awaits(function: FunctionNode) -> bool:
    """Whether a test fails where a function fails that gets what an output becomes."""
    return any(dotted_name(one).endswith(_AWAITS) for one in function.decorator_list)

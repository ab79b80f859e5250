"""What the parts of a reader of Python tests may ask of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Protocol

from auditor.expectations.expectation import Written
from auditor.expectations.gathered import items
from auditor.expectations.looking import Looking
from auditor.expectations.python.module import Scope
from auditor.expectations.values import Value

Given = Mapping[str, Value]
"""The values of variables, loop variables and parameters by their names."""


class Reading(Protocol):
    """Reads the expressions of a test file and of what it takes fixtures from."""

    look: Looking

    def of(self, node: ast.expr | None, scope: Scope, given: Given | None = None) -> Value:
        """What an expression stands for; None where that is not known."""

    def literal(self, node: ast.expr, scope: Scope, given: Given) -> Written | None:
        """A literal with all that is inside of it; None where something in it is not known."""

    def forget(self) -> None:
        """What was found so far is not so."""

    def truth(self, node: ast.expr, scope: Scope, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""

    def turns(
        self, generators: list[ast.comprehension], scope: Scope, given: Given
    ) -> list[Given] | None:
        """The names of each turn of a comprehension."""

    def each(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp,
        item: ast.expr,
        scope: Scope,
        given: Given,
    ) -> Value:
        """What a comprehension takes out of every item of a list of the template."""


def unpacked(target: ast.expr, value: Value, look: Looking) -> dict[str, Value]:
    """The names that a value is given to, also those that take it apart."""
    if isinstance(target, ast.Name):
        return {target.id: value}
    names: dict[str, Value] = {}
    if isinstance(target, ast.Tuple | ast.List):
        found = items(value, look)
        known = found if found is not None and len(found) == len(target.elts) else None
        for at, one in enumerate(target.elts):
            names.update(unpacked(one, None if known is None else known[at], look))
    return names

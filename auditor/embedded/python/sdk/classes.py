"""What the attributes of the classes of a module may be bound to.

Classes that inherit from each other share their attributes here: which of them an object is of
is not known.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from auditor.embedded.python.scopes import Assigned, Binding, Parameter, Scopes

if TYPE_CHECKING:
    from collections.abc import Iterable


class Classes:
    """The attributes of all classes."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes
        self._family = _families(node for node in scopes.of if isinstance(node, ast.ClassDef))
        self._bindings: defaultdict[tuple[str, str], list[Binding]] = defaultdict(list)
        # Attributes that are set in a way that is not followed, on whatever object.
        self._foreign: set[str] = set()
        for node, scope in scopes.of.items():
            if isinstance(node, ast.ClassDef):
                for name, bindings in scope.bindings.items():
                    self._bindings[self._family[node.name], name].extend(bindings)
        for target, value in scopes.attributes:
            self._note(target, value)

    def attribute(self, node: ast.ClassDef, name: str) -> tuple[Binding, ...]:
        """All that an attribute may be bound to; empty where that is not known."""
        if name in self._foreign:
            return ()
        return tuple(self._bindings.get((self._family[node.name], name), ()))

    def _note(self, target: ast.Attribute, value: ast.expr | None) -> None:
        owner = self._owner(target.value)
        if owner is None or value is None:
            self._foreign.add(target.attr)
        else:
            self._bindings[self._family[owner.name], target.attr].append(Assigned(value))

    def _owner(self, base: ast.expr) -> ast.ClassDef | None:
        """The class whose `self` an expression is."""
        bindings = self._scopes.bindings(base) if isinstance(base, ast.Name) else ()
        only = bindings[0] if len(bindings) == 1 else None
        if not isinstance(only, Parameter) or only.index != 0:
            return None
        scope = self._scopes.of[only.function].parent
        return scope.node if scope and isinstance(scope.node, ast.ClassDef) else None


def _families(classes: Iterable[ast.ClassDef]) -> dict[str, str]:
    """Each class's name with one name for all the classes it is related to."""
    related: defaultdict[str, set[str]] = defaultdict(set)
    for node in classes:
        related[node.name].add(node.name)
        for base in node.bases:
            if isinstance(base, ast.Name):
                related[node.name].add(base.id)
                related[base.id].add(node.name)
    family: dict[str, str] = {}
    for name in related:
        pending = [name]
        while pending:
            member = pending.pop()
            if member not in family:
                family[member] = name
                pending.extend(related[member])
    return family

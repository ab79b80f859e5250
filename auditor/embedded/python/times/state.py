"""The names of a function with what is known of their values, at one place of a walk through it."""

from __future__ import annotations

import ast

from msgspec import Struct, field

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.times.holders import changed, element, part
from auditor.embedded.python.times.kinds import (
    AWARE,
    AWARE_TEXT,
    EITHER,
    HOLDERS,
    LIKELY_AWARE,
    NAIVE,
    NAIVE_TEXT,
    UNKNOWN,
    Kind,
    Value,
)
from auditor.embedded.python.times.local_names import LocalNames
from auditor.embedded.python.times.module import Module, is_own_attribute
from auditor.embedded.python.times.operations import Operation, OutOfBudgetError
from auditor.embedded.python.times.zones import Refinement


class State(Struct):
    """What one walk over the functions of a module has in hand.

    `names`: the values of local names where the walk is. `given`: the value of each expression as
    it was last seen, `now`: the calls that give the present moment without a zone. `naive_keys`:
    the members that the module itself, or another one of its template, writes with naive times;
    `aware_keys`: those that it writes with an offset.
    """

    module: Module
    budget: int
    function: ast.AST = field(default_factory=lambda: ast.Module([], []))
    locals: frozenset[str] = frozenset()
    names: LocalNames = field(default_factory=LocalNames)
    given: dict[ast.expr, Value] = field(default_factory=dict)
    now: set[ast.expr] = field(default_factory=set)
    operations: dict[tuple[ast.expr, int], Operation] = field(default_factory=dict)
    naive_keys: set[object] = field(default_factory=set)
    aware_keys: set[object] = field(default_factory=set)
    asked_keys: set[object] = field(default_factory=set)
    guarded: int = 0
    depth: int = 0

    def spend(self, amount: int) -> None:
        """Takes from what the whole analysis may cost."""
        self.budget -= amount
        if self.budget < 0:
            raise OutOfBudgetError

    def refine(self, refinement: Refinement) -> None:
        """Takes over what a test has shown of names."""
        for name, is_aware in refinement.items():
            if self.names.get(name) in (EITHER, LIKELY_AWARE):
                self.names.set(name, AWARE if is_aware else NAIVE)

    def note_key(self, name: object, value: Value) -> None:
        """Notes a member that the module writes, where it is the text of a time."""
        if value == AWARE_TEXT and name is not None:
            self.aware_keys.add(name)
        if value == NAIVE_TEXT and name is not None and name not in self.naive_keys:
            self.naive_keys.add(name)
            self.module.changed = self.module.changed or name in self.asked_keys

    def is_naive_key(self, name: object) -> bool:
        """Whether a member is written with naive times, as far as that is known."""
        self.asked_keys.add(name)
        return name in self.naive_keys

    def bind(self, target: ast.expr, value: Value) -> None:
        """Gives a value to all names of a target."""
        if isinstance(target, ast.Name):
            self.names.set(target.id, value)
            self.module.share(self.function, target.id, value)
            return
        if is_own_attribute(target):
            self.module.learn(None, f".{target.attr}", value)
            return
        if isinstance(target, ast.Subscript):
            self._put(target, value)
        if isinstance(target, (ast.Tuple, ast.List)) and value.kind is Kind.LIST:
            is_plain = not any(isinstance(inner, ast.Starred) for inner in target.elts)
            for index, inner in enumerate(target.elts):
                self.bind(inner, part(value, index) if is_plain else UNKNOWN)
            return
        for node in walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.names.set(node.id, element(value))

    def _put(self, target: ast.Subscript, value: Value) -> None:
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        self.note_key(key, value)
        name = target.value.id if isinstance(target.value, ast.Name) else None
        held = None if name is None else self.names.get(name)
        if name is not None and held is not None and held.kind in HOLDERS:
            self.names.set(name, changed(held, key, value))

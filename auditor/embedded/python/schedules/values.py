"""The value of a name at a place in Python code, where the statements before it show it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from auditor.embedded.python.nodes import children, walk

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# No more statements before a place are looked at.
_FARTHEST = 50
# What gives the same when it is called a second time.
_PURE = frozenset({"astimezone", "isoformat", "relativedelta", "replace", "strftime", "timedelta"})


class Values:
    """The statements of a module, from the inside outwards."""

    def __init__(self, tree: ast.Module) -> None:
        self._parents = {child: parent for parent in walk(tree) for child in children(parent)}
        self._known: dict[ast.stmt, frozenset[str]] = {}

    def at(self, place: ast.AST, name: str) -> ast.expr | None:
        """The expression that gives what a name holds at a place, and can be repeated there.

        None where the name may have been bound otherwise, and where what the expression is made
        of may have changed since.
        """
        for before, here in self._blocks(place):
            for index in reversed(range(len(before))):
                value = _assigned(before[index], name)
                if value is not None:
                    since = (*before[index + 1 :], here)
                    is_same = _is_pure(value) and not self._touches(since, {name, *_names(value)})
                    return value if is_same else None
                if self._touches([before[index]], {name}):
                    return None
            if self._touches([here], {name}):
                return None
        return None

    def _blocks(self, place: ast.AST) -> Iterator[tuple[Sequence[ast.stmt], ast.stmt]]:
        """The statements around a place in its function, each with those before it."""
        node = place
        while node in self._parents and not isinstance(node, _SCOPES):
            parent = self._parents[node]
            if isinstance(node, ast.stmt):
                for block in (getattr(parent, field, None) for field in parent._fields):
                    if isinstance(block, list) and node in block:
                        index = block.index(node)
                        yield block[max(0, index - _FARTHEST) : index], node
            node = parent

    def _touches(self, statements: Iterable[ast.stmt], names: set[str]) -> bool:
        """Whether statements may bind one of the names, or change a member of what it holds."""
        return any(not names.isdisjoint(self._touched(statement)) for statement in statements)

    def _touched(self, statement: ast.stmt) -> frozenset[str]:
        if statement not in self._known:
            self._known[statement] = frozenset(map(_touched_by, walk(statement)))
        return self._known[statement]


def _assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    """The value that a statement gives to this name alone."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return None
    return statement.value if isinstance(target, ast.Name) and target.id == name else None


def _names(value: ast.AST) -> set[str]:
    return {node.id for node in walk(value) if isinstance(node, ast.Name)}


def _is_pure(value: ast.expr) -> bool:
    calls = (node.func for node in walk(value) if isinstance(node, ast.Call))
    return all(
        (call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in _PURE
        for call in calls
    )


def _touched_by(node: ast.AST) -> str:
    if isinstance(node, (ast.ExceptHandler, ast.FunctionDef, ast.ClassDef)):
        return node.name or ""
    if not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        return ""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""

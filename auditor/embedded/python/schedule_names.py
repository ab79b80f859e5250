"""Where the values of names in a Python module come from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, TypeAlias

from auditor.embedded.python.schedule_texts import beginning

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SESSIONS = frozenset({"boto3.Session", "boto3.session.Session"})


class Names:
    """The bindings, functions and calls of a module."""

    def __init__(self, tree: ast.Module) -> None:
        self._scopes: dict[ast.AST, ast.AST] = {}
        self._stores: dict[tuple[ast.AST, str], int] = {}
        self._values: dict[tuple[ast.AST, str], list[ast.expr]] = {}
        self._attribute_stores: dict[str, int] = {}
        self._attribute_values: dict[str, list[ast.expr]] = {}
        self._functions: dict[str, list[_Function]] = {}
        self._returns: dict[ast.AST, list[ast.expr]] = {}
        self._calls_of: dict[str, list[ast.Call]] = {}
        self._imports: dict[str, str] = {}
        calls: list[ast.Call] = []
        for node, scope in _scoped(tree):
            self._scopes[node] = scope
            self._note_binding(node, scope)
            self._note_value(node, scope)
            self._note_import(node)
            if isinstance(node, ast.Call):
                calls.append(node)
                self._calls_of.setdefault(_last_name(node.func), []).append(node)
        self.calls: Final = tuple(calls)

    @property
    def imported(self) -> frozenset[str]:
        """The names that imports bind."""
        return frozenset(self._imports)

    def _note_binding(self, node: ast.AST, scope: ast.AST) -> None:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self._store(scope, node.id)
        elif isinstance(node, ast.arg):
            self._store(scope, node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._store(scope, node.name)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            for name in node.names:
                # Bound elsewhere as well: nothing is known of it.
                self._store(scope, name)
                self._stores[_root(self._scopes, scope), name] = 2
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            self._attribute_stores[node.attr] = self._attribute_stores.get(node.attr, 0) + 1

    def _note_import(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                self._imports[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._imports[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def _store(self, scope: ast.AST, name: str) -> None:
        self._stores[scope, name] = self._stores.get((scope, name), 0) + 1

    def _note_value(self, node: ast.AST, scope: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._give(target, node.value, scope)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            self._give(node.target, node.value, scope)
        elif isinstance(node, ast.Return) and node.value is not None:
            self._returns.setdefault(scope, []).append(node.value)
        elif isinstance(node, _FUNCTIONS):
            self._functions.setdefault(node.name, []).append(node)

    def _give(self, target: ast.expr, value: ast.expr, scope: ast.AST) -> None:
        if isinstance(target, ast.Name):
            self._values.setdefault((scope, target.id), []).append(value)
        elif isinstance(target, ast.Attribute):
            self._attribute_values.setdefault(target.attr, []).append(value)

    def origins(self, node: ast.Name | ast.Call) -> list[ast.expr]:
        """The expressions whose value a name or the result of a call has, where all are known."""
        if isinstance(node, ast.Call):
            function = self._function(node)
            return self._returns.get(function, []) if function is not None else []
        owner = self._owner(node)
        if owner is None:
            return []
        values = self._values.get((owner, node.id), [])
        if len(values) == self._stores[owner, node.id]:
            # Of texts that follow each other none is made from the one before.
            return values if len(values) == 1 or all(map(beginning, values)) else []
        return self._given(owner, node.id)

    def _owner(self, node: ast.Name) -> ast.AST | None:
        """The function or module that binds a name as it is read at a place."""
        scope: ast.AST | None = self._scopes[node]
        while scope is not None:
            if (scope, node.id) in self._stores:
                return scope
            scope = self._scopes.get(scope)
        return None

    def _function(self, call: ast.Call) -> _Function | None:
        found = self._functions.get(_last_name(call.func), [])
        is_own = isinstance(call.func, ast.Name) or (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id in ("self", "cls")
        )
        return found[0] if is_own and len(found) == 1 else None

    def _given(self, function: ast.AST, name: str) -> list[ast.expr]:
        """What the calls of a function in the module give to one of its parameters."""
        if not isinstance(function, _FUNCTIONS) or self._stores[function, name] != 1:
            return []
        arguments = function.args
        places = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        found: list[ast.expr] = []
        for call in self._calls_of.get(function.name, []):
            if self._function(call) is not function:
                continue
            own = places[1:] if isinstance(call.func, ast.Attribute) else places
            found += [key.value for key in call.keywords if key.arg == name]
            if name in own and own.index(name) < len(call.args):
                before = call.args[: own.index(name) + 1]
                if not any(isinstance(argument, ast.Starred) for argument in before):
                    found.append(before[-1])
        return found

    def is_client(self, node: ast.expr, service: str) -> bool:
        """Whether a value is certainly a boto3 client of a service."""
        if isinstance(node, ast.Name):
            owner = self._owner(node)
            values = self._values.get((owner, node.id), []) if owner is not None else []
            stores = self._stores[owner, node.id] if owner is not None else 0
        elif isinstance(node, ast.Attribute):
            values = self._attribute_values.get(node.attr, [])
            stores = self._attribute_stores.get(node.attr, 0)
        else:
            return self._makes_client(node, service)
        values = [value for value in values if not _is_none(value)] if len(values) == stores else []
        return bool(values) and all(self._makes_client(value, service) for value in values)

    def _makes_client(self, node: ast.expr, service: str) -> bool:
        if not isinstance(node, ast.Call):
            return False
        given = [key.value for key in node.keywords if key.arg == "service_name"]
        name = next(iter(node.args or given), None)
        is_named = isinstance(name, ast.Constant) and name.value == service
        return is_named and (
            self._full_name(node.func) == "boto3.client" or self._is_of_session(node.func)
        )

    def _is_of_session(self, maker: ast.expr) -> bool:
        if not isinstance(maker, ast.Attribute) or maker.attr != "client":
            return False
        session = maker.value
        if isinstance(session, ast.Name):
            owner = self._owner(session)
            values = self._values.get((owner, session.id), []) if owner is not None else []
            if owner is None or len(values) != 1 or self._stores[owner, session.id] != 1:
                return False
            session = values[0]
        return isinstance(session, ast.Call) and self._full_name(session.func) in _SESSIONS

    def _full_name(self, node: ast.expr) -> str | None:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or self._owner(node) is not None:
            return None
        target = self._imports.get(node.id)
        return None if target is None else ".".join((target, *reversed(names)))


def _scoped(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """All nodes in source order, each with the function or module whose names it binds."""
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while pending:
        node, scope = pending.pop()
        if node is not tree:
            yield node, scope
        inner = node if isinstance(node, _FUNCTIONS) else scope
        pending.extend((child, inner) for child in reversed(list(ast.iter_child_nodes(node))))


def _root(scopes: dict[ast.AST, ast.AST], scope: ast.AST) -> ast.AST:
    while scope in scopes:
        scope = scopes[scope]
    return scope


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None

"""The small functions of a Python test: lambdas, functions in functions, and loops by them."""

from __future__ import annotations

import ast

from auditor.expectations.python.module import FunctionNode, Scope, dotted_name, own_nodes


class Lambdas:
    """Makes of them what else is read, each once."""

    def __init__(self) -> None:
        self._functions: dict[int, tuple[ast.AST, Scope]] = {}
        self._loops: dict[int, tuple[ast.Call, ast.expr | None]] = {}

    def named(self, name: str, scope: Scope) -> Scope | None:
        """The lambda, or the function inside of a function, that a name stands for."""
        here: Scope | None = scope
        while here is not None:
            values = here.values.get(name)
            if values is not None:
                only = values[0] if len(values) == 1 else None
                return self._scope(only, here) if isinstance(only, ast.Lambda) else None
            for node in own_nodes(here.function) if here.function is not None else ():
                if isinstance(node, FunctionNode) and node.name == name:
                    return self._scope(node, here)
            here = here.module.scope if here is not here.module.scope else None
        return None

    def _scope(self, node: ast.Lambda | FunctionNode, scope: Scope) -> Scope:
        if id(node) not in self._functions:
            made = _function(node) if isinstance(node, ast.Lambda) else node
            found = Scope(scope.module, made, scope.owner, is_nested=scope.function is not None)
            self._functions[id(node)] = node, found
        return self._functions[id(node)][1]

    def loop(self, call: ast.Call) -> ast.expr | None:
        """The comprehension that `filter`, `map` and `sum` with a lambda or a loop are."""
        if id(call) not in self._loops:
            self._loops[id(call)] = call, _comprehension(call)
        return self._loops[id(call)][1]


def _function(node: ast.Lambda) -> ast.FunctionDef:
    body: list[ast.stmt] = [ast.copy_location(ast.Return(node.body), node.body)]
    return ast.FunctionDef("", node.args, body, [], lineno=node.lineno, col_offset=0)


def _comprehension(call: ast.Call) -> ast.expr | None:
    name = dotted_name(call)
    if name == "sum" and len(call.args) == 1 and not call.keywords:
        counted = call.args[0]
        is_count = isinstance(counted, ast.GeneratorExp) and _is_one(counted.elt)
        return counted if is_count else None
    if name not in ("filter", "map") or len(call.args) != 2 or call.keywords:
        return None
    function, listed = call.args
    if not isinstance(function, ast.Lambda) or len(function.args.args) != 1:
        return None
    word = function.args.args[0].arg
    target = ast.copy_location(ast.Name(word, ast.Store()), function)
    item: ast.expr = ast.copy_location(ast.Name(word, ast.Load()), function)
    tests = [function.body] if name == "filter" else []
    loop = ast.comprehension(target, listed, tests, 0)
    return ast.copy_location(ast.ListComp(item if tests else function.body, [loop]), call)


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1 and node.value is not True

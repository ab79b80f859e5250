"""What a Python source file provides to the Lambda runtime.

The runtime splits `Handler` at its last dot, imports the left part as a module (`/` read as `.`)
and takes the right part with `getattr`; a missing attribute is `Runtime.HandlerNotFound`. It then
calls the function with two positional arguments, the event and the context, and writes the result
as JSON.
Source: `_get_handler` and `handle_event_request` in
https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from msgspec import Struct, field

from auditor.embedded.code import UNREADABLE, Module
from auditor.embedded.python.nodes import children
from auditor.embedded.python.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

# The runtime passes the event and the context, by position.
_PASSED = 2
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# Below these, not all children bind names where the node itself does.
_DIVIDED = frozenset({*_SCOPES, ast.AnnAssign, ast.comprehension})
# Nodes that bind names, or can hide that some are bound.
_NAMING = frozenset(
    {
        *(ast.Name, ast.Attribute, ast.Call, ast.Import, ast.ImportFrom, ast.Global),
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler),
        *(ast.MatchAs, ast.MatchStar, ast.MatchMapping),
    }
)
_DYNAMIC_NAMES = frozenset({"exec", "eval", "globals", "__builtins__"})
# `modules` stands for `sys.modules`, whose entries are the modules themselves.
_DYNAMIC_IMPORTS = _DYNAMIC_NAMES | {"*", "modules"}
_NAMESPACE_ATTRIBUTES = frozenset({"modules", "f_globals", "f_locals", "__globals__"})
_NAMESPACE_CALLS = frozenset({"locals", "vars"})
_IMPORT_CALLS = frozenset({"__import__", "import_module", "reload"})


def read(source: str) -> Module:
    """Tell which names the module `source` binds and which of its functions can be handlers.

    `parses` is False where the Python that runs this code cannot parse `source`. That alone is no
    proof of a fault: a newer Lambda runtime may accept syntax that this interpreter does not know
    (nested quotes in f-strings and `type X = ...` came with 3.12, `except*` with 3.11, `except A,
    B:` with 3.14), and callers stay silent about it.
    """
    parsed = parse(source)
    if parsed is None:
        return UNREADABLE
    tree = parsed.tree
    facts = _Facts()
    facts.scan(tree)
    return Module(
        names=frozenset(facts.names),
        handlers=_handlers(tree),
        complete=not facts.dynamic and "__getattr__" not in facts.names,
        parses=True,
    )


class _Facts(Struct):
    """What a walk over the whole module has seen."""

    names: set[str] = field(default_factory=set)
    dynamic: bool = False

    def scan(self, tree: ast.Module) -> None:
        # An explicit stack: the depth of user code must not become the depth of our calls.
        pending: list[tuple[ast.AST, bool]] = [(tree, True)]
        while pending:
            node, top = pending.pop()
            kind = type(node)
            if kind in _NAMING:
                self._note(node, top)
            if kind in _DIVIDED:
                pending.extend(_below(node, top))
            else:
                pending += [(child, top) for child in children(node)]

    def _note(self, node: ast.AST, top: bool) -> None:
        if top:
            self.names.update(_bound(node))
        elif isinstance(node, ast.Global):
            self.names.update(node.names)
        if _is_dynamic(node, top):
            self.dynamic = True


def _below(node: ast.AST, top: bool) -> Iterator[tuple[ast.AST, bool]]:
    """The children of `node`, each with whether a name bound there is bound in the module."""
    if isinstance(node, ast.AnnAssign) and node.value is None and isinstance(node.target, ast.Name):
        # Without a value, `x: int` binds nothing.
        yield node.annotation, top
        return
    if isinstance(node, ast.comprehension):
        # The targets live in the comprehension; a walrus beside them binds outside of it.
        yield node.target, False
        yield node.iter, top
        for condition in node.ifs:
            yield condition, top
        return
    inner = _inner_nodes(node)
    for child in children(node):
        # The `arguments` node stays outside: defaults and annotations belong to the outer scope.
        yield child, top and id(child) not in inner


def _inner_nodes(node: ast.AST) -> frozenset[int]:
    if not isinstance(node, _SCOPES):
        return frozenset()
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    return frozenset(map(id, body))


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that `node` itself binds in the scope where it stands."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store):
            yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.ImportFrom):
        yield from _imported(node)
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name is not None:
            yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest is not None:
        yield node.rest


def _imported(node: ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        if alias.name != "*":
            yield alias.asname or alias.name
    if node.level == 1 and node.module:
        # In a package's `__init__.py` this import also binds the submodule itself.
        yield node.module.partition(".")[0]


def _is_dynamic(node: ast.AST, top: bool) -> bool:
    """Whether `node` can bind names of the module that the text does not show."""
    if isinstance(node, ast.Name):
        return node.id in _DYNAMIC_NAMES
    if isinstance(node, ast.Attribute):
        return node.attr in _NAMESPACE_ATTRIBUTES
    if isinstance(node, ast.ImportFrom):
        return any(alias.name in _DYNAMIC_IMPORTS for alias in node.names)
    if isinstance(node, ast.Import):
        return any(alias.name in ("__main__", "builtins") for alias in node.names)
    return isinstance(node, ast.Call) and _is_dynamic_call(node, top)


def _is_dynamic_call(node: ast.Call, top: bool) -> bool:
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name in _IMPORT_CALLS:
        # A module that imports itself can be given any attribute.
        return any(isinstance(a, ast.Name) and a.id == "__name__" for a in node.args)
    return top and name in _NAMESPACE_CALLS and not node.args


def _handlers(tree: ast.Module) -> tuple[str, ...]:
    """The names whose last definition at the top level takes an event and a context."""
    usable: dict[str, bool] = {}
    for statement in _top_statements(tree):
        for name, is_usable in _defined(statement):
            usable.pop(name, None)
            usable[name] = is_usable
    return tuple(name for name, is_usable in usable.items() if is_usable and name[0] != "_")


def _top_statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run in the module's own scope, in source order."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, _SCOPES):
            # Expressions hold no statements besides lambda bodies, which are not the module's.
            blocks = [c for c in children(node) if not isinstance(c, ast.expr)]
            pending.extend(reversed(blocks))


def _defined(statement: ast.stmt) -> Iterator[tuple[str, bool]]:
    """The names that a statement binds anew, each with whether it is a handler from there on."""
    if isinstance(statement, ast.FunctionDef):
        yield statement.name, _can_handle(statement)
    elif isinstance(statement, (ast.AsyncFunctionDef, ast.ClassDef)):
        # The runtime does not await: the coroutine of an `async def` would be the response, and
        # no JSON can be made of it.
        yield statement.name, False
    elif isinstance(statement, ast.Delete):
        yield from ((t.id, False) for t in statement.targets if isinstance(t, ast.Name))
    else:
        value, targets = _assignment(statement)
        is_handler = isinstance(value, ast.Lambda) and _takes_event_and_context(value.args)
        for name in _header_names(statement):
            # `handler = decorate(handler)` leaves it what it was, as a decorator does.
            if not (name in targets and isinstance(value, ast.Call)):
                yield name, is_handler and name in targets


def _assignment(statement: ast.stmt) -> tuple[ast.expr | None, frozenset[str]]:
    """The value that a statement assigns as a whole, and the names that it is assigned to."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return None, frozenset()
    return statement.value, frozenset(t.id for t in targets if isinstance(t, ast.Name))


def _header_names(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds outside of the statements nested in it."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        yield from _bound(node)
        pending.extend(
            child for child, top in _below(node, True) if top and not isinstance(child, ast.stmt)
        )


def _can_handle(function: ast.FunctionDef) -> bool:
    return (
        _takes_event_and_context(function.args)
        and not any(_is_route(decorator) for decorator in function.decorator_list)
        and not _is_generator(function)
    )


def _takes_event_and_context(arguments: ast.arguments) -> bool:
    positional = len(arguments.posonlyargs) + len(arguments.args)
    required = positional - len(arguments.defaults)
    named = any(default is None for default in arguments.kw_defaults)
    room = positional >= _PASSED or arguments.vararg is not None
    return required <= _PASSED and room and not named


def _is_route(decorator: ast.expr) -> bool:
    """Whether the decorator is given a URL path, as in `@app.get("/orders")`.

    Such a function answers one route; its parameters come from the URL, never from Lambda.
    """
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return False
    first = decorator.args[0]
    return (
        isinstance(first, ast.Constant)
        and isinstance(first.value, str)
        and first.value.startswith("/")
    )


def _is_generator(function: ast.FunctionDef) -> bool:
    """Whether a call only makes a generator, which no JSON can be made of."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, _SCOPES):
            pending.extend(children(node))
    return False

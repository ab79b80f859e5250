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

from auditor.embedded.code import UNREADABLE, Module
from auditor.embedded.python.nodes import children, of_type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from auditor.embedded.python.parse import Source

# The runtime passes the event and the context, by position.
_PASSED = 2
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# Below these, not all children bind names where the node itself does.
_DIVIDED = frozenset({*_SCOPES, ast.AnnAssign, ast.comprehension})
_DYNAMIC_NAMES = frozenset({"exec", "eval", "globals", "__builtins__"})
# `modules` stands for `sys.modules`, whose entries are the modules themselves.
_DYNAMIC_IMPORTS = _DYNAMIC_NAMES | {"*", "modules"}
_NAMESPACE_ATTRIBUTES = frozenset({"modules", "f_globals", "f_locals", "__globals__"})
_NAMESPACE_CALLS = frozenset({"locals", "vars"})
_IMPORT_CALLS = frozenset({"__import__", "import_module", "reload"})
_DYNAMIC_MODULES = frozenset({"__main__", "builtins"})
_DYNAMIC_WORDS = _DYNAMIC_NAMES | _NAMESPACE_ATTRIBUTES | _NAMESPACE_CALLS | _IMPORT_CALLS


def provided(source: Source | None) -> Module:
    """The names that a module binds, and which of its functions can be handlers.

    None is code that the Python which runs this cannot parse. That alone is no proof of a fault: a
    newer Lambda runtime may accept syntax that this interpreter does not know (nested quotes in
    f-strings and `type X = ...` came with 3.12, `except*` with 3.11, `except A, B:` with 3.14),
    and callers stay silent about it.
    """
    return UNREADABLE if source is None else source.once(_provided)


def _provided(source: Source) -> Module:
    tree = source.tree
    top = dict.fromkeys(_module_nodes(tree))
    names = {name for node in top for name in _bound(node)}
    for declaration in of_type(tree, ast.Global):
        if declaration not in top:
            names.update(declaration.names)
    return Module(
        names=frozenset(names),
        handlers=_handlers(tree),
        complete="__getattr__" not in names and not _is_dynamic(source, top),
        parses=True,
    )


def _module_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes whose names belong to the module: all but those inside functions and classes."""
    # An explicit stack: the depth of user code must not become the depth of our calls.
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if type(node) in _DIVIDED:
            pending += [child for child, top in _below(node) if top]
        else:
            pending += children(node)


def _below(node: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """The children of a node, each with whether a name bound there is bound where the node is."""
    if isinstance(node, ast.AnnAssign) and node.value is None and isinstance(node.target, ast.Name):
        # Without a value, `x: int` binds nothing.
        yield node.annotation, True
        return
    if isinstance(node, ast.comprehension):
        # The targets live in the comprehension; a walrus beside them binds outside of it.
        yield node.target, False
        yield node.iter, True
        for condition in node.ifs:
            yield condition, True
        return
    inner = _inner_nodes(node)
    for child in children(node):
        # The `arguments` node stays outside: defaults and annotations belong to the outer scope.
        yield child, id(child) not in inner


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


def _is_dynamic(source: Source, top: Collection[ast.AST]) -> bool:
    """Whether the code can bind names of the module that the text does not show."""
    tree = source.tree
    imported = (alias.name for node in of_type(tree, ast.Import) for alias in node.names)
    taken = (alias.name for node in of_type(tree, ast.ImportFrom) for alias in node.names)
    if not _DYNAMIC_MODULES.isdisjoint(imported) or not _DYNAMIC_IMPORTS.isdisjoint(taken):
        return True
    return source.may_name(_DYNAMIC_WORDS) and (
        any(node.id in _DYNAMIC_NAMES for node in of_type(tree, ast.Name))
        or any(node.attr in _NAMESPACE_ATTRIBUTES for node in of_type(tree, ast.Attribute))
        or any(_is_dynamic_call(node, node in top) for node in of_type(tree, ast.Call))
    )


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
    has_yield = bool(of_type(tree, ast.Yield) or of_type(tree, ast.YieldFrom))
    for statement in _top_statements(tree):
        for name, is_usable in _defined(statement, has_yield):
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


def _defined(statement: ast.stmt, has_yield: bool) -> Iterator[tuple[str, bool]]:
    """The names that a statement binds anew, each with whether it is a handler from there on."""
    if isinstance(statement, ast.FunctionDef):
        yield (
            statement.name,
            _can_handle(statement) and not (has_yield and _is_generator(statement)),
        )
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
            child for child, top in _below(node) if top and not isinstance(child, ast.stmt)
        )


def _can_handle(function: ast.FunctionDef) -> bool:
    return _takes_event_and_context(function.args) and not any(
        _is_route(decorator) for decorator in function.decorator_list
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

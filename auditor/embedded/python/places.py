"""Where each node of a module stands in what runs: in which function, and under what conditions.

What never runs in Lambda is left out: below `if TYPE_CHECKING`, and below
`if __name__ == "__main__"`, since the runtime imports the module by its name.
Source: `_get_handler` in
https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from auditor.embedded.python.nodes import LEAVES, children, of_type

if TYPE_CHECKING:
    from auditor.embedded.python.parse import Source

_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))  # `except*` came with Python 3.11
EVERYTHING = "BaseException"
"""Stands among the caught exceptions for a handler without a type, or of a type not known."""
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# What runs under other conditions than the node itself, or not at all, stands only below these.
_PLACING = frozenset(
    {
        *(*_DEFINITIONS, ast.ClassDef, *_TRIES, ast.With, ast.AsyncWith, *_COMPREHENSIONS),
        *(ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.Match),
        *(ast.BoolOp, ast.AnnAssign),
    }
)
_EXITS = frozenset({"exit", "quit", "_exit", "abort"})


class Place(Struct, frozen=True):
    """Where a node stands, within the innermost function around it or within the module.

    `function`: its name, None outside of functions and in a lambda. `branch`: below an `if`, a
    loop, a handler or the like. `tried`: in the body of a `try`; `caught`: the exceptions that are
    caught there. `left`: behind a statement that may leave the function.
    """

    function: str | None = None
    at_load: bool = True
    branch: bool = False
    tried: bool = False
    left: bool = False
    caught: frozenset[str] = frozenset()

    @property
    def always(self) -> bool:
        """Whether each run of the function comes here."""
        return not (self.branch or self.tried or self.left)


_Item: TypeAlias = tuple[ast.AST, Place]


def placed(source: Source) -> list[tuple[ast.AST, Place]]:
    """The nodes that may run, each with its place, outer ones before inner ones.

    Names and constants are left out where they say nothing by themselves, which is nearly always.
    """
    return _Walk(source.tree).nodes()


class _Walk:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._leaving = _leaving(tree)

    def nodes(self) -> list[_Item]:
        # An explicit stack: the depth of user code must not become the depth of our calls.
        pending = list(self._block(self._tree.body, Place()))
        found: list[_Item] = []
        while pending:
            item = pending.pop()
            found.append(item)
            node, place = item
            if type(node) in _PLACING:
                pending.extend(self._below(node, place))
            else:
                pending += [(child, place) for child in children(node) if type(child) not in LEAVES]
        return found

    def _below(self, node: ast.AST, place: Place) -> Iterable[_Item]:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            return self._inside_definition(node, place)
        if isinstance(node, (ast.If, ast.IfExp)):
            return self._inside_if(node, place)
        if isinstance(node, _TRIES):
            return self._inside_try(node, place)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._inside_with(node, place)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While, ast.Match)):
            return self._inside_branches(node, place)
        return _inside_expression(node, place)

    def _block(self, statements: Iterable[ast.stmt], place: Place) -> Iterator[_Item]:
        for statement in statements:
            yield statement, place
            if statement in self._leaving and not place.left:
                place = replace(place, left=True)

    def _inside_definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef, place: Place
    ) -> Iterator[_Item]:
        if isinstance(node, ast.ClassDef):
            yield from _all((*node.decorator_list, *node.bases, *node.keywords), place)
            yield from self._block(node.body, place)
            return
        yield from _all(node.args.defaults, place)
        yield from _all((default for default in node.args.kw_defaults if default), place)
        if isinstance(node, ast.Lambda):
            yield node.body, Place(at_load=False)
            return
        yield from _all(node.decorator_list, place)
        yield from self._block(node.body, Place(function=node.name, at_load=False))

    def _inside_if(self, node: ast.If | ast.IfExp, place: Place) -> Iterator[_Item]:
        holds = _constant_test(node.test)
        yield node.test, place
        below = replace(place, branch=True)
        inner = below if holds is None else place
        if holds is not False:
            yield from self._branch(node.body, inner)
        if holds is not True:
            yield from self._branch(node.orelse, inner)

    def _branch(self, branch: ast.expr | list[ast.stmt], place: Place) -> Iterator[_Item]:
        if isinstance(branch, ast.expr):
            yield branch, place
        else:
            yield from self._block(branch, place)

    def _inside_try(self, node: ast.Try, place: Place) -> Iterator[_Item]:
        caught = place.caught.union(*map(_caught, node.handlers))
        yield from self._block(node.body, replace(place, tried=True, caught=caught))
        below = replace(place, branch=True)
        for handler in node.handlers:
            yield from self._block(handler.body, below)
        yield from self._block(node.orelse, below)
        yield from self._block(node.finalbody, place)

    def _inside_with(self, node: ast.With | ast.AsyncWith, place: Place) -> Iterator[_Item]:
        suppressed: set[str] = set()
        for item in node.items:
            yield item.context_expr, place
            if item.optional_vars is not None:
                yield item.optional_vars, place
            suppressed.update(_suppressed(item.context_expr))
        if suppressed:
            place = replace(place, tried=True, caught=place.caught | suppressed)
        yield from self._block(node.body, place)

    def _inside_branches(
        self, node: ast.For | ast.AsyncFor | ast.While | ast.Match, place: Place
    ) -> Iterator[_Item]:
        below = replace(place, branch=True)
        if isinstance(node, ast.Match):
            yield node.subject, place
            for case in node.cases:
                yield from _all([case.guard] if case.guard else [], below)
                yield from self._block(case.body, below)
            return
        if isinstance(node, ast.While):
            yield node.test, place
        else:
            yield from _all((node.iter, node.target), place)
        yield from self._block(node.body, below)
        yield from self._block(node.orelse, below)


def _all(nodes: Iterable[ast.AST], place: Place) -> Iterator[_Item]:
    return ((node, place) for node in nodes)


def _inside_expression(node: ast.AST, place: Place) -> Iterator[_Item]:
    if isinstance(node, ast.BoolOp):
        yield node.values[0], place
        yield from _all(node.values[1:], replace(place, branch=True))
    elif isinstance(node, _COMPREHENSIONS):
        below = replace(place, branch=True)
        first, *others = node.generators
        yield first.iter, place
        yield from _all((first.target, *first.ifs, *others), below)
        made = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        yield from _all(made, below)
    elif isinstance(node, ast.AnnAssign):
        yield from _all((node.target, *([node.value] if node.value else [])), place)


def _constant_test(test: ast.expr) -> bool | None:
    """The outcome of a test that is the same in each run in Lambda, else None."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _plain_test(test.operand)
        return None if inner is None else not inner
    return _plain_test(test)


def _plain_test(test: ast.expr) -> bool | None:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if last_name(test) == "TYPE_CHECKING":
        return False
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = (test.left, test.comparators[0])
        names = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
        main = any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
        return False if names and main else None
    return None


def last_name(expression: ast.expr) -> str | None:
    """`c` of `c`, and of `a.b.c`; None for what is neither."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else None


def _caught(handler: ast.ExceptHandler) -> Iterator[str]:
    if handler.type is None:
        yield EVERYTHING
        return
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    for kind in types:
        yield last_name(kind) or EVERYTHING


def _suppressed(manager: ast.expr) -> Iterator[str]:
    """The exceptions that `contextlib.suppress(...)` swallows."""
    if isinstance(manager, ast.Call) and last_name(manager.func) == "suppress":
        for kind in manager.args:
            yield last_name(kind) or EVERYTHING


def _leaving(tree: ast.Module) -> frozenset[ast.AST]:
    """The statements with a `return`, a `raise` or an exit of the process in them.

    What stands inside a function leaves that function, not the one around it.
    """
    exits = [call for call in of_type(tree, ast.Call) if last_name(call.func) in _EXITS]
    leaves = [*of_type(tree, ast.Return), *of_type(tree, ast.Raise), *exits]
    parents: dict[ast.AST, ast.AST] = {}
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        # Without an exit in an expression, statements alone can hold what leaves.
        below = [child for child in children(node) if exits or not isinstance(child, ast.expr)]
        if not isinstance(node, _DEFINITIONS):
            parents.update(dict.fromkeys(below, node))
        pending += below
    found: set[ast.AST] = set()
    for leaf in leaves:
        above: ast.AST | None = leaf
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return frozenset(found)

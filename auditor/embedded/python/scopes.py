"""What each name of a Python module may be bound to.

Scopes are those of the language: a name is looked up where it stands, then in the functions
around it, then in the module; class bodies are seen by nothing inside their functions.
https://docs.python.org/3/reference/executionmodel.html#resolution-of-names
"""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct, field

from auditor.embedded.python.nodes import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditor.embedded.python.parse import Source

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Of these some children are no uses of a name.
_WITH_TARGETS = frozenset({ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.With, ast.AsyncWith})
# Nodes that bind nothing themselves and open no scope, the frequent ones.
_QUIET = frozenset(
    {
        *(ast.Constant, ast.Expr, ast.keyword, ast.Subscript, ast.Slice, ast.Starred),
        *(ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Await),
        *(ast.Dict, ast.List, ast.Tuple, ast.Set, ast.JoinedStr, ast.FormattedValue),
        *(ast.If, ast.For, ast.While, ast.Try, ast.Raise, ast.Assert, ast.Pass),
        *(ast.AugAssign, ast.Delete, ast.comprehension, ast.alias, ast.Break, ast.Continue),
    }
)


class Assigned(Struct, frozen=True):
    """`name = value`, whole."""

    value: ast.expr


class Entered(Struct, frozen=True):
    """`with value as name`."""

    value: ast.expr


class Imported(Struct, frozen=True):
    """What stands at a dotted path: `boto3.client`; dots lead for a relative import."""

    path: str


class Defined(Struct, frozen=True):
    """`def name(...)`."""

    node: Function


class DefinedClass(Struct, frozen=True):
    """`class name: ...`."""

    node: ast.ClassDef


class Parameter(Struct, frozen=True):
    """A parameter of a function or lambda; `index` None where it cannot be passed by position.

    `plain` is False for `*args` and `**kwargs`.
    """

    function: Function | ast.Lambda
    name: str
    index: int | None
    default: ast.expr | None
    plain: bool


class Other(Struct, frozen=True):
    """Bound to what is not followed: a loop, a part of a value, `+=`, `del`."""


Binding: TypeAlias = Assigned | Entered | Imported | Defined | DefinedClass | Parameter | Other


class Scope(Struct, eq=False):
    """A module, function, lambda, class or comprehension, with what its names are bound to."""

    node: ast.AST
    parent: Scope | None
    bindings: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)

    def owner(self, name: str) -> Scope | None:
        """The scope that a name used here is bound in; None where the module binds it nowhere."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.globals:
                return scope.module
            seen = scope is self or not isinstance(scope.node, ast.ClassDef)
            if seen and name in scope.bindings and name not in scope.nonlocals:
                return scope
            scope = scope.parent
        return None

    @property
    def module(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def block(self) -> Scope:
        """The scope that a walrus binds in: the nearest one that is no comprehension."""
        scope = self
        while isinstance(scope.node, _COMPREHENSIONS) and scope.parent is not None:
            scope = scope.parent
        return scope


class Scopes:
    """All scopes of a module, and what later questions need of a walk through it."""

    def __init__(self, source: Source) -> None:
        tree = source.tree
        self.module: Final = Scope(tree, None)
        self.of: Final[dict[ast.AST, Scope]] = {tree: self.module}
        """The inner scope of each function, lambda and class."""
        self.loads: Final[defaultdict[str, list[ast.Name]]] = defaultdict(list)
        self.callee_of: Final[dict[ast.expr, ast.Call]] = {}
        self.returns: Final[defaultdict[ast.AST, list[ast.expr]]] = defaultdict(list)
        self.generators: Final[set[ast.AST]] = set()
        self.attributes: Final[list[tuple[ast.Attribute, ast.expr | None]]] = []
        """The attributes that are assigned, with the value where it is assigned whole."""
        self._where: dict[ast.Name, Scope] = {}
        self._pending: list[tuple[ast.AST, Scope]] = [(tree, self.module)]
        # An explicit stack: the depth of user code must not become the depth of our calls.
        pending = self._pending
        while pending:
            node, scope = pending.pop()
            if isinstance(node, ast.Name):
                self._note_name(node, scope)
                continue
            if isinstance(node, ast.Call):
                self.callee_of[node.func] = node
            elif isinstance(node, ast.Attribute):
                if not isinstance(node.ctx, ast.Load):
                    self.attributes.append((node, None))
            elif type(node) not in _QUIET:
                self._visit(node, scope)
                continue
            pending += [
                (child, scope) for child in children(node) if not isinstance(child, ast.Constant)
            ]
        self._hoist()

    def owner(self, name: ast.Name) -> Scope | None:
        """The scope that binds a name which is read; None where the module binds it nowhere."""
        scope = self._where.get(name)
        return scope.owner(name.id) if scope else None

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All that a name which is read may be bound to; empty where that is nowhere."""
        owner = self.owner(name)
        return tuple(owner.bindings.get(name.id, ())) if owner else ()

    def uses(self, scope: Scope, name: str) -> list[ast.Name]:
        """Where a name of a scope is read."""
        return [use for use in self.loads.get(name, ()) if self.owner(use) is scope]

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            self._enter_function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self._enter_class(node, scope)
        elif isinstance(node, _COMPREHENSIONS):
            self._enter_comprehension(node, scope)
        else:
            self._note(node, scope)
            for name, binding in _bound(node):
                scope.bindings[name].append(binding)
            below = _below(node) if type(node) in _WITH_TARGETS else children(node)
            self._push(below, scope)

    def _push(self, nodes: Iterable[ast.AST], scope: Scope) -> None:
        self._pending += [(node, scope) for node in nodes]

    def _note(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, ast.NamedExpr):
            scope.block.bindings[node.target.id].append(Assigned(node.value))
        elif isinstance(node, ast.Return) and node.value is not None:
            self.returns[scope.node].append(node.value)
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            self.generators.add(scope.block.node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            # Even without a value the name belongs to this scope from here on.
            scope.bindings[node.target.id].extend(())
        elif isinstance(node, ast.Global):
            scope.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.nonlocals.update(node.names)
        else:
            for target, value in _assignments(node):
                if isinstance(target, ast.Attribute):
                    self.attributes.append((target, value))

    def _note_name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Load):
            self._where[node] = scope
            self.loads[node.id].append(node)
        else:
            scope.bindings[node.id].append(Other())

    def _enter_function(self, node: Function | ast.Lambda, scope: Scope) -> None:
        inner = Scope(node, scope)
        self.of[node] = inner
        for parameter in _parameters(node):
            inner.bindings[parameter.name].append(parameter)
        self._push(node.args.defaults, scope)
        self._push((default for default in node.args.kw_defaults if default), scope)
        if isinstance(node, ast.Lambda):
            self._push([node.body], inner)
            return
        scope.bindings[node.name].append(Defined(node))
        self._push(node.decorator_list, scope)
        self._push(node.body, inner)

    def _enter_class(self, node: ast.ClassDef, scope: Scope) -> None:
        inner = Scope(node, scope)
        self.of[node] = inner
        scope.bindings[node.name].append(DefinedClass(node))
        self._push((*node.decorator_list, *node.bases, *node.keywords), scope)
        self._push(node.body, inner)

    def _enter_comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: Scope
    ) -> None:
        inner = Scope(node, scope)
        first = node.generators[0]
        self._push([first.iter], scope)
        self._push((first.target, *first.ifs, *node.generators[1:]), inner)
        made = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self._push(made, inner)

    def _hoist(self) -> None:
        """Moves what functions bind by `global` and `nonlocal` to where those names live."""
        for scope in self.of.values():
            for name in scope.globals | scope.nonlocals:
                moved = scope.bindings.pop(name, [])
                owner = self.module if name in scope.globals else scope.owner(name)
                if owner is not None and owner is not scope:
                    owner.bindings[name].extend(moved)


def _parameters(node: Function | ast.Lambda) -> Iterator[Parameter]:
    given = node.args
    positional = [*given.posonlyargs, *given.args]
    without = len(positional) - len(given.defaults)
    for index, argument in enumerate(positional):
        default = given.defaults[index - without] if index >= without else None
        yield Parameter(node, argument.arg, index, default, plain=True)
    for argument, named in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield Parameter(node, argument.arg, None, named, plain=True)
    for rest in (given.vararg, given.kwarg):
        if rest is not None:
            yield Parameter(node, rest.arg, None, None, plain=False)


def _bound(node: ast.AST) -> Iterator[tuple[str, Binding]]:
    """The names that a node itself binds, besides those that stand below it as nodes."""
    for target, value in _assignments(node):
        if isinstance(target, ast.Name):
            yield target.id, Assigned(value)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _imported(node)
    elif isinstance(node, ast.With):
        for item in node.items:
            if isinstance(item.optional_vars, ast.Name):
                yield item.optional_vars.id, Entered(item.context_expr)
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name is not None:
            yield node.name, Other()
    elif isinstance(node, ast.MatchMapping) and node.rest is not None:
        yield node.rest, Other()


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Binding]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield alias.asname or top, Imported(alias.name if alias.asname else top)
        return
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        yield alias.asname or alias.name, Imported(f"{module}.{alias.name}")


def _below(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node without the names that `_bound` and `Scopes` speak of."""
    done = {id(target) for target, _ in _assignments(node)}
    if isinstance(node, ast.With):
        done = {id(i.optional_vars) for i in node.items if isinstance(i.optional_vars, ast.Name)}
    elif isinstance(node, ast.NamedExpr):
        done = {id(node.target)}
    elif isinstance(node, ast.AnnAssign):
        done.add(id(node.annotation))
        if node.value is None and isinstance(node.target, ast.Name):
            done.add(id(node.target))
    for child in children(node):
        if isinstance(child, ast.withitem):
            yield child.context_expr
            if child.optional_vars is not None and id(child.optional_vars) not in done:
                yield child.optional_vars
        elif id(child) not in done:
            yield child
        elif isinstance(child, ast.Attribute):
            yield child.value


def _assignments(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The names and attributes that a statement assigns as a whole, each with its value."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, (ast.Name, ast.Attribute)):
                yield target, node.value
    elif (
        isinstance(node, ast.AnnAssign)
        and node.value is not None
        and isinstance(node.target, (ast.Name, ast.Attribute))
    ):
        yield node.target, node.value

"""The names of a Python test file: what is assigned to them, and what fixtures return."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from auditor.embedded.python.nodes import children
from auditor.embedded.python.parse import Source

_MOST_NAMES = 8
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_SETUPS = frozenset(
    {"setUp", "setUpClass", "asyncSetUp", "setup_method", "setup_class", "setup", "__init__"}
)


class Scope:
    """A function of a class or a module, or the module itself: the values given to its names."""

    def __init__(
        self,
        module: Module,
        function: FunctionNode | None,
        owner: str | None,
        *,
        is_nested: bool = False,
    ) -> None:
        self.module = module
        self.function = function
        self.owner = owner
        self.values: dict[str, list[ast.expr | None]] = {}
        self.parameters: frozenset[str] = frozenset()
        self.arguments: tuple[str, ...] = ()
        """The parameters that a call gives values to by their places."""
        self.defaults: dict[str, ast.expr] = {}
        self.rest: str | None = None
        self.more: str | None = None
        """The parameters for all further arguments, by place and by name."""
        self.is_nested = is_nested
        if function is not None:
            is_method = owner is not None and not is_nested and not is_static(function)
            self._declare(function.args, is_method=is_method)
        body = module.source.tree if function is None else function
        for node in own_nodes(body):
            for name, value in _bound(node):
                self.values.setdefault(name, []).append(value)

    def _declare(self, arguments: ast.arguments, *, is_method: bool) -> None:
        placed = (*arguments.posonlyargs, *arguments.args)
        every = (*placed, *arguments.kwonlyargs)
        self.parameters = frozenset(one.arg for one in every)
        self.arguments = tuple(one.arg for one in placed[1 if is_method else 0 :])
        backwards = zip(reversed(placed), reversed(arguments.defaults), strict=False)
        self.defaults = {one.arg: default for one, default in backwards}
        by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        self.defaults |= {one.arg: default for one, default in by_name if default is not None}
        self.rest = None if arguments.vararg is None else arguments.vararg.arg
        self.more = None if arguments.kwarg is None else arguments.kwarg.arg


class Module:
    """One file, at `place` of the project; `outer` are the modules whose fixtures it has as well,
    the nearest first."""

    def __init__(self, source: Source, place: str, outer: Sequence[Module] = ()) -> None:
        self.source = source
        self.place = place
        self.outer = outer
        self.functions: dict[str, Scope] = {}
        self.methods: dict[tuple[str, str], Scope] = {}
        """By class and name, the methods that are neither tests nor fixtures."""
        self.fixtures: dict[str, Scope] = {}
        self.tests: list[Scope] = []
        self.members: dict[str, dict[str, list[tuple[ast.expr | None, Scope]]]] = {}
        """By class, what is assigned to the attributes of `self` or `cls` before each test."""
        self.scope = Scope(self, None, None)
        for node in source.tree.body:
            if isinstance(node, FunctionNode):
                self._add_function(node, None)
            elif isinstance(node, ast.ClassDef):
                self._add_class(node)

    def fixture(self, name: str) -> Scope | None:
        """The fixture of a name, as pytest finds it for this file."""
        for module in (self, *self.outer):
            if name in module.fixtures:
                return module.fixtures[name]
        return None

    def _add_class(self, node: ast.ClassDef) -> None:
        if is_skipped(node):
            return
        members = self.members.setdefault(node.name, {})
        for inner in node.body:
            if isinstance(inner, FunctionNode):
                scope = self._add_function(inner, node.name)
                if inner.name in _SETUPS or is_fixture(inner):
                    for name, value in _attributes(inner):
                        members.setdefault(name, []).append((value, scope))
                else:
                    # a test that changes what others see
                    for name, _ in _attributes(inner):
                        members.setdefault(name, []).append((None, scope))
            else:
                for name, value in _bound(inner):
                    members.setdefault(name, []).append((value, self.scope))

    def _add_function(self, node: FunctionNode, owner: str | None) -> Scope:
        scope = Scope(self, node, owner)
        if is_fixture(node):
            self.fixtures[_fixture_name(node)] = scope
        elif node.name.startswith("test"):
            if not is_skipped(node):
                self.tests.append(scope)
        elif owner is None:
            self.functions[node.name] = scope
        else:
            self.methods[owner, node.name] = scope
        return scope


def own_nodes(top: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one, without those in functions and classes of their own."""
    pending = list(children(top))
    while pending:
        node = pending.pop(0) if len(pending) < 2 else pending.pop()
        yield node
        if not isinstance(node, (FunctionNode, ast.ClassDef, ast.Lambda)):
            pending.extend(children(node))


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a statement binds, with the values; None where they are not known."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _paired(target, node.value)
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        if node.value is not None:
            yield node.target.id, node.value
    elif isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
        yield node.optional_vars.id, node.context_expr
    elif isinstance(node, ast.AugAssign | ast.For | ast.NamedExpr | ast.comprehension):
        yield from ((name, None) for name in _names(node.target))


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    """The names of a target, each with its part of a value that is written as such parts."""
    if isinstance(target, ast.Name):
        yield target.id, value
        return
    parts = value.elts if isinstance(value, ast.Tuple) else []
    if isinstance(target, ast.Tuple) and len(target.elts) == len(parts):
        for one, part in zip(target.elts, parts, strict=True):
            yield from _paired(one, part)
        return
    yield from ((name, None) for name in _names(target))


def _names(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _attributes(function: FunctionNode) -> Iterator[tuple[str, ast.expr | None]]:
    for node in own_nodes(function):
        targets: list[ast.expr] = []
        value: ast.expr | None = None
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
            value = node.value if isinstance(node, ast.AnnAssign) else None
        for target in targets:
            is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
            if isinstance(target, ast.Attribute) and is_own:
                yield target.attr, value


def _decorators(node: FunctionNode | ast.ClassDef) -> Iterator[str]:
    for decorator in node.decorator_list:
        yield dotted_name(decorator)


def dotted_name(node: ast.expr | None) -> str:
    """What names a function or its call, as far as it is names with dots between them."""
    names: list[str] = []
    here = node.func if isinstance(node, ast.Call) else node
    while isinstance(here, ast.Attribute) and len(names) < _MOST_NAMES:
        names.append(here.attr)
        here = here.value
    names.append(here.id if isinstance(here, ast.Name) else "")
    return ".".join(reversed(names))


def is_fixture(node: FunctionNode) -> bool:
    """Whether pytest calls a function for what it returns."""
    return any(name.endswith("fixture") for name in _decorators(node))


def is_static(node: FunctionNode) -> bool:
    """Whether a method gets neither its object nor its class."""
    return "staticmethod" in _decorators(node)


def is_skipped(node: FunctionNode | ast.ClassDef) -> bool:
    """Whether a test is, or may be, skipped, or is expected to fail."""
    marks = ("skip", "xfail", "expectedFailure")
    return any(mark in name for name in _decorators(node) for mark in marks)


def _fixture_name(node: FunctionNode) -> str:
    for decorator in node.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return node.name

"""The stack of CDK that a Python test builds, where it is the one of the template."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from auditor.embedded.python.nodes import walk
from auditor.expectations.python.module import Module, Scope, dotted_name, own_nodes
from auditor.expectations.python.reading import Given, Reading
from auditor.expectations.values import CdkApp, CdkStack, CdkTemplate, Known, Value

_LIBRARY = "aws_cdk"
_SYNTH = "synth"
_FROM_STACK = "from_stack"


class Stacks:
    """Knows the stack by the ID that the app of the template gives it as well.

    It says nothing where a file builds it in several ways, or changes what it has built.
    """

    def __init__(self, id: str, module: Module, reading: Reading) -> None:
        self._modules = (module, *module.outer)
        self._reading = reading
        self._imported = {name: origin for one in self._modules for name, origin in _imports(one)}
        self._calls = [
            (node, scope)
            for one in self._modules
            for scope in _scopes(one)
            for node in own_nodes(scope.function or one.source.tree)
            if isinstance(node, ast.Call)
        ]
        self._way = self._only_way(id)

    def made(self, node: ast.Call, scope: Scope, given: Given) -> Value:
        """What a call of a class makes: an app, or the stack of the template."""
        if self._way is None:
            return None
        if self._is_app(node):
            return CdkApp()
        is_way = self._is_own(node) and _way(node) == self._way
        is_of_app = is_way and isinstance(self._reading.of(node.args[0], scope, given), CdkApp)
        return CdkStack() if is_of_app else None

    def settle(self) -> None:
        """Finds out whether what was built is changed; asked once, before anything is read."""
        if self._way is not None and any(self._changes(node, scope) for node, scope in self._calls):
            self._way = None
            self._reading.forget()

    def template(self, found: Value) -> Value:
        """What `Template.from_stack` gives for a value."""
        return CdkTemplate() if isinstance(found, CdkStack) else None

    def _only_way(self, id: str) -> str | None:
        """How the file builds the stack; None where that differs, or is not known."""
        apps = {ast.unparse(node) for node, _ in self._calls if self._is_app(node)}
        own = [(node, scope) for node, scope in self._calls if self._is_own(node)]
        named = [(node, scope) for node, scope in own if self._is_named(node, scope, id)]
        classes = {dotted_name(node) for node, _ in named}
        alike = [node for node, _ in own if dotted_name(node) in classes]
        ways = {_way(one) for one in (*(node for node, _ in named), *alike)}
        is_certain = len(apps) == 1 and len(ways) == 1
        is_fixed = all(_is_fixed(node, scope) for node, scope in named)
        return ways.pop() if is_certain and is_fixed else None

    def _is_named(self, node: ast.Call, scope: Scope, id: str) -> bool:
        found = self._reading.of(node.args[1], scope)
        return isinstance(found, Known) and found.value == id

    def _changes(self, node: ast.Call, scope: Scope) -> bool:
        """Whether something may change the stack, or what is in its app."""
        name = dotted_name(node).rpartition(".")[2]
        every = (*node.args, *(one.value for one in node.keywords))
        given = [
            self._reading.of(one, scope)
            for one in every
            if isinstance(one, ast.Name | ast.Attribute)
        ]
        is_class = name[:1].isupper()
        if not is_class and any(isinstance(one, CdkApp) for one in given):
            return True
        if name != _FROM_STACK and any(isinstance(one, CdkStack) for one in given):
            return True
        holders = () if name == _SYNTH else _holders(node.func)
        return any(isinstance(self._reading.of(one, scope), CdkStack | CdkApp) for one in holders)

    def _is_app(self, node: ast.Call) -> bool:
        name = dotted_name(node)
        return name.rpartition(".")[2] == "App" and self._module(name).startswith(_LIBRARY)

    def _is_own(self, node: ast.Call) -> bool:
        """Whether it calls what comes from a module that is not CDK's, as stacks are built."""
        module = self._module(dotted_name(node))
        return len(node.args) > 1 and module != "" and not module.startswith(_LIBRARY)

    def _module(self, name: str) -> str:
        return self._imported.get(name.partition(".")[0], "")


def _imports(module: Module) -> Iterator[tuple[str, str]]:
    """The names that a file imports, with the modules that they come from."""
    for node in walk(module.source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0], alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from ((alias.asname or alias.name, origin) for alias in node.names)


def _scopes(module: Module) -> Iterator[Scope]:
    yield module.scope
    yield from module.functions.values()
    yield from module.methods.values()
    yield from module.fixtures.values()
    yield from module.tests


def _holders(node: ast.expr) -> Iterator[ast.expr]:
    """What stands before the dots, from the last one to the first."""
    while isinstance(node, ast.Attribute):
        node = node.value
        yield node


def _way(node: ast.Call) -> str:
    """How a stack is built, but for the name of its app."""
    return ast.unparse(ast.Call(node.func, node.args[1:], node.keywords))


def _is_fixed(node: ast.Call, scope: Scope) -> bool:
    """Whether it is built of the same wherever the file comes to it."""
    every = (*node.args[2:], *(one.value for one in node.keywords))
    names = {one.id for part in every for one in walk(part) if isinstance(one, ast.Name)}
    return not any(
        name in scope.parameters or len(scope.values.get(name, ())) > 1 for name in names
    )

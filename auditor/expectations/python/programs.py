"""What a Python test sees of the Pulumi program that it imports."""

from __future__ import annotations

import ast

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import parse
from auditor.expectations.python.mocks import Mocks, mocks_of
from auditor.expectations.python.module import Module, Scope, dotted_name, own_nodes
from auditor.expectations.python.reading import Given, Reading
from auditor.expectations.stage import RESOURCE, Stage, Staged, spelled
from auditor.expectations.values import InProgram, InTemplate, Listed, Named, Value

_IMPORTS = ast.Import | ast.ImportFrom


class Programs:
    """The program behind one test file."""

    def __init__(self, stage: Stage, module: Module, reading: Reading) -> None:
        self.mocks = mocks_of(module) or _imported_mocks(stage, module)
        mocked = None if self.mocks is None else self.mocks.mocked
        self._stage = stage
        self._staged = Staged(stage, module.place, mocked)
        self._reading = reading
        self._imports: dict[int, dict[str, str]] = {}
        for node in walk(module.source.tree):
            if isinstance(node, _IMPORTS):
                # what is imported makes its resources, whoever asks for its name
                self._staged.bound(ast.unparse(node), "")
        self._made: dict[ast.Call, Value] = {}

    def name(self, name: str, scope: Scope) -> Value:
        """What an import of the program gives to a name, or what the mocks keep in it."""
        for one in (scope, scope.module.scope):
            text = self._imported(one).get(name)
            if text is not None:
                return self._staged.bound(text, name)
        return self.kept(name)

    def attribute(self, found: Value, name: str) -> Value:
        """What stands behind a dot."""
        return self.spelled(self._staged.member(found, name))

    def spelled(self, found: Value) -> Value:
        """A place with the names that the program has for it."""
        if isinstance(found, InTemplate) and len(found.path) > RESOURCE:
            return InTemplate(spelled(found.path, self._stage.tree))
        return found

    def called(self, node: ast.Call, function: Value, scope: Scope, given: Given) -> Value:
        """What a class or a function of the program gives, which is called once."""
        if dotted_name(node).endswith("Output.all"):
            if node.keywords:
                entries = ((one.arg, self._of(one.value, scope, given)) for one in node.keywords)
                return Named(tuple((str(name), value) for name, value in entries))
            return Listed(tuple(self._of(one, scope, given) for one in node.args))
        if not isinstance(function, InProgram):
            return None
        if node not in self._made:
            names = {one.id for one in walk(node) if isinstance(one, ast.Name)}
            known = {name: self._named(name, scope, given) for name in sorted(names)}
            self._made[node] = self._staged.evaluated(ast.unparse(node), known)
        return self._made[node]

    def _named(self, name: str, scope: Scope, given: Given) -> Value:
        return self._of(ast.Name(name, ast.Load()), scope, given)

    def _of(self, node: ast.expr, scope: Scope, given: Given) -> Value:
        return self._reading.of(node, scope, given)

    def _imported(self, scope: Scope) -> dict[str, str]:
        """The import statements of a scope, by the names that they give."""
        if id(scope) not in self._imports:
            top = scope.function or scope.module.source.tree
            self._imports[id(scope)] = {
                (alias.asname or alias.name).partition(".")[0]: ast.unparse(node)
                for node in own_nodes(top)
                if isinstance(node, _IMPORTS)
                for alias in node.names
            }
        return self._imports[id(scope)]

    def kept(self, name: str) -> Value:
        """What the mocks keep in a list of a name."""
        mocks: Mocks | None = self.mocks
        records = self._staged.records()
        if mocks is None or records is None or name not in mocks.kept:
            return None
        items = (
            self._reading.of(mocks.kept[name], mocks.scope, mocks.given(one)) for one in records
        )
        return Listed(tuple(items), is_ordered=False)


def _imported_mocks(stage: Stage, module: Module) -> Mocks | None:
    """The mocks in a module that the test imports them from."""
    for node in module.source.tree.body:
        if not isinstance(node, ast.ImportFrom):
            continue
        for value in stage.bound(module.place, ast.unparse(node)).values():
            found = stage.source(value)
            source = None if found is None else parse(found[1])
            mocks = None if found is None or source is None else mocks_of(Module(source, found[0]))
            if mocks is not None:
                return mocks
    return None

"""The variables of the environment that Python code reads and sets.

`os.environ[...]` fails with KeyError where a variable is missing, `os.environ.get` and
`os.getenv` give None: https://docs.python.org/3/library/os.html#os.environ
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.embedded.facts import EnvironmentRead
from auditor.embedded.python.nodes import children, walk
from auditor.embedded.python.places import EVERYTHING, Place, last_name
from auditor.embedded.python.scopes import Parameter
from auditor.embedded.python.sdk.kinds import OwnFunction
from auditor.embedded.python.sdk.objects import argument_of

if TYPE_CHECKING:
    from auditor.embedded.python.parse import Placed, Source
    from auditor.embedded.python.sdk.objects import Objects

ENVIRON = "os.environ"
_GETS = frozenset({"os.getenv", "os.environ.get"})
_CATCHING = frozenset({"KeyError", "LookupError", "Exception", EVERYTHING})
# Callees that only read what they are given.
_READERS = frozenset(
    f"builtins.{name}"
    for name in ("bool", "dict", "isinstance", "iter", "len", "list", "print", "repr", "set")
) | {"builtins.sorted", "builtins.str", "builtins.tuple", "json.dumps", "pprint.pprint"}
_LOGGING = frozenset({"critical", "debug", "error", "exception", "info", "log", "warning"})
# A function that reads more variables for its caller than that is not followed further.
_MOST_HELPED = 8
_LOADERS = frozenset({"load_dotenv", "read_dotenv", "read_env"})
ENVIRONMENT_WORDS = frozenset({"environ", "getenv", "putenv", *_LOADERS})
"""Code without these neither reads nor sets a variable, as far as can be seen."""


class Environment(Struct):
    """What a walk over the module has seen of the environment."""

    source: Source
    objects: Objects
    sets: set[str] = field(default_factory=set)
    sets_more: bool = False
    _reads: list[EnvironmentRead] = field(default_factory=list)
    _tested: set[str] = field(default_factory=set)
    _tests_all: bool = False
    _helpers: dict[ast.AST, list[tuple[Parameter, bool]]] = field(default_factory=dict)
    _calls: list[tuple[ast.Call, OwnFunction, Place]] = field(default_factory=list)

    def note(self, node: ast.AST, place: Place) -> None:
        """Takes in one node of the module."""
        if isinstance(node, ast.Subscript):
            self._subscript(node, place)
        elif isinstance(node, ast.Call):
            self._call(node, place)
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            self._assign(node)
        else:
            self._note_tests(node)

    def _note_tests(self, node: ast.AST) -> None:
        if isinstance(node, ast.Compare):
            is_member = isinstance(node.ops[0], (ast.In, ast.NotIn))
            if is_member and self._is_environ(node.comparators[0]):
                self._test(node.left)
        elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
            self._test_gets(node.test)
        elif isinstance(node, ast.BoolOp):
            for value in node.values[:-1]:
                self._test_gets(value)
        elif isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp)):
            # a list of names that is looked through: any of them may be among what is tested
            asked = [test for part in node.generators for test in part.ifs]
            asked += [node.elt] if isinstance(node, ast.GeneratorExp) else []
            self._tests_all = self._tests_all or any(map(self._looks_up, asked))

    def reads(self) -> list[EnvironmentRead]:
        """All reads, also those that a function of the module makes for its caller."""
        found = [*self._reads]
        for call, function, place in self._calls:
            for parameter, required in self._helpers.get(function.node, ()):
                given = argument_of(call, parameter, shift=int(function.bound))
                name = self.objects.text(given).literal if given is not None else None
                if name:
                    found.append(self._read(call, name, place, required=required))
        return [
            replace(read, required=False) if self._tests_all or read.name in self._tested else read
            for read in found
        ]

    def _read(self, node: Placed, name: str, place: Place, *, required: bool) -> EnvironmentRead:
        return EnvironmentRead(
            name,
            required=required and not place.caught & _CATCHING,
            at_load=place.at_load,
            span=self.source.span(node),
            certain=not (place.branch or place.left),
        )

    def _subscript(self, node: ast.Subscript, place: Place) -> None:
        if not self._is_environ(node.value):
            return
        if isinstance(node.ctx, ast.Load):
            self._asked(node, node.slice, place, required=True)
        else:
            self._set(node.slice)

    def _asked(self, node: Placed, key: ast.expr, place: Place, *, required: bool) -> None:
        name = self.objects.text(key).literal
        if name:
            self._reads.append(self._read(node, name, place, required=required))
            return
        bindings = self.objects.scopes.bindings(key) if isinstance(key, ast.Name) else ()
        only = bindings[0] if len(bindings) == 1 else None
        if isinstance(only, Parameter) and only.plain:
            # A helper: the caller names the variable.
            must = required and place.always and not place.caught
            told = self._helpers.setdefault(only.function, [])
            if (only, must) not in told and len(told) < _MOST_HELPED:
                told.append((only, must))

    def _call(self, call: ast.Call, place: Place) -> None:
        kind = self.objects.kind(call.func)
        if isinstance(kind, OwnFunction):
            self._calls.append((call, kind, place))
        path = self.objects.dotted(call.func)
        key = _first(call)
        if path in _GETS and key is not None:
            self._asked(call, key, place, required=False)
        elif path == "os.environ.pop" and key is not None:
            self._asked(call, key, place, required=len(call.args) == 1)
        elif path == "os.environ.setdefault" and key is not None:
            self._set(key)
        elif path == "os.environ.update":
            self._update(call)
        elif path == "os.putenv" or last_name(call.func) in _LOADERS:
            self.sets_more = True
        if not self._only_reads(call, path):
            given = (*call.args, *(k.value for k in call.keywords if k.arg is not None))
            self.sets_more |= any(map(self._is_environ, given))

    def _only_reads(self, call: ast.Call, path: str | None) -> bool:
        """Whether a callee leaves the environment as it is, whatever it is given of it."""
        if path in _READERS or last_name(call.func) in _LOGGING:
            return True
        if path is None or not path.startswith("subprocess."):
            return False
        passed = [k.value for k in call.keywords if k.arg != "env"]
        return not any(map(self._is_environ, (*call.args, *passed)))

    def _update(self, call: ast.Call) -> None:
        for argument in call.args:
            self._set_all(argument)
        for keyword in call.keywords:
            if keyword.arg is None:
                self.sets_more = True
            else:
                self.sets.add(keyword.arg)

    def _assign(self, node: ast.Assign | ast.AugAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if not any(map(self._is_environ, targets)):
            return
        is_alias = isinstance(node, ast.Assign) and self._is_environ(node.value)
        if isinstance(node, ast.AugAssign):
            self._set_all(node.value)
        elif not is_alias:
            self.sets_more = True

    def _set_all(self, given: ast.expr) -> None:
        keys = given.keys if isinstance(given, ast.Dict) else [None]
        for key in keys:
            if key is None:
                self.sets_more = True
            else:
                self._set(key)

    def _set(self, key: ast.expr) -> None:
        name = self.objects.text(key).literal
        if name is None:
            self.sets_more = True
        else:
            self.sets.add(name)

    def _test(self, key: ast.expr) -> None:
        name = self.objects.text(key).literal
        if name is not None:
            self._tested.add(name)

    def _test_gets(self, test: ast.expr) -> None:
        """Notes what a test asks of the environment by `get`."""
        pending: list[ast.AST] = [test]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Call) and self.objects.dotted(node.func) in _GETS:
                key = _first(node)
                if key is not None:
                    self._test(key)
            # Inner choices are visited for themselves.
            if not isinstance(node, (ast.IfExp, ast.BoolOp, ast.Lambda)) or node is test:
                pending.extend(children(node))

    def _looks_up(self, test: ast.expr) -> bool:
        """Whether an expression asks the environment for a name that is not written there."""
        for node in walk(test):
            if isinstance(node, ast.Compare) and self._is_environ(node.comparators[0]):
                return self.objects.text(node.left).literal is None
            if isinstance(node, ast.Call) and self.objects.dotted(node.func) in _GETS:
                key = _first(node)
                return key is not None and self.objects.text(key).literal is None
        return False

    def _is_environ(self, expression: ast.expr) -> bool:
        return self.objects.dotted(expression) == ENVIRON


def _first(call: ast.Call) -> ast.expr | None:
    """The name of the variable that a call asks for."""
    if call.args:
        return call.args[0]
    return next((keyword.value for keyword in call.keywords if keyword.arg == "key"), None)

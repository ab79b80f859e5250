"""The names of a Python module as the analysis of its datetimes needs them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeGuard

from msgspec import Struct, field

from auditor.embedded.python.nodes import children, of_type, walk
from auditor.embedded.python.times.kinds import NOTHING, UNKNOWN, Value, join

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Lambda)
_BINDING = (ast.Name, ast.arg, *FUNCTIONS, ast.ClassDef, ast.ExceptHandler)


class OwnNames(Struct, frozen=True):
    """What stands in a function or loop itself: the names that it stores, those that it declares
    to be of the module or of a function around it, and whether it yields."""

    stored: frozenset[str]
    declared: frozenset[str]
    has_yield: bool


class Module(Struct):
    """What a module holds, and what has been found out about it so far.

    `imports`: local names with what they stand for, where nothing else bears the name.
    `functions`: functions and methods by name, where only one bears it. `outer`: the function
    around a function; `bindings`: how often such an outer one binds its names. `attributes`: those
    of `self` that are bound at one place. `values` holds what is known of parameters (function,
    name), results (function, ""), names of the module (None, name), names that inner functions
    see (function, "=name"), attributes (None, ".name") and of names at the start of a loop
    (loop, name). `asked`: those of them that a walk has asked for; where one of these has changed
    since, `changed` says that the walks are to be repeated.
    """

    imports: dict[str, str]
    functions: dict[str, Function]
    open_functions: frozenset[Function]
    outer: dict[ast.AST, ast.AST]
    bindings: dict[ast.AST, Counter[str]]
    attributes: frozenset[str]
    values: dict[tuple[ast.AST | None, str], Value] = field(default_factory=dict)
    asked: set[tuple[ast.AST | None, str]] = field(default_factory=set)
    changed: bool = False
    _own_names: dict[ast.AST, OwnNames] = field(default_factory=dict)

    def own_names(self, node: ast.AST) -> OwnNames:
        """The names that a function or a loop stores."""
        found = self._own_names.get(node)
        if found is None:
            found = self._own_names[node] = _own_names(node)
        return found

    def known(self, owner: ast.AST | None, name: str) -> Value:
        """What is known so far."""
        self.asked.add((owner, name))
        return self.values.get((owner, name), NOTHING)

    def learn(self, owner: ast.AST | None, name: str, value: Value) -> None:
        """Adds that a value is possible."""
        key = (owner, name)
        before = self.values.get(key, NOTHING)
        after = join(before, value)
        if after != before:
            self.values[key] = after
            self.changed = self.changed or key in self.asked

    def begin(self) -> None:
        """Makes ready for walks through all functions."""
        self.asked.clear()
        self.changed = False

    def share(self, function: ast.AST, name: str, value: Value) -> None:
        """Adds what the functions in a function can see of a name that it binds once."""
        if function in self.bindings and self.bindings[function][name] == 1:
            self.learn(function, f"={name}", value)

    def seen_from(self, function: ast.AST, name: str) -> Value:
        """What a function sees of a name that is not its own."""
        outer = self.outer.get(function)
        while outer is not None:
            if self.bindings[outer][name]:
                return self.known(outer, f"={name}") if self.bindings[outer][name] == 1 else UNKNOWN
            outer = self.outer.get(outer)
        self.asked.add((None, name))
        return self.values.get((None, name), UNKNOWN)

    def full_name(self, node: ast.expr) -> str | None:
        """The name of what a library provides, as the library spells it."""
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imports:
            return None
        return ".".join((self.imports[node.id], *reversed(names)))


def read_module(tree: ast.Module, asks: Callable[[ast.AST], bool]) -> Module:
    """The names of a module, before anything is known of their values.

    `asks`: whether a function looks at the zones of its times. What it hands on is then not
    followed into functions that do not see the answer.
    """
    imports: dict[str, set[str]] = {}
    bound: set[str] = set()
    functions: dict[str, list[Function]] = {}
    called: set[ast.AST] = set()
    called_names: set[str] = set()
    loaded: dict[str, list[ast.AST]] = {}
    for kind in (ast.Import, ast.ImportFrom):
        for imported in of_type(tree, kind):
            for name, target in _imported(imported):
                imports.setdefault(name, set()).add(target)
    for binding in _BINDING:
        for node in of_type(tree, binding):
            bound.update(_bound(node))
    for function in functions_of(tree):
        functions.setdefault(function.name, []).append(function)
    for call in of_type(tree, ast.Call):
        called.add(call.func)
        called_names.add(_last_name(call.func))
    for use in of_type(tree, ast.Name):
        if isinstance(use.ctx, ast.Load):
            loaded.setdefault(use.id, []).append(use)
    outer = _outer(tree)
    is_asked = any(asks(function) for found in functions.values() for function in found)
    single = {name: found[0] for name, found in functions.items() if len(found) == 1}
    return Module(
        imports={
            name: next(iter(targets))
            for name, targets in imports.items()
            if len(targets) == 1 and name not in bound
        },
        functions={name: found for name, found in single.items() if name not in imports},
        open_functions=frozenset(
            function
            for name, found in functions.items()
            for function in found
            # What is handed on as a value, decorated or never called here is called by others.
            if function.decorator_list
            or name not in called_names
            or len(found) > 1
            or any(use not in called for use in loaded.get(name, ()))
        ),
        outer=outer,
        bindings={function: _bindings(function, asks(function)) for function in outer.values()},
        attributes=frozenset() if is_asked else _attributes(tree),
    )


def _outer(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    """The functions in functions, each with the one around it."""
    return {
        inner: function
        for function in functions_of(tree)
        for inner in _statements_inside(function)
        if isinstance(inner, FUNCTIONS)
    }


def functions_of(tree: ast.Module) -> list[Function]:
    """All functions and methods of a module, outer ones before inner ones."""
    if not of_type(tree, ast.AsyncFunctionDef):
        return list[Function](of_type(tree, ast.FunctionDef))
    return [node for node in walk(tree) if isinstance(node, FUNCTIONS)]


def _statements_inside(function: ast.AST) -> Iterator[ast.AST]:
    """As `inside`, without expressions: no function but a lambda stands in them."""
    pending = [child for child in children(function) if not isinstance(child, ast.expr)]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, SCOPES):
            pending += [child for child in children(node) if not isinstance(child, ast.expr)]


def _bindings(function: ast.AST, asks: bool) -> Counter[str]:
    """How often a function binds names; more than once what an inner function may bind too."""
    found = Counter(name for node in inside(function) for name in _bound(node) if name)
    for node in walk(function):
        if isinstance(node, (ast.Nonlocal, ast.Global)):
            found.update(dict.fromkeys(node.names, 2))
    return found + found if asks else found


def _attributes(tree: ast.Module) -> frozenset[str]:
    stores = Counter(
        node.attr for node in of_type(tree, ast.Attribute) if not isinstance(node.ctx, ast.Load)
    )
    own = {node.attr for node in of_type(tree, ast.Attribute) if is_own_attribute(node)}
    return frozenset(name for name in own if stores[name] == 1)


def is_own_attribute(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Whether it is `self.name`."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield alias.asname or top, alias.name if alias.asname else top
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for alias in node.names:
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.ExceptHandler):
        yield node.name or ""


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def parameters(function: Function) -> list[ast.arg]:
    """The parameters of a function that can be given by position or by name, in order."""
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def inside(function: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a function or module besides those of functions and classes in it."""
    pending = list(children(function))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, SCOPES):
            pending.extend(children(node))


def _own_names(node: ast.AST) -> OwnNames:
    stored: set[str] = set()
    declared: set[str] = set()
    has_yield = False
    for inner in inside(node):
        if isinstance(inner, ast.Name):
            if isinstance(inner.ctx, ast.Store):
                stored.add(inner.id)
        elif isinstance(inner, (ast.Global, ast.Nonlocal)):
            declared.update(inner.names)
        elif isinstance(inner, (ast.Yield, ast.YieldFrom)):
            has_yield = True
    # a loop stores names of its function, whatever they are declared to be there
    own = stored - declared if isinstance(node, FUNCTIONS) else stored
    return OwnNames(frozenset(own), frozenset(declared), has_yield)


def learn_call(module: Module, name: str, call: ast.Call, given: dict[ast.expr, Value]) -> Value:
    """What a call of a function of the module returns; its parameters learn what they are given."""
    function = module.functions[name]
    if isinstance(function, ast.AsyncFunctionDef):
        return UNKNOWN
    names = [parameter.arg for parameter in parameters(function)]
    positional = len(function.args.posonlyargs) + len(function.args.args)
    is_method = isinstance(call.func, ast.Attribute) and names[:1] in (["self"], ["cls"])
    places = names[is_method:positional]
    for index, argument in enumerate(call.args):
        if isinstance(argument, ast.Starred):
            for rest in places[index:]:
                module.learn(function, rest, UNKNOWN)
            break
        if index < len(places):
            module.learn(function, places[index], given[argument])
    for key in call.keywords:
        for parameter in names if key.arg is None else [key.arg]:
            module.learn(function, parameter, UNKNOWN if key.arg is None else given[key.value])
    return module.known(function, "")

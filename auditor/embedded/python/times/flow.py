"""The way through the statements of functions, with what is known of names at each place.

A loop or a call may be met before all is known that flows into it: the walks over all functions
are repeated until nothing new is learned.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from auditor.embedded.python.nodes import children, walk
from auditor.embedded.python.times.holders import element
from auditor.embedded.python.times.kinds import DATA, NOTHING, UNKNOWN, Value, join
from auditor.embedded.python.times.module import (
    FUNCTIONS,
    Function,
    Module,
    functions_of,
    inside,
    parameters,
    read_module,
)
from auditor.embedded.python.times.operations import Operation, OutOfBudgetError
from auditor.embedded.python.times.values import Evaluation
from auditor.embedded.python.times.zones import refinements, tests_zones

Names: TypeAlias = dict[str, Value]

_ROUNDS = 25
_BUDGET = 3_000_000


class Flow(Struct):
    """All operations of a module.

    `now`: the calls that give the present moment without a zone; `given`: the value of each
    expression; `imports`: what names of the module stand for; `naive_keys` and `aware_keys`: the
    members that it writes with times without and with an offset.
    """

    operations: tuple[Operation, ...] = ()
    now: frozenset[ast.expr] = frozenset()
    given: Mapping[ast.expr, Value] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)
    naive_keys: frozenset[object] = frozenset()
    aware_keys: frozenset[object] = frozenset()


def follow(
    tree: ast.Module,
    naive_keys: Collection[object] = (),
    asks: Callable[[ast.AST], bool] = tests_zones,
) -> Flow:
    """Follows the times through a module; nothing is found where it is too large or too deep.

    `naive_keys` are the members that others write with naive times, and `asks` says whether a
    function asks for zones.
    """
    module = read_module(tree, asks)
    functions = functions_of(tree)
    budget, keys = _BUDGET, set(naive_keys)
    try:
        for _ in range(_ROUNDS):
            module.changed = False
            evaluation = Evaluation(module, budget, naive_keys=keys)
            _Walk(evaluation).module(tree)
            for function in functions:
                _Walk(evaluation).run_function(function)
            budget = evaluation.budget
            if not module.changed:
                operations = tuple(evaluation.operations.values())
                return Flow(
                    operations,
                    frozenset(evaluation.now),
                    evaluation.given,
                    module.imports,
                    frozenset(keys),
                    frozenset(evaluation.aware_keys),
                )
    except OutOfBudgetError:
        pass
    return Flow()


class _Loop(Struct):
    """The states in which a loop is left or begun again from its inside."""

    left: list[Names] = field(default_factory=list)
    again: list[Names] = field(default_factory=list)


class _Walk(Struct):
    """One walk through one function; `live` is False behind a `return` and its like."""

    evaluation: Evaluation
    live: bool = True
    loops: list[_Loop] = field(default_factory=list)

    @property
    def known(self) -> Module:
        return self.evaluation.module

    def module(self, tree: ast.Module) -> None:
        self._enter(tree, {}, frozenset())
        self.block(tree.body)
        for name, value in self.evaluation.names.items():
            self.known.learn(None, name, value)

    def run_function(self, function: Function) -> None:
        nodes = list(inside(function))
        free = {name for node in nodes for name in _declared(node)}
        stored = {
            node.id for node in nodes if isinstance(node, ast.Name) and _is_stored(node)
        } - free
        for name in free:
            self.known.learn(None, name, UNKNOWN)
        names = self._parameters(function)
        self._enter(function, names, frozenset(stored | names.keys()))
        self.block(function.body)
        if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
            self.known.learn(function, "", UNKNOWN)

    def _enter(self, function: ast.AST, names: Names, local: frozenset[str]) -> None:
        self.evaluation.function = function
        self.evaluation.locals = local
        self.evaluation.names = names

    def _parameters(self, function: Function) -> Names:
        is_open = function in self.known.open_functions
        names: Names = {}
        for parameter in parameters(function):
            given = self.known.known(function, parameter.arg)
            names[parameter.arg] = join(given, DATA) if is_open else given
        for rest in (function.args.vararg, function.args.kwarg):
            if rest is not None:
                names[rest.arg] = UNKNOWN
        for name, default in _defaults(function):
            names[name] = join(names[name], self.evaluation.value(default))
        for name, value in names.items():
            self.known.share(function, name, value)
        return names

    def block(self, statements: Iterable[ast.stmt]) -> None:
        for statement in statements:
            if not self.live:
                return
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        evaluation = self.evaluation
        evaluation.spend(1)
        if isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            self._loop(node)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self._try(node)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            self._with(node)
        elif isinstance(node, ast.Match):
            self._match(node)
        elif isinstance(node, ast.ClassDef):
            self._class(node)
        elif isinstance(node, FUNCTIONS):
            evaluation.names.pop(node.name, None)
        else:
            self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        evaluation = self.evaluation
        if isinstance(node, ast.Assign):
            self._assign(node.targets, node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._assign([node.target], node.value)
        elif isinstance(node, ast.AugAssign):
            self._augmented(node)
        elif isinstance(node, (ast.Return, ast.Break, ast.Continue, ast.Raise)):
            self._leave(node)
        else:
            self._expressions(node)
            if isinstance(node, ast.Assert):
                evaluation.refine(refinements(node.test)[0])

    def _leave(self, node: ast.Return | ast.Break | ast.Continue | ast.Raise) -> None:
        if isinstance(node, ast.Return):
            value = NOTHING if node.value is None else self.evaluation.value(node.value)
            self.known.learn(self.evaluation.function, "", value)
        elif isinstance(node, ast.Raise):
            self._expressions(node)
        elif self.loops:
            loop = self.loops[-1]
            states = loop.left if isinstance(node, ast.Break) else loop.again
            states.append(self.evaluation.names)
        self.live = False

    def _expressions(self, node: ast.stmt) -> None:
        for child in children(node):
            if isinstance(child, ast.expr):
                self.evaluation.value(child)

    def _assign(self, targets: Sequence[ast.expr], source: ast.expr) -> None:
        value = self.evaluation.value(source)
        for target in targets:
            if (
                isinstance(target, (ast.Tuple, ast.List))
                and isinstance(source, (ast.Tuple, ast.List))
                and len(target.elts) == len(source.elts)
                and not any(isinstance(e, ast.Starred) for e in (*target.elts, *source.elts))
            ):
                for part, given in zip(target.elts, source.elts, strict=True):
                    self.evaluation.bind(part, self.evaluation.given.get(given, UNKNOWN))
            else:
                self.evaluation.bind(target, value)

    def _augmented(self, node: ast.AugAssign) -> None:
        value = self.evaluation.value(node.value)
        if isinstance(node.target, ast.Name):
            before = self.evaluation.names.get(node.target.id, UNKNOWN)
            keeps = isinstance(node.op, (ast.Add, ast.Sub)) and value.kind.name == "DELTA"
            self.evaluation.names[node.target.id] = before if keeps else UNKNOWN

    def _if(self, node: ast.If) -> None:
        """An `if` with all its `elif`, which the tree nests and people do not."""
        ends: list[Names] = []
        rest: Sequence[ast.stmt] = [node]
        while len(rest) == 1 and isinstance(rest[0], ast.If):
            branch = rest[0]
            self.evaluation.value(branch.test)
            when_true, when_false = refinements(branch.test)
            before = self.evaluation.names
            self.evaluation.refine(when_true)
            self.block(branch.body)
            self._end(ends)
            self.evaluation.names = before
            self.evaluation.refine(when_false)
            rest = branch.orelse
        self.block(rest)
        self._end(ends)
        self._meet(ends)

    def _end(self, ends: list[Names]) -> None:
        """Notes the state at the end of a branch and makes ready for the next one."""
        if self.live:
            ends.append(self.evaluation.names)
        self.live = True

    def _meet(self, ends: Sequence[Names]) -> None:
        """Goes on behind branches, with what holds in each that reaches its end."""
        self.live = bool(ends)
        if not ends:
            return
        merged = dict(ends[0])
        for end in ends[1:]:
            self.evaluation.spend(len(end) // 8 + 1)
            for name, value in end.items():
                known = merged.get(name, NOTHING)
                if known is not value:
                    merged[name] = join(known, value)
        self.evaluation.names = merged

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        evaluation = self.evaluation
        source = evaluation.value(node.iter) if not isinstance(node, ast.While) else UNKNOWN
        stored = {
            child.id for child in inside(node) if isinstance(child, ast.Name) and _is_stored(child)
        }
        evaluation.spend(len(stored))
        before = {
            **evaluation.names,
            **{
                name: join(evaluation.names.get(name, NOTHING), self.known.known(node, name))
                for name in stored
            },
        }
        evaluation.names = dict(before)
        if isinstance(node, ast.While):
            evaluation.value(node.test)
            evaluation.refine(refinements(node.test)[0])
        else:
            evaluation.bind(node.target, element(source))
        loop = _Loop()
        self.loops.append(loop)
        self.block(node.body)
        self._end(loop.again)
        self.loops.pop()
        for end in loop.again:
            for name in stored:
                self.known.learn(node, name, end.get(name, NOTHING))
        evaluation.names = before
        self._meet([before, *loop.again])
        self.block(node.orelse)
        self._end(loop.left)
        self._meet(loop.left)

    def _try(self, node: ast.stmt) -> None:
        parts: ast.Try = node  # type: ignore[assignment]
        evaluation = self.evaluation
        guards = any(_catches_type_error(handler) for handler in parts.handlers)
        states = [dict(evaluation.names)]
        evaluation.guarded += guards
        for statement in parts.body:
            self.block([statement])
            evaluation.spend(len(evaluation.names) // 8)
            states.append(dict(evaluation.names))
        evaluation.guarded -= guards
        self.block(parts.orelse)
        ends: list[Names] = []
        self._end(ends)
        for handler in parts.handlers:
            self._meet(states)
            self.block(handler.body)
            self._end(ends)
        is_over = not ends
        self._meet([*ends, *states] if parts.finalbody else ends)
        if parts.finalbody:
            self.block(parts.finalbody)
            self.live = self.live and not is_over

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self.evaluation.value(item.context_expr)
            if item.optional_vars is not None:
                self.evaluation.bind(item.optional_vars, element(value))
        self.block(node.body)

    def _match(self, node: ast.Match) -> None:
        self.evaluation.value(node.subject)
        before = self.evaluation.names
        ends = [before]
        for case in node.cases:
            self.evaluation.names = dict(before)
            for pattern in walk(case.pattern):
                for name in (getattr(pattern, "name", None), getattr(pattern, "rest", None)):
                    if isinstance(name, str):
                        self.evaluation.names[name] = UNKNOWN
            if case.guard is not None:
                self.evaluation.value(case.guard)
            self.block(case.body)
            self._end(ends)
        self._meet(ends)

    def _class(self, node: ast.ClassDef) -> None:
        before = dict(self.evaluation.names)
        self.block(node.body)
        self.live = True
        self.evaluation.names = before


def _declared(node: ast.AST) -> list[str]:
    return node.names if isinstance(node, (ast.Global, ast.Nonlocal)) else []


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _defaults(function: Function) -> Iterable[tuple[str, ast.expr]]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    for parameter, default in zip(with_default, arguments.defaults, strict=True):
        yield parameter.arg, default
    for parameter, optional in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if optional is not None:
            yield parameter.arg, optional


def _catches_type_error(handler: ast.ExceptHandler) -> bool:
    return handler.type is not None and any(
        isinstance(node, ast.Name) and node.id == "TypeError" for node in walk(handler.type)
    )

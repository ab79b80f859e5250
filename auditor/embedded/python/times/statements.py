"""The way through the statements of a function, with what is known of names at each place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from auditor.embedded.python.nodes import children, walk
from auditor.embedded.python.times.holders import element
from auditor.embedded.python.times.kinds import DATA, NOTHING, UNKNOWN, Kind, Value, join
from auditor.embedded.python.times.local_names import Changes, LocalNames
from auditor.embedded.python.times.module import FUNCTIONS, Function, Module, parameters
from auditor.embedded.python.times.values import Evaluation
from auditor.embedded.python.times.zones import refinements


class _Loop(Struct):
    """The states in which a loop is left or begun again from its inside, since its beginning."""

    mark: int
    left: list[Changes] = field(default_factory=list)
    again: list[Changes] = field(default_factory=list)


class Walk(Struct):
    """One walk through one function; `live` is False behind a `return` and its like."""

    evaluation: Evaluation
    live: bool = True
    loops: list[_Loop] = field(default_factory=list)

    @property
    def known(self) -> Module:
        return self.evaluation.module

    def module(self, tree: ast.Module) -> None:
        self._enter(tree, LocalNames(), frozenset())
        self.block(tree.body)
        for name, value in self.evaluation.names.items():
            self.known.learn(None, name, value)

    def run_function(self, function: Function) -> None:
        own = self.known.own_names(function)
        for name in own.declared:
            self.known.learn(None, name, UNKNOWN)
        given = self._parameters(function)
        self._enter(function, LocalNames(given), own.stored.union(given))
        self.block(function.body)
        if own.has_yield:
            self.known.learn(function, "", UNKNOWN)

    def _enter(self, function: ast.AST, names: LocalNames, local: frozenset[str]) -> None:
        self.evaluation.function = function
        self.evaluation.locals = local
        self.evaluation.names = names

    def _parameters(self, function: Function) -> dict[str, Value]:
        is_open = function in self.known.open_functions
        names: dict[str, Value] = {}
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
            evaluation.names.set(node.name, None)
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
            self._note_end(states, loop.mark)
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
            before = self.evaluation.names.get(node.target.id)
            keeps = isinstance(node.op, (ast.Add, ast.Sub)) and value.kind is Kind.DELTA
            kept = before if keeps and before is not None else UNKNOWN
            self.evaluation.names.set(node.target.id, kept)

    def _if(self, node: ast.If) -> None:
        """An `if` with all its `elif`, which the tree nests and people do not."""
        names = self.evaluation.names
        mark = names.mark()
        ends: list[Changes] = []
        rest: Sequence[ast.stmt] = [node]
        while len(rest) == 1 and isinstance(rest[0], ast.If):
            branch = rest[0]
            self.evaluation.value(branch.test)
            when_true, when_false = refinements(branch.test)
            tested = names.mark()
            self.evaluation.refine(when_true)
            self.block(branch.body)
            self._end(ends, mark)
            names.back(tested)
            self.evaluation.refine(when_false)
            rest = branch.orelse
        self.block(rest)
        self._end(ends, mark)
        self._meet(mark, ends)

    def _end(self, ends: list[Changes], mark: int) -> None:
        """Notes the state at the end of a branch and makes ready for the next one."""
        if self.live:
            self._note_end(ends, mark)
        self.live = True

    def _note_end(self, ends: list[Changes], mark: int) -> None:
        changes = self.evaluation.names.since(mark)
        self.evaluation.spend(len(changes) // 8 + 1)
        ends.append(changes)

    def _meet(
        self, mark: int, ends: Sequence[Changes], steps: Sequence[Changes] | None = None
    ) -> None:
        """Goes on after branches, with what holds in each that reaches its end."""
        self.live = bool(ends) or steps is not None
        if self.live:
            self.evaluation.names.back(mark)
            self.evaluation.names.meet(ends, steps)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        evaluation = self.evaluation
        source = evaluation.value(node.iter) if not isinstance(node, ast.While) else UNKNOWN
        names = evaluation.names
        stored = self.known.own_names(node).stored
        evaluation.spend(len(stored))
        for name in stored:
            names.set(name, join(names.get(name) or NOTHING, self.known.known(node, name)))
        mark = names.mark()
        if isinstance(node, ast.While):
            evaluation.value(node.test)
            evaluation.refine(refinements(node.test)[0])
        else:
            evaluation.bind(node.target, element(source))
        loop = _Loop(mark)
        self.loops.append(loop)
        self.block(node.body)
        self._end(loop.again, mark)
        self.loops.pop()
        names.back(mark)
        at_ends = names.values_at(loop.again)
        for name in stored if loop.again else ():
            for value in at_ends.get(name, [names.get(name)]):
                self.known.learn(node, name, value or NOTHING)
        self._meet(mark, [{}, *loop.again])
        self.block(node.orelse)
        self._end(loop.left, mark)
        self._meet(mark, loop.left)

    def _try(self, node: ast.stmt) -> None:
        parts: ast.Try = node  # type: ignore[assignment]
        evaluation = self.evaluation
        guards = any(_catches_type_error(handler) for handler in parts.handlers)
        mark = evaluation.names.mark()
        steps: list[Changes] = []
        evaluation.guarded += guards
        for statement in parts.body:
            before = evaluation.names.mark()
            self.block([statement])
            self._note_end(steps, before)
        evaluation.guarded -= guards
        self.block(parts.orelse)
        ends: list[Changes] = []
        self._end(ends, mark)
        for handler in parts.handlers:
            self._meet(mark, [], steps)
            self.block(handler.body)
            self._end(ends, mark)
        is_over = not ends
        self._meet(mark, ends, steps if parts.finalbody else None)
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
        names = self.evaluation.names
        mark = names.mark()
        ends: list[Changes] = [{}]
        for case in node.cases:
            names.back(mark)
            for pattern in walk(case.pattern):
                for name in (getattr(pattern, "name", None), getattr(pattern, "rest", None)):
                    if isinstance(name, str):
                        names.set(name, UNKNOWN)
            if case.guard is not None:
                self.evaluation.value(case.guard)
            self.block(case.body)
            self._end(ends, mark)
        self._meet(mark, ends)

    def _class(self, node: ast.ClassDef) -> None:
        mark = self.evaluation.names.mark()
        self.block(node.body)
        self.live = True
        self.evaluation.names.back(mark)


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

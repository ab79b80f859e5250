"""Follows the statements of a Python test, or of a function that it calls, as far as is certain."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from auditor.expectations import gathered
from auditor.expectations.expectation import Expectation
from auditor.expectations.python.comprehension import looped
from auditor.expectations.python.module import Scope, dotted_name, own_nodes
from auditor.expectations.python.operators import added, operated
from auditor.expectations.python.reading import Given, Reading, unpacked
from auditor.expectations.values import Known, Listed, Named, Value, shared

Said = Callable[[ast.stmt, Scope, Given], Iterator[Expectation]]
"""What an assertion says, or a call that stands alone."""
_MOST_TURNS = 1_000
_LEFT = (ast.Return, ast.Yield, ast.Break, ast.Continue)
_SKIPS = ("skip", "exit", "importorskip")
_CHANGES = frozenset(
    {"append", "add", "extend", "update", "pop", "insert", "remove", "clear", "sort", "setdefault"}
)


class Returned(Exception):
    """The function returns a value."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class Lost(Exception):
    """Nobody knows whether what follows is run."""


class _Turn(Exception):
    """The turn of a loop ends, or with `is_last` the loop."""

    def __init__(self, *, is_last: bool) -> None:
        super().__init__()
        self.is_last = is_last


class Following:
    """Follows one run of a function, with the values that its names have at its beginning."""

    def __init__(self, reading: Reading, scope: Scope, given: Given, said: Said | None) -> None:
        self._reading = reading
        self._scope = scope
        self._said = said
        self._names: dict[str, Value] = dict(given)

    def test(self, body: Sequence[ast.stmt]) -> Iterator[Expectation]:
        """What a test expects, up to where it may be left."""
        try:
            yield from self._block(body)
        except (Returned, Lost, _Turn):
            return

    def result(self, body: Sequence[ast.stmt]) -> Value:
        """What a function returns. Raises Lost."""
        try:
            for _ in self._block(body):
                pass
        except Returned as returned:
            return returned.value
        except _Turn:
            raise Lost from None
        return Known(None)

    def _block(self, body: Sequence[ast.stmt]) -> Iterator[Expectation]:
        for node in body:
            yield from self._statement(node)

    def _statement(self, node: ast.stmt) -> Iterator[Expectation]:
        match node:
            case ast.Assert():
                yield from self._say(node)
            case ast.Expr():
                yield from self._say(node)
                self._evaluate(node.value)
            case ast.Assign() | ast.AnnAssign():
                self._assign(node)
            case ast.AugAssign():
                self._augment(node)
            case ast.If():
                yield from self._if(node)
            case ast.For():
                yield from self._for(node)
            case ast.With() | ast.AsyncWith():
                yield from self._with(node)
            case ast.Return():
                yield from self._say(node)
                raise Returned(self._of(node.value) if node.value else Known(None))
            case ast.Break() | ast.Continue():
                raise _Turn(is_last=isinstance(node, ast.Break))
            case ast.Raise():
                raise Lost
            case ast.Try():
                self._try(node)
            case ast.While() | ast.AsyncFor() | ast.Match():
                self._pass_over(node)

    def _say(self, node: ast.stmt) -> Iterator[Expectation]:
        if self._said is not None:
            yield from self._said(node, self._scope, self._names)

    def _evaluate(self, node: ast.expr) -> None:
        if isinstance(node, ast.Yield):
            raise Returned(self._of(node.value) if node.value else Known(None))
        if not isinstance(node, ast.Call):
            return
        if _skips(node):
            raise Lost
        function = node.func
        if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
            return
        name = function.value.id
        if function.attr not in _CHANGES:
            return
        known = self._of(function.value)
        first = self._of(node.args[0]) if len(node.args) == 1 else None
        if isinstance(known, Known | Listed) and len(node.args) == 1:
            one = Listed((first,)) if function.attr in ("append", "add") else first
            is_more = function.attr in ("append", "add", "extend", "update")
            self._names[name] = added(known, one, self._reading.look) if is_more else None
            return
        self._names[name] = None

    def _augment(self, node: ast.AugAssign) -> None:
        """`found += more`, of lists, texts and numbers."""
        if isinstance(node.target, ast.Name):
            known, more = self._of(node.target), self._of(node.value)
            made = operated(node.op, known, more, self._reading.look)
            self._names[node.target.id] = made
        else:
            self._forget(node)

    def _assign(self, node: ast.Assign | ast.AnnAssign) -> None:
        if node.value is None:
            return
        value = self._of(node.value)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Subscript):
                self._assign_key(target, value)
            else:
                self._bind(target, value)

    def _assign_key(self, target: ast.Subscript, value: Value) -> None:
        if not isinstance(target.value, ast.Name):
            return
        known, key = self._of(target.value), self._of(target.slice)
        is_new = isinstance(known, Named) or known == Known({})
        held = known.entries if isinstance(known, Named) else ()
        if is_new and isinstance(key, Known) and isinstance(key.value, str):
            entries = {**dict(held), key.value: value}
            self._names[target.value.id] = Named(tuple(entries.items()))
        else:
            self._names[target.value.id] = None

    def _bind(self, target: ast.expr, value: Value) -> None:
        self._names.update(unpacked(target, value, self._reading.look))

    def _if(self, node: ast.If) -> Iterator[Expectation]:
        truth = self._reading.truth(node.test, self._scope, self._names)
        if truth is None:
            self._pass_over(node)
        else:
            yield from self._block(node.body if truth else node.orelse)

    def _for(self, node: ast.For) -> Iterator[Expectation]:
        look = self._reading.look
        items = gathered.items(looped(self._of(node.iter), look), look)
        if items is None or len(items) > _MOST_TURNS:
            self._pass_over(node)
            return
        for one in items:
            self._names.update(unpacked(node.target, one, look))
            try:
                found = self._block(node.body)
                yield from found if len(items) == 1 else map(shared, found)
            except _Turn as turn:
                if turn.is_last:
                    return
        yield from self._block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> Iterator[Expectation]:
        names = [dotted_name(item.context_expr).lower() for item in node.items]
        if any("raises" in name for name in names):
            self._forget(node)
            return
        for item in node.items:
            if item.optional_vars is not None:
                self._bind(item.optional_vars, self._of(item.context_expr))
        yield from self._block(node.body)

    def _try(self, node: ast.Try) -> None:
        """Follows what is tried, whose assertions may be caught."""
        said, self._said = self._said, None
        try:
            for _ in self._block((*node.body, *node.orelse, *node.finalbody)):
                pass
        finally:
            self._said = said
        for handler in node.handlers:
            for inner in handler.body:
                self._forget(inner)

    def _pass_over(self, node: ast.stmt) -> None:
        """Goes on behind a statement of which nobody knows what of it is run. Raises Lost."""
        is_loop = isinstance(node, ast.For | ast.AsyncFor | ast.While)
        left = (ast.Return, ast.Yield) if is_loop else _LEFT
        for inner in own_nodes(node):
            is_left = isinstance(inner, left)
            if is_left or (isinstance(inner, ast.Call) and _skips(inner)):
                raise Lost
        self._forget(node)

    def _forget(self, node: ast.stmt) -> None:
        """What a statement may have given other values is not known any more."""
        for inner in own_nodes(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                self._names[inner.id] = None
            elif isinstance(inner, ast.Attribute | ast.Subscript):
                is_change = (
                    inner.attr in _CHANGES
                    if isinstance(inner, ast.Attribute)
                    else isinstance(inner.ctx, ast.Store)
                )
                if is_change and isinstance(inner.value, ast.Name):
                    self._names[inner.value.id] = None

    def _of(self, node: ast.expr | None) -> Value:
        return self._reading.of(node, self._scope, self._names)


def _skips(call: ast.Call) -> bool:
    return dotted_name(call).rpartition(".")[2] in _SKIPS

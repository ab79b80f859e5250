"""`match`, as the `if`s that it is."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Protocol

from auditor.programs import syntax as s


class _Reader(Protocol):
    def span(self, node: ast.AST) -> tuple[s.File, int, int]: ...
    def of(self, node: ast.expr) -> s.Node: ...
    def block(self, body: Sequence[ast.stmt]) -> tuple[s.Statement, ...]: ...


def matched(reader: _Reader, node: ast.Match) -> list[s.Statement]:
    """The statement; of patterns that take values apart nobody knows whether they fit."""
    span = reader.span(node.subject)
    subject = s.Name(*span, f"match at {span[1]}")
    made: tuple[s.Statement, ...] = ()
    for case in reversed(node.cases):
        test = _test(reader, case.pattern, subject)
        bound = tuple(_bound(reader, case.pattern, subject))
        body = (*bound, *reader.block(case.body))
        if case.guard is not None:
            guard = reader.of(case.guard)
            test = guard if test is None else s.Either(*span, "and", test, guard)
            if bound:
                test = s.Opaque(*span)
        made = body if test is None else (s.If(test, body, made),)
    return [s.Assign(subject, reader.of(node.subject)), *made]


def _test(reader: _Reader, pattern: ast.pattern, subject: s.Name) -> s.Node | None:
    """Whether a pattern fits; None for one that always does."""
    span = reader.span(pattern)
    match pattern:
        case ast.MatchValue():
            return s.Binary(*span, "==", subject, reader.of(pattern.value))
        case ast.MatchSingleton():
            return s.Binary(*span, "==", subject, s.Literal(*span, pattern.value))
        case ast.MatchAs():
            return None if pattern.pattern is None else _test(reader, pattern.pattern, subject)
        case ast.MatchOr():
            tests = [_test(reader, one, subject) for one in pattern.patterns]
            made: s.Node | None = tests[0]
            for one in tests[1:]:
                made = None if one is None or made is None else s.Either(*span, "or", made, one)
            return made
    return s.Opaque(*span)


def _bound(reader: _Reader, pattern: ast.pattern, subject: s.Name) -> list[s.Statement]:
    """The names that a pattern gives values."""
    found: list[s.Statement] = []
    for one in ast.walk(pattern):
        name = getattr(one, "name", None) or getattr(one, "rest", None)
        if isinstance(one, ast.pattern) and isinstance(name, str):
            span = reader.span(one)
            value: s.Node = subject if one is pattern else s.Opaque(*span)
            found.append(s.Assign(s.Name(*span, name), value))
    return found

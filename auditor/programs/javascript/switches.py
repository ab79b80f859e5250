"""`switch`, as the `if`s that it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts
from auditor.programs import syntax as s
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node

Labels = list[s.Node] | None
"""What a case stands for; None for `default`."""


def switch(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """A `switch`: a case that nothing leaves goes on into the next one."""
    value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    if value is None or body is None:
        return
    span = reader.span(value)
    subject = s.Name(*span, f"switch at {span[1]}")
    yield s.Assign(subject, reader.of(value))
    cases = _grouped(reader, parts(body))
    made: tuple[s.Statement, ...] = ()
    for place, (labels, _) in enumerate(cases):
        if labels is None:
            made = _from(cases, place)
    for place in reversed(range(len(cases))):
        labels = cases[place][0]
        if labels is not None:
            tests: list[s.Node] = [s.Binary(*span, "===", subject, one) for one in labels]
            test = tests[0]
            for one in tests[1:]:
                test = s.Either(*span, "or", test, one)
            made = (s.If(test, _from(cases, place), made),)
    yield from made


def _grouped(reader: Reader, cases: list[Node]) -> list[tuple[Labels, tuple[s.Statement, ...]]]:
    """The cases with their statements; those that share a block are one."""
    found: list[tuple[Labels, tuple[s.Statement, ...]]] = []
    waiting: list[s.Node] = []
    is_default = False
    for case in cases:
        value = case.child_by_field_name("value")
        is_default |= value is None
        if value is not None:
            waiting.append(reader.of(value))
        inner = [child for child in parts(case) if child != value]
        if not inner and case != cases[-1]:
            continue
        statements = tuple(one for child in inner for one in reader.statement(child))
        found.append((None if is_default else waiting, statements))
        waiting, is_default = [], False
    return found


def _from(
    cases: list[tuple[Labels, tuple[s.Statement, ...]]], place: int
) -> tuple[s.Statement, ...]:
    """What is done from a case on, up to the `break` that leaves it."""
    done: list[s.Statement] = []
    for _, statements in cases[place:]:
        for statement in statements:
            if isinstance(statement, s.Leave) and statement.is_end:
                return _left(tuple(done))
            done.append(statement)
            if isinstance(statement, s.Return | s.Leave):
                return _left(tuple(done))
    return _left(tuple(done))


def _left(body: tuple[s.Statement, ...]) -> tuple[s.Statement, ...]:
    return (s.Once(body),) if _may_break(body) else body


def _may_break(body: tuple[s.Statement, ...]) -> bool:
    return any(
        (isinstance(one, s.Leave) and one.is_end)
        or (isinstance(one, s.If) and (_may_break(one.then) or _may_break(one.other)))
        for one in body
    )

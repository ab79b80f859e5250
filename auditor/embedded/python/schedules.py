"""One-time schedules that Python code gives to EventBridge rules.

`put_rule` of EventBridge takes `cron(...)` and `rate(...)`; `at(...)` belongs to EventBridge
Scheduler and is refused: `Parameter ScheduleExpression is not valid.`
Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.embedded.python.parse import Source
from auditor.embedded.python.schedule_names import Names
from auditor.embedded.python.schedule_texts import beginning, cron_of
from auditor.model.text import Span

# A chain of names and helpers longer than this is not followed.
_FARTHEST = 8


@dataclass(frozen=True, slots=True)
class AtExpression:
    """A text `at(...)` that becomes the `ScheduleExpression` of a rule.

    `text`: the expression that makes the text. `call`: the call of `put_rule`. `literal`: the
    text, where all of it stands in the code. `replacement`: a span and the code that makes the
    same moment as `cron(...)` in UTC, of aware and naive datetimes alike; `loses_seconds`: that
    cron cannot say the seconds which the text had.
    """

    text: Span
    call: Span
    literal: str | None
    replacement: tuple[Span, str] | None
    loses_seconds: bool


def at_expressions(source: Source) -> list[AtExpression]:
    """The one-time schedules given to rules, in source order.

    A text is followed through names that are bound once, and through functions of the module.
    Clients count where the code shows that they are made for `events`.
    """
    names = Names(source.tree)
    found = {
        (text, call): None
        for call in names.calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "put_rule"
        and names.is_client(call.func.value, "events")
        for key in call.keywords
        if key.arg == "ScheduleExpression"
        for text in _texts(names, key.value)
        if beginning(text).lower().startswith("at(")
    }
    expressions = [_expression(source, names, text, call) for text, call in found]
    return sorted(expressions, key=lambda one: (one.text, one.call))


def _texts(names: Names, node: ast.expr) -> Iterator[ast.expr]:
    """The expressions whose value an expression can have."""
    pending = [(node, 0)]
    seen: set[ast.expr] = set()
    while pending:
        current, distance = pending.pop()
        if current in seen or distance > _FARTHEST:
            continue
        seen.add(current)
        if isinstance(current, ast.IfExp):
            pending += [(current.body, distance), (current.orelse, distance)]
        elif isinstance(current, (ast.Name, ast.Call)) and not beginning(current):
            pending += [(origin, distance + 1) for origin in names.origins(current)]
        else:
            yield current


def _expression(source: Source, names: Names, text: ast.expr, call: ast.Call) -> AtExpression:
    span = source.span(text)
    written = source.text[span.start : span.end]
    cron = cron_of(text, written, names.imported)
    is_literal = isinstance(text, ast.Constant)
    return AtExpression(
        text=span,
        call=source.span(call),
        literal=beginning(text) if is_literal else None,
        replacement=(span, cron.code) if cron is not None else None,
        loses_seconds=cron is not None and cron.loses_seconds,
    )

"""One-time schedules that Python code gives to EventBridge rules.

`put_rule` of EventBridge takes `cron(...)` and `rate(...)`; `at(...)` belongs to EventBridge
Scheduler and is refused: `Parameter ScheduleExpression is not valid.`
Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html and
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import ast

from msgspec import Struct

from auditor.embedded.python.parse import Source
from auditor.embedded.python.schedules.origins import Origins
from auditor.embedded.python.schedules.texts import Cron, beginning, cron_of
from auditor.embedded.python.schedules.values import Values
from auditor.model.text import Span


class AtExpression(Struct, frozen=True):
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
    if "put_rule" not in source.text or "at(" not in source.text.lower():
        return []
    origins = Origins(source)
    found = {
        (text, call): None
        for call in origins.calls
        if origins.is_operation(call, "events", "put_rule")
        for text in origins.argument(call, "ScheduleExpression")
        if beginning(text).lower().startswith("at(")
    }
    values = Values(source.tree)
    crons = {
        text: cron_of(text, _code(source, text), values.at, origins.is_library) for text, _ in found
    }
    expressions = [_expression(source, text, call, crons[text]) for text, call in found]
    return sorted(expressions, key=lambda one: (one.text, one.call))


def _code(source: Source, node: ast.expr) -> str:
    span = source.span(node)
    return source.text[span.start : span.end]


def _expression(source: Source, text: ast.expr, call: ast.Call, cron: Cron | None) -> AtExpression:
    span = source.span(text)
    return AtExpression(
        text=span,
        call=source.span(call),
        literal=beginning(text) if isinstance(text, ast.Constant) else None,
        replacement=(span, cron.code) if cron is not None else None,
        loses_seconds=cron is not None and cron.loses_seconds,
    )

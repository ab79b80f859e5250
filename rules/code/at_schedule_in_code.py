"""at-schedule-in-code"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from auditor.api import Fails, Finding, Fix, Safety, Severity, Span, Template, rule
from auditor.api.code import CodeFile, at_expressions, is_of_scheduler, makes_rule
from auditor.api.events import schedule


@rule(
    id="at-schedule-in-code",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def at_schedule_in_code(file: CodeFile) -> Iterator[Finding]:
    """Code that hands an `at(...)` expression to `put_rule` of EventBridge.

    ## What it does
    Follows the schedule expression that code hands to `put_rule` (`PutRuleCommand` and `putRule`
    in JavaScript) of EventBridge, and finds those that begin with `at(`. In Python it is followed
    through names, helper functions and `**arguments`. Calls of EventBridge Scheduler are left
    alone: there `at(...)` is right.

    ## Why it fails
    Rules of EventBridge know `cron` and `rate`; only EventBridge Scheduler knows `at`. The stack
    deploys; every call of this line is refused.

    ## Error
    ```
    An error occurred (ValidationException) when calling the PutRule operation: Parameter
      ScheduleExpression is not valid.
    ```
    In Node.js only `Parameter ScheduleExpression is not valid.`

    ## Fix safety
    Safe where Python code formats a time (`strftime`, `isoformat`, a format in an f-string), there
    or in a statement before: the same minute of the same day and year becomes a `cron(...)`
    expression in UTC, for times with a UTC offset and without. Seconds are dropped, since rules
    have none. Safe too where the whole expression is in the code and falls on a whole minute.
    Unsafe where the same file creates schedules of EventBridge Scheduler and the expression is
    outside the call: it may serve both. Elsewhere, and where JavaScript puts the expression
    together, the fix is only described.

    In a deployed stack the code of the function changes in place. The call failed each time;
    the worst that can happen is that the rule is now created as the code says.

    ## References
    - [Schedules of rules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html)
    - [Schedules of EventBridge Scheduler](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
    - [Error, recorded of the service](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_schedule.snapshot.json)
    """
    for found in _expressions(file):
        change = found.replacement or _as_cron(file, found)
        changes = None if change is None else file.changes([change])
        safety = Safety.UNSAFE if found.is_shared else Safety.SAFE
        yield file.finding(
            found.span,
            f"{file.label} creates an EventBridge rule with at(...), which EventBridge rejects:"
            " only EventBridge Scheduler accepts it",
            fix=Fix(_ADVICE, (), Safety.DISPLAY)
            if changes is None
            else Fix(_TITLE, changes, safety),
        )


_TITLE = "Write the same minute as cron(...), in UTC"
_ADVICE = (
    "Write cron(minute hour day month ? year) in UTC, or use a schedule of EventBridge Scheduler"
)


class _Expression(Struct, frozen=True):
    """Where an expression stands, all of its text where that is known, and what to put there.

    `is_shared`: it may also be handed to EventBridge Scheduler.
    """

    span: Span
    literal: str | None
    replacement: tuple[Span, str] | None
    is_shared: bool


_ASSIGNED = re.compile(r"\b(?P<name>[A-Za-z_]\w*)[ \t]*(?::[ \t]*str[ \t]*)?=(?:[ \t]*\()?$")
_AS_ARGUMENT = re.compile(r"ScheduleExpression[\"']?\]?[ \t]*[:=](?:[ \t]*\()?$")
_FUNCTION = re.compile(r"\bdef[ \t]+(?P<name>\w+)[ \t]*\(")


def _goes_elsewhere(file: CodeFile, start: int) -> bool:
    """Whether a text that begins at an offset may be used for more than rules.

    It is not where it is the argument, or has a name or a function of its own that is spoken of
    just where it is handed over.
    """
    before = file.text[:start].rstrip()
    if _AS_ARGUMENT.search(before):
        return False
    assigned = _ASSIGNED.search(before)
    name = assigned["name"] if assigned else None
    if name is None and before.endswith("return"):
        functions = list(_FUNCTION.finditer(before))
        name = functions[-1]["name"] if functions else None
    if name is None:
        return True
    uses = len(re.findall(rf"\b{name}\b", file.text))
    given = re.findall(rf"ScheduleExpression[\"']?\]?\s*[:=]\s*(?:self\.)?{name}\b", file.text)
    bound = re.findall(rf"\b{name}\s*(?::\s*str\s*)?=(?!=)|\bdef\s+{name}\b", file.text)
    is_alone = len(list(CodeFile.find(file.template))) == 1 or assigned is not None
    return not is_alone or uses > len(given) + len(bound)


def _expressions(file: CodeFile) -> Iterator[_Expression]:
    followed = at_expressions(file)
    seen = {found.call.start for found in followed}
    for found in followed:
        is_inside = found.call.start <= found.text.start and found.text.end <= found.call.end
        is_shared = not is_inside and (
            file.template.once(_has_schedules) or _goes_elsewhere(file, found.text.start)
        )
        yield _Expression(found.text, found.literal, found.replacement, is_shared)
    for call in file.facts.calls:
        argument = call.argument("ScheduleExpression")
        if argument is None or not makes_rule(call) or call.span.start in seen:
            continue
        first = argument.value.parts[0] if argument.value.parts else None
        if isinstance(first, str) and first.lower().startswith("at("):
            # What is not written in the call itself has no text there to change.
            yield _Expression(argument.span, argument.value.literal, None, is_shared=False)


def _has_schedules(template: Template) -> bool:
    """Whether code of the template calls EventBridge Scheduler."""
    return any(is_of_scheduler(call) for one in CodeFile.find(template) for call in one.facts.calls)


def _as_cron(file: CodeFile, found: _Expression) -> tuple[Span, str] | None:
    """The cron(...) in place of an expression that stands whole in the code."""
    cron = None if found.literal is None else schedule.at_as_cron(found.literal)
    if found.literal is None or cron is None:
        return None
    quoted = file.text[found.span.start : found.span.end]
    is_written = quoted.count(found.literal) == 1
    return (found.span, quoted.replace(found.literal, cron)) if is_written else None

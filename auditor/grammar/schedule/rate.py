"""rate(value unit): a positive whole number and a unit of time.

Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html ,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html , and the texts that
AWS refused in https://github.com/localstack/localstack (tests/aws/services/events and
tests/aws/services/scheduler). Zero, singular with plural, and upper case are recorded as refused
for rules only; Scheduler may take them.
"""

from __future__ import annotations

from auditor.grammar.fault import Fault
from auditor.grammar.schedule.service import Service
from auditor.grammar.schedule.wording import BLANKS, Word, is_number, quoted, split_words

_UNITS = ("minute", "hour", "day")
_UNITS_HELP = "minute(s), hour(s) or day(s)"


def faults(body: str, start: int, service: Service) -> list[Fault]:
    """What is wrong with the text between the parentheses; `start` is its offset."""
    words = split_words(body, start)
    if len(words) != 2:
        message = f"rate needs a value and a unit, as in rate(5 minutes), not {_seen(body)}"
        return [Fault(start, start + len(body), message)]
    value, unit = words
    found = _blank_faults(body, start, value, unit, service)
    value_fault = _value_fault(value, service)
    if value_fault is not None:
        found.append(value_fault)
    unit_fault = _unit_fault(value, unit, service)
    if unit_fault is not None:
        found.append(unit_fault)
    return found


def repaired(body: str) -> str:
    """The text between the parentheses with its blanks, its case and its plural put right."""
    words = split_words(body, 0)
    if len(words) != 2:
        return body
    value, unit = words
    known = _known_unit(unit.text.lower())
    if known is None or not _is_positive(value.text):
        return body
    return f"{value.text} {_agreeing(value.text, known)}"


def _seen(body: str) -> str:
    return quoted(body.strip(BLANKS)) or "nothing"


def _blank_faults(body: str, start: int, value: Word, unit: Word, service: Service) -> list[Fault]:
    found: list[Fault] = []
    end = start + len(body)
    if value.start > start:
        found.append(Fault(start, value.start, "no space is allowed before the value of a rate"))
    if body[value.end - start : unit.start - start] != " ":
        message = "exactly one space must be between the value and the unit of a rate"
        # Scheduler documents white space there, rules the form with one blank.
        certain = service is Service.RULE
        found.append(Fault(value.end, unit.start, message, certain=certain))
    if unit.end < end:
        found.append(Fault(unit.end, end, "no space is allowed after the unit of a rate"))
    return found


def _value_fault(value: Word, service: Service) -> Fault | None:
    if _is_positive(value.text):
        return None
    message = f"the value of a rate must be a positive whole number, not {quoted(value.text)}"
    certain = True
    if is_number(value.text):
        certain = service is Service.RULE
    elif value.text[0] == "+" and is_number(value.text[1:]):
        certain = False
    return Fault(value.start, value.end, message, certain=certain)


def _unit_fault(value: Word, unit: Word, service: Service) -> Fault | None:
    known = _known_unit(unit.text.lower())
    if known is None:
        message = f"the unit of a rate must be {_UNITS_HELP}, not {quoted(unit.text)}"
        return Fault(unit.start, unit.end, message)
    wanted = unit.text.lower()
    if _is_positive(value.text):
        wanted = _agreeing(value.text, known)
    if unit.text == wanted:
        return None
    number = quoted(value.text)
    message = f"the unit of a rate must be {wanted} after {number}, not {unit.text}"
    return Fault(unit.start, unit.end, message, certain=service is Service.RULE)


def _known_unit(lowered: str) -> str | None:
    for unit in _UNITS:
        if lowered in (unit, f"{unit}s"):
            return unit
    return None


def _is_positive(text: str) -> bool:
    return is_number(text) and text.strip("0") != ""


def _agreeing(value: str, unit: str) -> str:
    return unit if value.lstrip("0") == "1" else f"{unit}s"

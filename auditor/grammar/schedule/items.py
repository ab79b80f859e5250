"""One field of a cron expression: a list of values, ranges and steps.

Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html for
values and signs; https://github.com/aws/aws-sdk-js/issues/4212 for `*/60`;
https://github.com/aws/aws-sdk/issues/161 for commas after fields, which AWS accepts.
What is documented neither as right nor as wrong is an uncertain fault at most. A range that runs
backwards (22-6) is no fault, except for years, which do not come round again.
"""

from __future__ import annotations

from auditor.expression import expression
from auditor.grammar.fault import Fault
from auditor.grammar.schedule.fields import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    HOURS,
    MINUTES,
    YEAR,
    Field,
    is_name,
    not_a_value,
    value_fault,
)
from auditor.grammar.schedule.wording import Word, is_number, number_within, quoted, split_list

_PLAIN = expression(r"[0-9]+|[A-Za-z]+")
_RANGE = expression(r"([0-9]+|[A-Za-z]+)-([0-9]+|[A-Za-z]+)")
_NEGATIVE = expression(r"-[0-9]+")
_LETTERS = expression(r"[A-Za-z]+")
_WEEKDAY_NEAR = expression(r"([0-9]+)[Ww]")
_BEFORE_LAST = expression(r"[Ll]-([0-9]+)[Ww]?")
_LAST_WEEKDAY = expression(r"([0-9]+|[A-Za-z]+)[Ll]")
_NTH_WEEKDAY = expression(r"([0-9]+|[A-Za-z]+)#(.*)")


def field_faults(field: Field, word: Word) -> list[Fault]:
    """What is wrong with `word` as the whole text of `field`, in order of start."""
    items = split_list(word)
    if len(items) > 1 and not items[-1].text:
        items.pop()
    several = len(items) > 1
    if several and field is DAY_OF_WEEK and "#" in word.text:
        message = "day-of-week accepts one expression only when it has #"
        return [Fault(word.start, word.end, message)]
    found: list[Fault] = []
    for item in items:
        found.extend(_item_faults(field, item, several))
    return found


def _item_faults(field: Field, item: Word, several: bool) -> list[Fault]:
    if not item.text:
        message = f"{field.label} has a comma without a value"
        return [Fault(item.start, item.end, message, certain=False)]
    base_text, slash, step_text = item.text.partition("/")
    if not slash:
        return _base_faults(field, item, several)
    base = Word(base_text, item.start)
    step = Word(step_text, base.end + 1)
    found = _stepped_base_faults(field, item, base)
    step_fault = _step_fault(field, base, step)
    if step_fault is not None:
        found.append(step_fault)
    return found


def _stepped_base_faults(field: Field, item: Word, base: Word) -> list[Fault]:
    if not base.text:
        message = f"a step of {field.label} needs a start, as in *{quoted(item.text)}"
        return [Fault(item.start, item.end, message, certain=False)]
    found: list[Fault] = []
    if field is DAY_OF_WEEK:
        message = f"day-of-week is not documented to accept a step: {quoted(item.text)}"
        found.append(Fault(item.start, item.end, message, certain=False))
    if _special_faults(field, base, several=False) is not None or base.text == "?":
        found.append(_unreadable(field, base))
    else:
        found.extend(_base_faults(field, base, several=False))
    return found


def _step_fault(field: Field, base: Word, step: Word) -> Fault | None:
    if not is_number(step.text) or not step.text.strip("0"):
        seen = quoted(step.text) or "nothing"
        message = f"the step of {field.label} must be a positive whole number, not {seen}"
        return Fault(step.start, step.end, message, certain=False)
    if field.longest_step is None or number_within(step.text, 1, field.longest_step):
        return None
    message = f"the step of {field.label} must be 1-{field.longest_step}, not {quoted(step.text)}"
    # Only */60 in minutes is reported as refused; for the rest the limit is likely.
    certain = field is MINUTES and base.text == "*"
    return Fault(step.start, step.end, message, certain=certain)


def _base_faults(field: Field, base: Word, several: bool) -> list[Fault]:
    text = base.text
    if text == "*":
        return []
    if text == "?" and field.is_day:
        return [_alone(field, base)] if several else []
    if text == "?" and field is HOURS:
        message = f"? is documented for the two day fields, and not for {field.label}"
        return [Fault(base.start, base.end, message, certain=False)]
    special = _special_faults(field, base, several)
    if special is not None:
        return special
    if _PLAIN.fullmatch(text):
        fault = value_fault(field, base)
        return [] if fault is None else [fault]
    range_match = _RANGE.fullmatch(text)
    if range_match is not None:
        first = Word(range_match.group(1), base.start)
        last = Word(range_match.group(2), base.start + range_match.start(2))
        return _range_faults(field, base, first, last)
    if _NEGATIVE.fullmatch(text):
        return [not_a_value(field, base)]
    return [_unreadable(field, base)]


def _range_faults(field: Field, whole: Word, first: Word, last: Word) -> list[Fault]:
    found = [fault for end in (first, last) if (fault := value_fault(field, end)) is not None]
    if found:
        return found
    if is_number(first.text) != is_number(last.text):
        message = f"a range of {field.label} should not mix names and numbers"
        return [Fault(whole.start, whole.end, f"{message}: {quoted(whole.text)}", certain=False)]
    if field is YEAR and first.text.lstrip("0") > last.text.lstrip("0"):
        message = f"the range of years {quoted(whole.text)} ends before it starts"
        return [Fault(whole.start, whole.end, message, certain=False)]
    return []


def _special_faults(field: Field, base: Word, several: bool) -> list[Fault] | None:
    """The faults of L, W and # where the field takes them; None when `base` is none of them."""
    if field is DAY_OF_MONTH:
        return _month_day_faults(base, several)
    if field is DAY_OF_WEEK:
        return _week_day_faults(base, several)
    return None


def _month_day_faults(base: Word, several: bool) -> list[Fault] | None:
    upper = base.text.upper()
    if upper in ("L", "LW"):
        return [_alone(DAY_OF_MONTH, base)] if several else []
    if upper == "W":
        message = "day-of-month needs a number before W, as in 15W"
        return [Fault(base.start, base.end, message, certain=False)]
    if _BEFORE_LAST.fullmatch(base.text):
        message = f"day-of-month is not documented to count back from L: {quoted(base.text)}"
        return [Fault(base.start, base.end, message, certain=False)]
    near = _WEEKDAY_NEAR.fullmatch(base.text)
    if near is None:
        return None
    fault = value_fault(DAY_OF_MONTH, Word(near.group(1), base.start))
    return [] if fault is None else [fault]


def _week_day_faults(base: Word, several: bool) -> list[Fault] | None:
    nth = _NTH_WEEKDAY.fullmatch(base.text)
    if nth is not None:
        return _nth_faults(
            Word(nth.group(1), base.start), Word(nth.group(2), base.start + nth.start(2))
        )
    if base.text.upper() == "L":
        return [_alone(DAY_OF_WEEK, base)] if several else []
    last = _LAST_WEEKDAY.fullmatch(base.text)
    if last is None or not (is_number(last[1]) or is_name(DAY_OF_WEEK, last[1])):
        return None
    fault = value_fault(DAY_OF_WEEK, Word(last.group(1), base.start))
    if fault is not None:
        return [fault]
    return [_alone(DAY_OF_WEEK, base)] if several else []


def _nth_faults(day: Word, nth: Word) -> list[Fault]:
    found: list[Fault] = []
    fault = value_fault(DAY_OF_WEEK, day)
    if fault is not None:
        found.append(fault)
    if not (is_number(nth.text) and number_within(nth.text, 1, 5)):
        seen = quoted(nth.text) or "nothing"
        message = f"day-of-week needs a number 1-5 after #, not {seen}"
        found.append(Fault(nth.start, nth.end, message, certain=False))
    return found


def _alone(field: Field, item: Word) -> Fault:
    message = f"{quoted(item.text)} should be the only value of {field.label}"
    return Fault(item.start, item.end, message, certain=False)


def _unreadable(field: Field, item: Word) -> Fault:
    """The fault of an item in no known form: certain only where a part of it means nothing."""
    for match in _LETTERS.finditer(item.text):
        word = Word(match.group(), item.start + match.start())
        upper = word.text.upper()
        if any(letter not in field.letters for letter in upper):
            fault = value_fault(field, word)
            if fault is not None and fault.certain:
                return not_a_value(field, item)
    known = f"0123456789*-{field.letters}"
    if any(sign not in known for sign in _LETTERS.sub("", item.text)):
        return not_a_value(field, item)
    message = f"{field.label} cannot be read: {quoted(item.text)}"
    return Fault(item.start, item.end, message, certain=False)

"""cron(minutes hours day-of-month month day-of-week year).

Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html for the
fields and the rule of the two day fields; expressions that AWS took and refused:
https://github.com/localstack/localstack (tests/aws/services/events/test_events_schedule.py) and
https://github.com/aws-solutions/aws-waf-security-automations (deployment).
Rules and Scheduler take the same cron expressions.
"""

from __future__ import annotations

from auditor.grammar.fault import Fault
from auditor.grammar.schedule.fields import DAY_OF_WEEK, FIELDS, is_name
from auditor.grammar.schedule.items import field_faults
from auditor.grammar.schedule.wording import BLANKS, Word, split_list, split_words

_ORDER = "minutes hours day-of-month month day-of-week year"


def faults(body: str, start: int) -> list[Fault]:
    """What is wrong with the text between the parentheses; `start` is its offset."""
    found = _edge_faults(body, start)
    words = split_words(body, start)
    if len(words) != len(FIELDS):
        found.append(_count_fault(body, start, words))
        return found
    for field, word in zip(FIELDS, words, strict=True):
        found.extend(field_faults(field, word))
    day_fault = _day_fault(words[2], words[4])
    if day_fault is not None and not _is_odd(words):
        found.append(day_fault)
    return found


def repaired(body: str) -> str:
    """The text between the parentheses with `?` in the free day field, and a sixth field.

    Five fields are read as unix cron only where the weekday is `*` or a name: its numbers start
    at 0 there and at 1 here.
    """
    trimmed = body.strip(BLANKS)
    words = split_words(trimmed, 0)
    if _is_odd(words):
        return trimmed
    if len(words) == 5 and _has_portable_weekday(words[4]):
        trimmed += " *"
    elif len(words) != len(FIELDS):
        return trimmed
    free = _free_day_field(words[2], words[4])
    if free is None:
        return trimmed
    return f"{trimmed[: free.start]}?{trimmed[free.start + 1 :]}"


def _edge_faults(body: str, start: int) -> list[Fault]:
    inner = body.strip(BLANKS)
    if not inner:
        return []
    found: list[Fault] = []
    leading = len(body) - len(body.lstrip(BLANKS))
    trailing = len(body.rstrip(BLANKS))
    if leading:
        message = "a space should not be before the first field of cron"
        found.append(Fault(start, start + leading, message, certain=False))
    if trailing < len(body):
        message = "a space should not be after the last field of cron"
        found.append(Fault(start + trailing, start + len(body), message, certain=False))
    return found


def _count_fault(body: str, start: int, words: list[Word]) -> Fault:
    message = f"cron needs six fields ({_ORDER}), not {len(words)}"
    if not words:
        return Fault(start, start + len(body), message)
    # A comma that stands apart makes the number of fields a matter of reading.
    certain = not any(word.text.startswith(",") for word in words)
    return Fault(words[0].start, words[-1].end, message, certain=certain)


def _is_odd(words: list[Word]) -> bool:
    """Whether the hours are `?`: with cron(* ? * * * *) a solution of AWS is deployed.

    What EventBridge makes of the day fields then is not known.
    """
    return len(words) > 1 and words[1].text == "?"


def _day_fault(month_day: Word, week_day: Word) -> Fault | None:
    first, second = _core(month_day), _core(week_day)
    if first == "?" and second == "?":
        message = (
            "day-of-month and day-of-week should not both be ?, one of them needs * or a value"
        )
        return Fault(month_day.start, week_day.end, message, certain=False)
    if "?" in month_day.text + week_day.text:
        return None
    message = "either day-of-month or day-of-week must be ?"
    free = _free_day_field(month_day, week_day)
    if free is None:
        return Fault(month_day.start, week_day.end, f"{message}, both have a value")
    return Fault(free.start, free.end, f"{message}, here {_label(free, week_day)}")


def _label(free: Word, week_day: Word) -> str:
    return "day-of-week" if free is week_day else "day-of-month"


def _free_day_field(month_day: Word, week_day: Word) -> Word | None:
    """The day field that is `*` while the other says the days; day-of-week when both are."""
    first, second = _core(month_day), _core(week_day)
    if "?" in month_day.text + week_day.text:
        return None
    if second == "*":
        return week_day
    return month_day if first == "*" else None


def _core(word: Word) -> str:
    """The field without the comma that may stand after it (see `items`)."""
    return word.text.removesuffix(",")


def _has_portable_weekday(word: Word) -> bool:
    if word.text == "*":
        return True
    return all(
        is_name(DAY_OF_WEEK, end)
        for item in split_list(word)
        for end in item.text.split("-", maxsplit=1)
    )

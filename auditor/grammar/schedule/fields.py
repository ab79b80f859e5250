"""The six fields of a cron expression and the values that each takes.

Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
Names are documented in upper case; other cases are reported to work
(https://github.com/beemhq/aws-cron-parser/issues/7), so case is not looked at.
"""

from __future__ import annotations

from msgspec import Struct

from auditor.grammar.fault import Fault
from auditor.grammar.schedule.wording import Word, is_number, number_within, quoted


class Field(Struct, frozen=True):
    """One field: numbers from `low` to `high`, or one of `names` (upper case).

    `letters` are the capital letters and signs beside `, - * /` that the field documents.
    `longest_step` is the greatest step that can do anything, None where no limit makes sense.
    """

    label: str
    low: int
    high: int
    values: str
    names: tuple[str, ...] = ()
    letters: str = ""
    longest_step: int | None = None

    @property
    def is_day(self) -> bool:
        return "?" in self.letters


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

MINUTES = Field("minutes", 0, 59, "0-59", longest_step=59)
HOURS = Field("hours", 0, 23, "0-23", longest_step=23)
DAY_OF_MONTH = Field("day-of-month", 1, 31, "1-31", letters="?LW", longest_step=31)
MONTH = Field("month", 1, 12, "1-12 or JAN-DEC", names=_MONTHS, longest_step=12)
DAY_OF_WEEK = Field(
    "day-of-week",
    1,
    7,
    "1-7 (1 is Sunday) or SUN-SAT",
    names=_WEEKDAYS,
    letters="?L#",
    longest_step=7,
)
YEAR = Field("year", 1970, 2199, "1970-2199")

FIELDS = (MINUTES, HOURS, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR)


def is_name(field: Field, text: str) -> bool:
    """Whether `text` is one of the field's names, in any case."""
    return text.upper() in field.names


def value_fault(field: Field, value: Word) -> Fault | None:
    """What is wrong with `value` as one number or name of `field`; signs are not for here."""
    text = value.text
    if is_number(text):
        if number_within(text, field.low, field.high):
            return None
        return not_a_value(field, value)
    if is_name(field, text):
        return None
    if text[:3].upper() in field.names and text.isascii() and text.isalpha():
        # Readers of this cron dialect may look at three letters only: MONDAY is read as MON.
        message = f"{field.label} must be written {text[:3].upper()}, not {quoted(text)}"
        return Fault(value.start, value.end, message, certain=False)
    return not_a_value(field, value)


def not_a_value(field: Field, value: Word) -> Fault:
    """The fault of a text that is out of the field's range or not one of its names."""
    message = f"{field.label} must be {field.values}, not {quoted(value.text)}"
    return Fault(value.start, value.end, message)

"""at(yyyy-mm-ddThh:mm:ss): one moment, for EventBridge Scheduler only.

Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html . The time zone
is the schedule's `ScheduleExpressionTimezone` property (UTC without it), never part of the text.
Recorded as refused by AWS: a Z and a date without a time
(https://github.com/localstack/localstack, tests/aws/services/scheduler/test_scheduler.py).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from msgspec import Struct

from auditor.expression import expression
from auditor.grammar.fault import Fault
from auditor.grammar.schedule.envelope import open_envelope
from auditor.grammar.schedule.fields import YEAR
from auditor.grammar.schedule.wording import BLANKS, quoted

_FORM = "yyyy-mm-ddThh:mm:ss"
_EXACT = expression(r"at\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\)")
_MOMENT = expression(
    r"(?P<date>(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2}))"
    r"(?:(?P<between>[Tt]|[ ]+)"
    r"(?P<time>(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?)?)"
    r"(?P<zone>[ ]*(?:[Zz]|(?P<sign>[+-])(?P<zone_hour>[0-9]{2})(?::?(?P<zone_minute>[0-9]{2}))?))?"
    r")?"
)
_GREATEST = {"month": 12, "day": 31, "hour": 24, "minute": 59, "second": 60}


class AtTime(Struct, frozen=True):
    """The moment that an at(...) names.

    `moment` is the wall clock as written, without a zone; a missing time is midnight. `offset` is
    its distance from UTC: None when none is written, zero for Z. `exact` tells whether the text
    is already at(yyyy-mm-ddThh:mm:ss), the only form that Scheduler documents.
    """

    moment: datetime
    offset: timedelta | None
    exact: bool


def read_at(text: str) -> AtTime | None:
    """Read any recognisable at(...); None when there is no such date or the form is unknown.

    Beside the documented form that is: a Z, an offset (+02, +02:00, +0200), a fraction of a
    second, a blank or a small t instead of T, no seconds, no time, one digit for month, day or
    hour, blanks around it. Digits of a fraction after the sixth are not in the answer.
    """
    parts = _match(text)
    if parts is None:
        return None
    moment = _moment(parts)
    offset = _offset(parts)
    if moment is None or (parts["zone"] is not None and offset is None):
        return None
    return AtTime(moment, offset, _EXACT.fullmatch(text) is not None)


def at_as_cron(text: str) -> str | None:
    """The cron(...) in UTC that runs at the moment of `text`, once; what has no zone is UTC.

    None when `text` cannot be read, when it is not a whole minute, or when its year in UTC is
    none that cron takes (1970-2199).
    """
    moment = _whole_second_in_utc(text)
    if moment is None or moment.second or not YEAR.low <= moment.year <= YEAR.high:
        return None
    return f"cron({moment.minute} {moment.hour} {moment.day} {moment.month} ? {moment.year})"


def at_for_scheduler(text: str) -> tuple[str, str | None] | None:
    """The documented form of `text`, and the `ScheduleExpressionTimezone` that keeps the moment.

    The zone is None when none was written: then the form alone is the same wall clock. An offset
    is converted to the wall clock of UTC, with the zone "UTC". None when `text` cannot be read or
    holds a fraction of a second other than zero.
    """
    read = read_at(text)
    moment = _whole_second_in_utc(text)
    if read is None or moment is None:
        return None
    return f"at({moment.isoformat()})", None if read.offset is None else "UTC"


def faults(body: str, start: int) -> list[Fault]:
    """What Scheduler has against the text between the parentheses; `start` is its offset."""
    leading = len(body) - len(body.lstrip(BLANKS))
    match = _MOMENT.fullmatch(body.strip(BLANKS))
    if match is None:
        seen = quoted(body.strip(BLANKS)) or "nothing"
        return [Fault(start, start + len(body), f"at needs the form {_FORM}, not {seen}")]
    found = _blank_faults(body, start)
    inner = start + leading
    date = _date_fault(match, inner)
    if date is not None:
        found.append(date)
    found.extend(_form_faults(match, inner))
    return found


def _match(text: str) -> dict[str, str | None] | None:
    envelope = open_envelope(text)
    if envelope is None or envelope.kind != "at" or not envelope.closed:
        return None
    match = _MOMENT.fullmatch(envelope.body.strip(BLANKS))
    return None if match is None else match.groupdict()


def _moment(parts: dict[str, str | None]) -> datetime | None:
    def number(name: str) -> int:
        return int(parts[name] or "0")

    fraction = (parts["fraction"] or ".")[1:7].ljust(6, "0")
    try:
        return datetime(
            number("year"),
            number("month"),
            number("day"),
            number("hour"),
            number("minute"),
            number("second"),
            int(fraction),
        )
    except ValueError:
        return None


def _offset(parts: dict[str, str | None]) -> timedelta | None:
    if parts["zone"] is None:
        return None
    if parts["sign"] is None:
        return timedelta(0)
    hours, minutes = int(parts["zone_hour"] or "0"), int(parts["zone_minute"] or "0")
    if hours > 23 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return -size if parts["sign"] == "-" else size


def _whole_second_in_utc(text: str) -> datetime | None:
    parts = _match(text)
    read = read_at(text)
    if parts is None or read is None or (parts["fraction"] or "").strip(".0"):
        return None
    try:
        return read.moment - (read.offset or timedelta(0))
    except OverflowError:
        return None


def _blank_faults(body: str, start: int) -> list[Fault]:
    found: list[Fault] = []
    leading = len(body) - len(body.lstrip(BLANKS))
    trailing = len(body.rstrip(BLANKS))
    if leading:
        found.append(Fault(start, start + leading, "no space is allowed before the date of at"))
    if trailing < len(body):
        message = "no space is allowed after the time of at"
        found.append(Fault(start + trailing, start + len(body), message))
    return found


def _date_fault(match: re.Match[str], start: int) -> Fault | None:
    if _moment(match.groupdict()) is not None:
        return None
    # A day that the month lacks, 24:00 or a leap second may be taken for the next moment.
    certain = any(
        int(match[name]) > greatest
        for name, greatest in _GREATEST.items()
        if match[name] is not None
    )
    written = match["date"] if match["time"] is None else f"{match['date']} {match['time']}"
    end = match.end("date") if match["time"] is None else match.end("time")
    message = f"at names a date or time that does not exist, {quoted(written)}"
    return Fault(start, start + end, message, certain=certain)


def _form_faults(match: re.Match[str], start: int) -> list[Fault]:
    if match["time"] is None:
        message = f"at needs the form {_FORM}, the time is missing"
        return [Fault(start, start + match.end("date"), message)]
    found: list[Fault] = []

    def add(group: str, message: str, certain: bool = True) -> None:
        span = start + match.start(group), start + match.end(group)
        found.append(Fault(*span, message, certain=certain))

    if len(match["date"]) < len("yyyy-mm-dd"):
        add("date", "the date of at needs two digits for month and day, yyyy-mm-dd")
    if match["between"] != "T":
        # A small t is the same in ISO 8601 readers, a blank is not.
        add("between", "at needs a capital T between date and time", match["between"] != "t")
    if len(match["hour"]) < 2:
        add("hour", "the time of at needs two digits for the hour, hh:mm:ss")
    if match["second"] is None:
        # Readers of this form often take the seconds as optional.
        add("time", "the time of at needs seconds, hh:mm:ss", certain=False)
    if match["fraction"] is not None:
        add("fraction", "at accepts whole seconds only, without a fraction")
    if match["zone"] is not None:
        zone = quoted(match["zone"].strip())
        add("zone", f"at accepts no time zone, {zone} belongs in ScheduleExpressionTimezone")
    return found

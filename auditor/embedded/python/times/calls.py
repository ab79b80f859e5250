"""What the calls of Python's time libraries return.

Sources: https://docs.python.org/3/library/datetime.html, https://dateutil.readthedocs.io/ and
https://pypi.org/project/pytz/
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TypeAlias

from auditor.embedded.python.times.kinds import (
    AWARE,
    AWARE_TEXT,
    DATA,
    DATETIMES,
    DELTA,
    LIKELY_AWARE_TEXT,
    NAIVE,
    NAIVE_TEXT,
    NOTHING,
    UNKNOWN,
    ZONE,
    Kind,
    Value,
    join,
    read_from,
)

Evaluate: TypeAlias = Callable[[ast.expr], Value]

_CLASS = "datetime.datetime."
_ZONES = frozenset(
    {
        "datetime.UTC",
        "datetime.timezone.utc",
        "dateutil.tz.UTC",
        "pytz.UTC",
        "pytz.utc",
    }
)
_ZONE_MAKERS = frozenset(
    {
        "backports.zoneinfo.ZoneInfo",
        "datetime.timezone",
        "dateutil.tz.tzlocal",
        "dateutil.tz.tzoffset",
        "dateutil.tz.tzutc",
        "pytz.timezone",
        "zoneinfo.ZoneInfo",
    }
)
_DELTA_MAKERS = frozenset({"datetime.timedelta", "dateutil.relativedelta.relativedelta"})
_PARSERS = frozenset(
    {"dateutil.parser.isoparse", "dateutil.parser.isoparser.isoparse", "dateutil.parser.parse"}
)
_DATA_MAKERS = frozenset({"json.loads", "json.load", "os.environ.get", "os.getenv"})
NOW = frozenset({_CLASS + "now", _CLASS + "utcnow"})
"""The calls that give the present moment."""


def constant(name: str) -> Value:
    """The value of a name of a library, as `datetime.timezone.utc`."""
    if name in _ZONES:
        return ZONE
    if name in (_CLASS + "min", _CLASS + "max"):
        return NAIVE
    return DATA if name == "os.environ" else UNKNOWN


def library_call(name: str, call: ast.Call, value: Evaluate) -> Value | None:
    """What a function of a library returns; None for one that is not about time."""
    if _spreads(call):
        return UNKNOWN
    if name in _ZONE_MAKERS:
        return ZONE
    if name in _DELTA_MAKERS:
        return DELTA
    if name in _DATA_MAKERS:
        return DATA
    if name in _PARSERS:
        return _parsed(call, value)
    if name == "datetime.datetime":
        return _with_zone(_argument(call, 7, "tzinfo"), value)
    return _class_call(name.removeprefix(_CLASS), call, value) if name.startswith(_CLASS) else None


def _class_call(name: str, call: ast.Call, value: Evaluate) -> Value | None:
    if name in ("utcnow", "today", "utcfromtimestamp"):
        return NAIVE
    if name == "now":
        return _with_zone(_argument(call, 0, "tz"), value)
    if name == "fromtimestamp":
        return _with_zone(_argument(call, 1, "tz"), value)
    if name == "fromisoformat" and call.args:
        return read_from(value(call.args[0]))
    if name == "strptime" and len(call.args) == 2:
        return _by_format(call.args[1])
    if name == "combine" and len(call.args) + len(call.keywords) >= 2:
        return _combined(call, value)
    return UNKNOWN


def _by_format(form: ast.expr) -> Value:
    if not isinstance(form, ast.Constant) or not isinstance(form.value, str):
        return UNKNOWN
    return AWARE if "%z" in form.value.replace("%%", "") else NAIVE


def _combined(call: ast.Call, value: Evaluate) -> Value:
    zone = _argument(call, 2, "tzinfo")
    if zone is not None:
        return _with_zone(zone, value)
    # The zone of the time counts, and only these certainly have none.
    time = call.args[1] if len(call.args) > 1 else None
    return NAIVE if time is not None and _is_plain_time(time) else UNKNOWN


def _is_plain_time(time: ast.expr) -> bool:
    """`time(0, 0)`, `time.min`, `datetime.min.time()`, by their last word."""
    if isinstance(time, ast.Attribute):
        return time.attr in ("min", "max")
    if not isinstance(time, ast.Call) or _argument(time, 4, "tzinfo") or _spreads(time):
        return False
    called = time.func
    return (
        called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    ) == "time"


def _parsed(call: ast.Call, value: Evaluate) -> Value:
    if not call.args or {key.arg for key in call.keywords} - {"dayfirst", "yearfirst", "fuzzy"}:
        return UNKNOWN
    return read_from(value(call.args[0]))


def _with_zone(zone: ast.expr | None, value: Evaluate) -> Value:
    """A datetime made with a zone, that may be left out."""
    if zone is None:
        return NAIVE
    kind = value(zone).kind
    if kind is Kind.ZONE:
        return AWARE
    if isinstance(zone, ast.Constant) and zone.value is None:
        return NAIVE
    return NOTHING if kind is Kind.NOTHING else UNKNOWN


def method_call(owner: Value, name: str, call: ast.Call, value: Evaluate) -> Value | None:
    """What a method of a value returns; None for one that is not known."""
    if name == "astimezone":
        return AWARE
    if owner in DATETIMES:
        return _of_datetime(owner, name, call, value)
    if owner == ZONE:
        return AWARE if name in ("localize", "fromutc") else UNKNOWN
    if name == "replace" and _texts(call.args) == ["Z", "+00:00"]:
        if owner in (AWARE_TEXT, LIKELY_AWARE_TEXT, NAIVE_TEXT):
            return owner
        return LIKELY_AWARE_TEXT if owner.kind in (Kind.DATA, Kind.SDK) else UNKNOWN
    if owner == DATA:
        return _of_data(name, call, value)
    return None


def _of_datetime(owner: Value, name: str, call: ast.Call, value: Evaluate) -> Value:
    if name == "replace":
        if _spreads(call):
            return UNKNOWN
        zone = _argument(call, 7, "tzinfo")
        return owner if zone is None else _with_zone(zone, value)
    if name == "isoformat":
        return {AWARE: AWARE_TEXT, NAIVE: NAIVE_TEXT}.get(owner, UNKNOWN)
    return UNKNOWN


def _of_data(name: str, call: ast.Call, value: Evaluate) -> Value:
    if name == "get" and call.args:
        default = value(call.args[1]) if len(call.args) > 1 else NOTHING
        # A literal that stands for nothing, as {} and "", is what a missing member is.
        return DATA if default == UNKNOWN else join(DATA, default)
    return DATA if name in ("items", "values", "json", "strip") else UNKNOWN


def _texts(nodes: Iterable[ast.expr]) -> list[object]:
    return [node.value if isinstance(node, ast.Constant) else None for node in nodes]


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if position < len(call.args):
        return call.args[position]
    return next((key.value for key in call.keywords if key.arg == name), None)


def _spreads(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args) or any(
        key.arg is None for key in call.keywords
    )

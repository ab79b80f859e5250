from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.parse import parse
from auditor.embedded.python.schedules.expressions import AtExpression, at_expressions
from auditor.model.text import Span

EVENTS = "import boto3\nevents = boto3.client('events')\n"
PUT = "events.put_rule(Name='r', ScheduleExpression={})"


def found(code: str) -> list[AtExpression]:
    source = parse(code)
    assert source is not None
    return at_expressions(source)


def text(code: str, span: Span) -> str:
    return code[span.start : span.end]


REPLACED = {
    "f-string with strftime": "f\"at({t.strftime('%Y-%m-%dT%H:%M:%S')})\"",
    "single quotes": "f'at({t.strftime(\"%Y-%m-%dT%H:%M:%S\")})'",
    "Z in the format": "f\"at({t.strftime('%Y-%m-%dT%H:%M:%SZ')})\"",
    "Z in the text": "f\"at({t.strftime('%Y-%m-%dT%H:%M:%S')}Z)\"",
    "isoformat": 'f"at({t.isoformat()})"',
    "isoformat with seconds": "f\"at({t.isoformat(timespec='seconds')})\"",
    "fraction cut": 'f"at({t.replace(microsecond=0).isoformat()})"',
    "format of the field": 'f"at({t:%Y-%m-%dT%H:%M:%S})"',
    "sum": "'at(' + t.strftime('%Y-%m-%dT%H:%M:%S') + ')'",
    "percent": "'at(%s)' % t.strftime('%Y-%m-%dT%H:%M:%S')",
    "format method": "'at({})'.format(t.strftime('%Y-%m-%dT%H:%M:%S'))",
    "difference": "f\"at({(t - timedelta(hours=0)).strftime('%Y-%m-%dT%H:%M:%S')})\"",
    "minutes": "f\"at({t.strftime('%Y-%m-%dT%H:%M:00')})\"",
    "seconds in the text": "f\"at({t.strftime('%Y-%m-%dT%H:%M')}:00)\"",
    "offset cut": 'f"at({t.isoformat()[:19]})"',
    "seconds cut": "'at(' + t.isoformat()[:16] + ':00)'",
    "fraction split off": "f'at({t.isoformat().split(\".\")[0]})'",
    "offset taken away": "'at(%s)' % t.isoformat().replace('+00:00', '')",
    "minute rounded": 'f"at({t.replace(second=0, microsecond=0).isoformat()})"',
}
NAIVE = datetime(2024, 1, 20, 13, 5, 30)


@pytest.mark.parametrize("code", REPLACED.values(), ids=REPLACED.keys())
def test_replaced(code: str) -> None:
    whole = EVENTS + PUT.format(code)
    (only,) = found(whole)
    assert text(whole, only.text) == code
    assert text(whole, only.call) == PUT.format(code)
    assert only.literal is None
    assert only.loses_seconds == (":00" not in code.replace("+00:00", "") or "second=" in code)
    assert only.replacement is not None
    span, new = only.replacement
    assert span == only.text
    assert new.startswith("'") == ("'" in code[:2])
    moment = NAIVE.replace(tzinfo=timezone(timedelta(hours=2)))
    for t, cron in ((NAIVE, "cron(5 13 20 1 ? 2024)"), (moment, "cron(5 11 20 1 ? 2024)")):
        scope = {"t": t, "timedelta": timedelta}
        assert eval(code, scope).startswith("at(2024-01-20T13:05:")
        assert eval(new, scope) == cron


FOLLOWED = {
    "literal": PUT.format("'at(2024-01-20T13:00:00)'"),
    "local variable": "def f(t):\n  e = f'at({t})'\n  " + PUT.format("e"),
    "branches": (
        "def f(t):\n  if t:\n    e = f'at({t})'\n  else:\n    e = 'rate(1 day)'\n  "
        + PUT.format("e")
    ),
    "conditional": "def f(t):\n  " + PUT.format("f'at({t})' if t else 'rate(1 day)'"),
    "result of a helper": "def g(t):\n  return f'at({t})'\ndef f(t):\n  " + PUT.format("g(t)"),
    "parameter": "def g(e):\n  " + PUT.format("e") + "\ndef f(t):\n  g(f'at({t})')",
    "parameter by name": "def g(e):\n  " + PUT.format("e") + "\ndef f(t):\n  g(e=f'at({t})')",
    "method": (
        "class C:\n  def g(self, e):\n    "
        + PUT.format("e")
        + "\n  def f(self, t):\n    self.g(f'at({t})')"
    ),
    "client in the function": (
        "def f(t):\n  c = boto3.client(service_name='events')\n"
        "  c.put_rule(ScheduleExpression=f'at({t})')"
    ),
    "client of self": (
        "class C:\n  def __init__(self):\n    self.client = boto3.client('events')\n"
        "  def f(self, t):\n    self.client.put_rule(ScheduleExpression=f'at({t})')"
    ),
    "session": (
        "s = boto3.Session()\nc = s.client('events')\nc.put_rule(ScheduleExpression='at(x)')"
    ),
    "client of a helper": (
        "def c():\n  return boto3.client('events')\n"
        "def f(t):\n  k = c()\n  k.put_rule(ScheduleExpression=f'at({t})')"
    ),
    "client of the environment made once": (
        "k = None\ndef c():\n  global k\n  if k is None:\n    k = boto3.client('events')\n"
        "  return k\ndef f(t):\n  c().put_rule(ScheduleExpression=f'at({t})')"
    ),
    "client as a parameter": (
        "def g(c, t):\n  c.put_rule(ScheduleExpression=f'at({t})')\ndef f(t):\n  g(events, t)"
    ),
    "arguments in a dict": (
        "def f(t):\n  a = {'Name': 'r', 'ScheduleExpression': f'at({t})'}\n  events.put_rule(**a)"
    ),
    "arguments in a call of dict": (
        "def f(t):\n  events.put_rule(**dict(Name='r', ScheduleExpression=f'at({t})'))"
    ),
    "made for the call": "boto3.client('events').put_rule(ScheduleExpression='at(x)')",
}


@pytest.mark.parametrize("code", FOLLOWED.values(), ids=FOLLOWED.keys())
def test_followed(code: str) -> None:
    (only,) = found(EVENTS + code)
    assert "at(" in text(EVENTS + code, only.text)
    assert only.replacement is None


def test_literal_is_told() -> None:
    (only,) = found(EVENTS + PUT.format("'at(2024-01-20T13:00:00)'"))
    assert only.literal == "at(2024-01-20T13:00:00)"
    assert not only.loses_seconds


SILENT = {
    "cron": PUT.format("'cron(0 12 * * ? *)'"),
    "rate": PUT.format("f'rate({n} minutes)'"),
    "pattern": "events.put_rule(Name='r', EventPattern='at(x)')",
    "scheduler": (
        "c = boto3.client('scheduler')\n"
        "c.create_schedule(ScheduleExpression=f'at({t})')\nc.put_rule(ScheduleExpression='at(x)')"
    ),
    "schedule on events": "events.create_schedule(ScheduleExpression='at(x)')",
    "unknown client": "def f(c):\n  c.put_rule(ScheduleExpression='at(x)')",
    "shadowed client": "def f(events):\n  events.put_rule(ScheduleExpression='at(x)')",
    "client bound twice": "events = other()\n" + PUT.format("'at(x)'"),
    "no boto3": "boto3 = mock()\nboto3.client('events').put_rule(ScheduleExpression='at(x)')",
    "unknown text": "def f(e):\n  " + PUT.format("e"),
    "text in the middle": PUT.format("f'{kind}at({t})'"),
    "name changed": ("def f(e):\n  e = 'at(x)'\n  e = convert(e)\n  " + PUT.format("e")),
    "arguments changed": (
        "def f(e):\n  a = {'ScheduleExpression': 'at(x)'}\n  a = other(a)\n  events.put_rule(**a)"
    ),
    "other credentials": (
        "k = boto3.client('events', aws_access_key_id=x)\nk.put_rule(ScheduleExpression='at(x)')"
    ),
    "not handed over": "e = f'at({t})'\n" + PUT.format("'rate(1 day)'"),
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_silent(code: str) -> None:
    assert found(EVENTS + code) == []


AHEAD = {
    "just before": "def f(t):\n  s = t.strftime('%Y-%m-%dT%H:%M:%S')\n  {}",
    "with other uses": "def f(t):\n  s = t.isoformat()\n  n = 'r' + s\n  print(n)\n  {}",
    "in a loop": "def f(times):\n  for t in times:\n    s = t.isoformat()\n    {}",
    "around a try": "def f(t):\n  s = t.isoformat()\n  try:\n    {}\n  except E:\n    pass",
    "difference": "def f(u):\n  s = (u - timedelta(days=1)).strftime('%Y-%m-%d %H:%M')\n  {}",
}


@pytest.mark.parametrize("code", AHEAD.values(), ids=AHEAD.keys())
@pytest.mark.parametrize("form", ['f"at({s})"', "'at(' + s + ')'", "'at({})'.format(s)"])
def test_text_formatted_ahead_is_replaced(code: str, form: str) -> None:
    whole = EVENTS + code.format(PUT.format(form))
    (only,) = found(whole)
    assert text(whole, only.text) == form
    assert only.replacement is not None
    expected = "(u - timedelta(days=1))" if "(u)" in code else "t"
    assert only.replacement[1].endswith(f".format({expected}.utctimetuple())")


NOT_AHEAD = {
    "moment changed": "def f(t):\n  s = t.isoformat()\n  t = t + d\n  {}",
    "member changed": "def f(t):\n  s = t['a'].isoformat()\n  t['a'] = 1\n  {}",
    "text changed": "def f(t):\n  s = t.isoformat()\n  if t:\n    s = 'x'\n  {}",
    "one branch": "def f(t):\n  if t:\n    s = t.isoformat()\n  {}",
    "changed in the loop": ("def f(ts, t):\n  s = t.isoformat()\n  for t in ts:\n    {}"),
    "clock read": "def f(t):\n  s = datetime.utcnow().isoformat()\n  {}",
    "other function": "def f(t):\n  s = t.isoformat()\n  def g():\n    {}",
    "parameter": "def f(s):\n  {}",
    "library": "import time as t\ndef f():\n  s = t.strftime('%Y-%m-%dT%H:%M:%S')\n  {}",
}


@pytest.mark.parametrize("code", NOT_AHEAD.values(), ids=NOT_AHEAD.keys())
def test_text_that_may_be_another_is_not_replaced(code: str) -> None:
    (only,) = found(EVENTS + code.format(PUT.format('f"at({s})"')))
    assert only.replacement is None


UNREPLACED = {
    "other format": "f\"at({t.strftime('%d.%m.%Y')})\"",
    "no format": "f'at({t})'",
    "module time": "f\"at({time.strftime('%Y-%m-%dT%H:%M:%S')})\"",
    "offset in the text": "f\"at({t.strftime('%Y-%m-%dT%H:%M:%S')}+01:00)\"",
    "two values": "f'at({d}T{t})'",
    "conversion": "f'at({t.isoformat()!r})'",
}


@pytest.mark.parametrize("code", UNREPLACED.values(), ids=UNREPLACED.keys())
def test_not_replaced(code: str) -> None:
    (only,) = found("import time\n" + EVENTS + PUT.format(code))
    assert only.replacement is None


def test_endless_helpers_are_answered() -> None:
    helpers = "def f(e): return g(e)\ndef g(e): return f(e)\ndef h(e):\n  h(e)\n  "
    assert found(EVENTS + helpers + PUT.format("f(e)")) == []
    assert found(EVENTS + helpers + PUT.format("e")) == []


MANY = {
    "callers and calls": (
        "def f(e):\n" + "  events.put_rule(ScheduleExpression=e)\n" * 800 + "f('at(x)')\n" * 800
    ),
    "values": "x = 'at(x)'\n" * 800 + "events.put_rule(ScheduleExpression=x)\n" * 800,
    "texts ahead": "def f(s):\n  if s:\n"
    + "    events.put_rule(ScheduleExpression=f'at({s})')\n" * 900,
    "deep blocks": (
        "".join(" " * depth + "if x:\n" for depth in range(80))
        + (" " * 80 + "events.put_rule(ScheduleExpression=f'at({s})')\n") * 200
    ),
    "long text": "events.put_rule(ScheduleExpression='at(' + t" + " + t" * 900 + ")",
}


@pytest.mark.parametrize("code", MANY.values(), ids=MANY.keys())
def test_large_code_is_answered(code: str) -> None:
    assert all(one.replacement is None for one in found(EVENTS + code))


@given(st.text(alphabet="at(){}%'\"f+e.= ,\n", max_size=40))
def test_any_text_is_answered(text: str) -> None:
    source = parse(EVENTS + PUT.format(text))
    assert source is None or all(one.text.start < one.text.end for one in at_expressions(source))

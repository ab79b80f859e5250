from __future__ import annotations

import textwrap
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.datetimes import MixedDatetimes, mixed
from auditor.embedded.python.parse import parse
from auditor.model.text import Span, TextEdit, apply_edits

HEAD = """\
import json
import boto3
import datetime as clock
from datetime import date, datetime, time, timedelta, timezone
from dateutil import parser
s3 = boto3.client("s3")
ec2 = boto3.client("ec2")
table = boto3.resource("dynamodb").Table("orders")
"""


def found(code: str) -> list[MixedDatetimes]:
    source = parse(HEAD + textwrap.dedent(code))
    assert source is not None
    return mixed(source)


def text(code: str, span: Span) -> str:
    return (HEAD + textwrap.dedent(code))[span.start : span.end]


FAULTS = {
    "aware now": ("datetime.now(timezone.utc) > datetime.utcnow()", "datetime.utcnow()", "aware"),
    "module spelling": (
        "clock.datetime.now(tz=clock.timezone.utc) - clock.datetime.now()",
        "clock.datetime.now()",
        "aware",
    ),
    "now(None)": ("datetime.now(None) < datetime.now(timezone.utc)", "datetime.now(None)", "aware"),
    "strptime with an offset": (
        "datetime.strptime(s, '%Y-%m-%d %z') < datetime.today()",
        "datetime.today()",
        "aware",
    ),
    "strptime without": (
        "datetime.strptime(s, '%Y') < datetime.now(timezone.utc)",
        "datetime.strptime(s, '%Y')",
        "aware",
    ),
    "made of parts": (
        "datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=timezone.utc)",
        "datetime(2024, 1, 1)",
        "aware",
    ),
    "from a timestamp": (
        "datetime.fromtimestamp(1, timezone.utc) - datetime.fromtimestamp(1)",
        "datetime.fromtimestamp(1)",
        "aware",
    ),
    "replaced": (
        "datetime.utcnow().replace(tzinfo=timezone.utc) > datetime.utcnow()",
        "datetime.utcnow()",
        "aware",
    ),
    "zone taken away": (
        "datetime.now(timezone.utc).replace(tzinfo=None) > datetime.now().astimezone()",
        "datetime.now(timezone.utc).replace(tzinfo=None)",
        "aware",
    ),
    "combined": (
        "datetime.combine(date.today(), time.min) < datetime.now(timezone.utc)",
        "datetime.combine(date.today(), time.min)",
        "aware",
    ),
    "text with an offset": (
        "datetime.fromisoformat('2024-01-01T00:00:00+00:00') > datetime.now()",
        "datetime.now()",
        "aware",
    ),
    "S3 object": (
        (
            "for o in s3.list_objects_v2(Bucket='b').get('Contents', []):\n"
            "  o['LastModified'] < datetime.now() - timedelta(days=1)"
        ),
        "datetime.now() - timedelta(days=1)",
        "aware",
    ),
    "snapshot in a comprehension": (
        (
            "old = [s for s in ec2.describe_snapshots()['Snapshots']\n"
            "       if s['StartTime'] < datetime.utcnow()]"
        ),
        "datetime.utcnow()",
        "aware",
    ),
    "parsed from the event": (
        "def f(event, context):\n  return parser.parse(event['at']) > datetime.utcnow()",
        "datetime.utcnow()",
        "either",
    ),
    "Z replaced": (
        (
            "def f(event, context):\n  s = event['at'].replace('Z', '+00:00')\n"
            "  return datetime.fromisoformat(s) > datetime.utcnow()"
        ),
        "datetime.utcnow()",
        "likely",
    ),
    "through a parameter": (
        (
            "def f(event, context):\n  g(datetime.fromisoformat(event['at']))\n"
            "def g(at):\n  return at - timedelta(hours=1) > datetime.utcnow()"
        ),
        "datetime.utcnow()",
        "either",
    ),
    "through a result": (
        "def n():\n  return datetime.now(timezone.utc)\ndef f():\n  return n() > datetime.now()",
        "datetime.now()",
        "aware",
    ),
    "conditional": (
        (
            "def f(e, c):\n  at = parser.parse(e['at']) if e else datetime.utcnow()\n"
            "  return at < datetime.utcnow()"
        ),
        "datetime.utcnow()",
        "either",
    ),
    "normalised, then naive": (
        (
            "def f(e, c):\n  at = parser.parse(e['at'])\n  if at.tzinfo is None:\n"
            "    at = at.replace(tzinfo=timezone.utc)\n  return at < datetime.utcnow()"
        ),
        "datetime.utcnow()",
        "aware",
    ),
    "in a loop": (
        (
            "def f():\n  last = None\n  for i in range(9):\n"
            "    if last and last > datetime.utcnow(): pass\n    last = datetime.now(timezone.utc)"
        ),
        "datetime.utcnow()",
        "aware",
    ),
}


@pytest.mark.parametrize(("code", "naive", "other"), FAULTS.values(), ids=FAULTS.keys())
def test_faults(code: str, naive: str, other: str) -> None:
    (only,) = found(code)
    assert text(code, only.naive) == naive
    assert only.other == other
    assert only.certain == (other == "aware")


SILENT = {
    "both naive": "datetime.utcnow() < datetime.now()",
    "both aware": "datetime.now(timezone.utc) < datetime.now().astimezone()",
    "equality": "datetime.utcnow() == datetime.now(timezone.utc)",
    "inequality": "datetime.utcnow() != datetime.now(timezone.utc)",
    "unknown": "x < datetime.utcnow()",
    "delta": "datetime.now(timezone.utc) - timedelta(days=1)",
    "unknown zone": "datetime.now(tz) < datetime.utcnow()",
    "dates": "datetime.now(timezone.utc).date() < datetime.utcnow().date()",
    "text": "datetime.now(timezone.utc).isoformat() > datetime.utcnow().isoformat()",
    "seed's own fix": (
        "def f(e, c):\n  at = datetime.fromisoformat(e['at'].replace('Z', '+00:00'))\n"
        "  r = at - timedelta(hours=24)\n"
        "  if r > datetime.now(at.tzinfo) if at.tzinfo else datetime.utcnow(): pass"
    ),
    "branches by zone": (
        "def f(e, c):\n  at = parser.parse(e['at'])\n"
        "  if at.tzinfo:\n    now = datetime.now(timezone.utc)\n  else:\n    now = datetime.now()\n"
        "  return at < now"
    ),
    "normalised": (
        "def f(e, c):\n  at = parser.parse(e['at'])\n  if not at.tzinfo:\n"
        "    at = at.replace(tzinfo=timezone.utc)\n  return at < datetime.now(timezone.utc)"
    ),
    "zone taken away": (
        "def f(e, c):\n  at = parser.parse(e['at'])\n  at = at.replace(tzinfo=None)\n"
        "  return at < datetime.utcnow()"
    ),
    "asked before": (
        "def f(e, c):\n  at = parser.parse(e['at'])\n  if at.tzinfo is not None:\n    return\n"
        "  return at < datetime.utcnow()"
    ),
    "asked in the same condition": (
        "def f(e, c):\n  at = parser.parse(e['at'])\n"
        "  return at.tzinfo is None and at < datetime.utcnow()"
    ),
    "offset cut": (
        "def f(e, c):\n  return datetime.fromisoformat(e['at'].replace('Z', '')) < datetime.now()"
    ),
    "text cut": "def f(e, c):\n  return datetime.fromisoformat(e['at'][:19]) < datetime.now()",
    "ignoretz": "def f(e, c):\n  return parser.parse(e['a'], ignoretz=True) < datetime.now()",
    "written naive by the module": (
        "def f(e, c):\n  table.put_item(Item={'at': datetime.utcnow().isoformat()})\n"
        "def g(e, c):\n  return datetime.utcnow() - datetime.fromisoformat(e['at'])"
    ),
    "read from the own table": (
        "def f(e, c):\n  item = table.get_item(Key={'id': 1})['Item']\n"
        "  return datetime.utcnow() - datetime.fromisoformat(item['at'])"
    ),
    "time in the own table": (
        "def f(e, c):\n  item = table.get_item(Key={'id': 1})['Item']\n"
        "  return item['LastModified'] < datetime.utcnow()"
    ),
    "text among timestamps": (
        "def f():\n  for i in ec2.describe_images()['Images']:\n"
        "    i['CreationDate'] < datetime.utcnow()"
    ),
    "no SDK": "def f(o):\n  return o['LastModified'] < datetime.utcnow()",
    "caught": (
        "def f(e, c):\n  try:\n    return parser.parse(e['a']) < datetime.utcnow()\n"
        "  except TypeError:\n    return None"
    ),
    "callers differ": (
        "def f(e, c):\n  g(datetime.now(timezone.utc))\n  g(datetime.utcnow())\n"
        "def g(at):\n  return at < datetime.utcnow()"
    ),
    "name of a parameter": "def f(datetime):\n  return datetime.now(timezone.utc) < datetime.now()",
    "assigned anew": (
        "def f():\n  now = datetime.utcnow()\n  now = now.replace(tzinfo=timezone.utc)\n"
        "  return now < datetime.now(timezone.utc)"
    ),
    "behind a return": "def f():\n  return 1\n  datetime.utcnow() < datetime.now(timezone.utc)",
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_silent(code: str) -> None:
    assert found(code) == []


def test_error_names_the_operation() -> None:
    first, second = found(
        "a = datetime.now(timezone.utc) < datetime.now()\n"
        "b = datetime.now(timezone.utc) - datetime.now()"
    )
    assert first.error == "can't compare offset-naive and offset-aware datetimes"
    assert second.error == "can't subtract offset-naive and offset-aware datetimes"


# Each is a function of a text; both an aware and a naive one must work after the fix.
FIXES = {
    "directly": "def f(e):\n  return parser.parse(e['at']) and at(e) > datetime.utcnow()",
    "name": "def f(e):\n  t = at(e)\n  return t > datetime.utcnow()",
    "subtracted": "def f(e):\n  t = at(e)\n  return (datetime.utcnow() - t).total_seconds()",
    "module spelling": "def f(e):\n  t = at(e)\n  return t > clock.datetime.now()",
    "with a delta": "def f(e):\n  t = at(e)\n  return t - timedelta(1) > datetime.utcnow()",
    "delta on the naive side": "def f(e):\n  t = at(e)\n  return t < datetime.now() + timedelta(1)",
    "local name": (
        "def f(e):\n  t = at(e)\n  now = datetime.utcnow()\n  if now > t:\n    return now - t"
    ),
    "parameter": "def f(e):\n  return g(at(e))\ndef g(t):\n  n = datetime.now()\n  return t > n",
}
AT = "def at(e):\n  return datetime.fromisoformat(e['at'].replace('Z', '+00:00'))\n"
TEXTS = ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00+05:00")


def fixed(code: str) -> str:
    source = parse(code)
    assert source is not None
    edits = {
        TextEdit(span.start, span.end, new)
        for one in mixed(source)
        for span, new in one.replacements
    }
    return apply_edits(code, edits)


def run(code: str, at: str) -> object:
    scope: dict[str, object] = {}
    exec(code, scope)
    function = scope["f"]
    assert callable(function)
    return function({"at": at})


@pytest.mark.parametrize("code", list(FIXES.values())[1:], ids=list(FIXES)[1:])
def test_fixed_code_works(code: str) -> None:
    code = "import datetime as clock\nfrom datetime import datetime, timedelta\n" + AT + code
    with pytest.raises(TypeError, match="offset-naive and offset-aware"):
        run(code, TEXTS[0])
    after = fixed(code)
    assert after != code
    for at in TEXTS:
        run(after, at)
    assert fixed(after) == after


def test_fixed_moment_is_the_same() -> None:
    code = "from datetime import datetime\n" + AT + FIXES["subtracted"]
    result = run(fixed(code), "2024-01-01T00:00:00+05:00")
    passed = datetime.now(timezone.utc) - datetime(2023, 12, 31, 19, tzinfo=timezone.utc)
    assert isinstance(result, float)
    assert abs(result - passed.total_seconds()) < 60


UNFIXED = {
    "other is a call": FIXES["directly"],
    "name used elsewhere": (
        "def f(e):\n  t = at(e)\n  now = datetime.utcnow()\n  print(now)\n  return now > t"
    ),
    "name before the other": (
        "def f(e):\n  now = datetime.utcnow()\n  t = at(e)\n  return now > t"
    ),
    "chain": "def f(e):\n  t = at(e)\n  return t < datetime.utcnow() < t",
    "not the present": "def f(e):\n  t = at(e)\n  return t < datetime.fromtimestamp(1)",
    "in an f-string": "def f(e):\n  t = at(e)\n  return f'{t < datetime.utcnow()}'",
    "comment inside": "def f(e):\n  t = at(e)\n  return t < datetime.utcnow( # now\n  )",
    "two values": (
        "def f(e):\n  t = at(e)\n  s = at(e)\n  now = datetime.utcnow()\n  return t < now < s"
    ),
}


@pytest.mark.parametrize("code", UNFIXED.values(), ids=UNFIXED.keys())
def test_no_fix(code: str) -> None:
    results = found(AT + code)
    assert results
    assert all(one.replacements == () and not one.is_safe for one in results)


HUGE = {
    "operators": "x = datetime.now()" + " - y" * 20_000,
    "elif": "if 1: x = 1\n" + "elif 1: x = 1\n" * 2_000,
    "names": "".join(f"x{i} = datetime.utcnow()\nif x{i}: pass\n" for i in range(3_000)),
    "functions": "".join(f"def f{i}(x): return f{i + 1}(x)\n" for i in range(1_000)),
    "loops": "".join(" " * i + "while x:\n" for i in range(90)) + " " * 90 + "x = datetime.now()",
}


@pytest.mark.parametrize("code", HUGE.values(), ids=HUGE.keys())
def test_large_code_is_answered(code: str) -> None:
    source = parse(HEAD + code)
    assert source is None or mixed(source) == []


WORDS = st.sampled_from(
    ("datetime.utcnow()", "datetime.now(timezone.utc)", "x", "timedelta(1)", "e['a']", "f(x)")
)
LINES = st.sampled_from(
    (
        "x = {0}",
        "if {0} < {1}: x = {0}",
        "for x in {0}: x = {1}",
        "return {0} - {1}",
        "del x",
        "while {0}: break",
        "try: x = {0}\n  except TypeError: x = {1}",
        "y = lambda x: {0} > {1}",
    )
)


@given(st.lists(st.tuples(LINES, WORDS, WORDS), max_size=6))
def test_any_code_is_answered(lines: list[tuple[str, str, str]]) -> None:
    body = "".join(f"  {line.format(*words)}\n" for line, *words in lines)
    code = f"{HEAD}def f(e, x=None):\n  pass\n{body}"
    source = parse(code)
    assert source is not None
    for one in mixed(source):
        assert one.span.start <= one.naive.start <= one.naive.end <= one.span.end

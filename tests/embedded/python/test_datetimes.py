from __future__ import annotations

import textwrap
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.parse import parse
from auditor.embedded.python.times.mixed import MixedDatetimes, mixed
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
    "function inside behind a test": (
        "def f(e, c):\n  t = parser.parse(e['a'])\n  if t.tzinfo: return\n"
        "  def g():\n    return t < datetime.utcnow()\n  return g()"
    ),
    "name of the outer function changed": (
        "def f(e, c):\n  t = parser.parse(e['a'])\n  t = t.replace(tzinfo=None)\n"
        "  def g():\n    return t < datetime.utcnow()\n  return g()"
    ),
    "attribute changed": (
        "class C:\n  def a(self, e):\n    self.t = parser.parse(e['a'])\n"
        "    self.t = self.t.replace(tzinfo=None)\n"
        "  def b(self):\n    return self.t < datetime.utcnow()"
    ),
    "list of naive times": (
        "def f(e, c):\n  pairs = [('a', datetime.now()), ('b', datetime.now())]\n"
        "  return [n for n, t in pairs if t < datetime.utcnow()]"
    ),
    "list of both": (
        "def f(e, c):\n  all = [datetime.now(), datetime.now(timezone.utc)]\n"
        "  return [t for t in all if t < datetime.utcnow()]"
    ),
    "keys of a dict": (
        "def f(e, c):\n  times = {'a': datetime.now(timezone.utc)}\n"
        "  return [t for t in times if t < datetime.utcnow()]"
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
    "two uses of one zone": (
        "def f(e):\n  t = at(e)\n  now = datetime.utcnow()\n  r = t - timedelta(1)\n"
        "  return t > now and r > now"
    ),
    "list of pairs": (
        "def f(e):\n  t = at(e)\n  pairs = [('a', t - timedelta(1)), ('b', t)]\n"
        "  return [n for n, x in pairs if x > datetime.utcnow()]"
    ),
    "list of dicts": (
        "def f(e):\n  found = []\n  found.append({'time': at(e)})\n"
        "  for one in found:\n    if one['time'] > datetime.utcnow(): return one"
    ),
    "items of a dict": (
        "def f(e):\n  t = at(e)\n  times = {'a': t}\n  times['b'] = t - timedelta(1)\n"
        "  return [k for k, v in times.items() if v > datetime.utcnow()]"
    ),
    "function inside": (
        "def f(e):\n  t = at(e)\n  def g(d):\n    x = t - d\n    return x > datetime.utcnow()\n"
        "  return g(timedelta(1))"
    ),
    "attribute": (
        "class C:\n  def __init__(self, e):\n    self.t = at(e)\n  def past(self):\n"
        "    return self.t < datetime.utcnow()\ndef f(e):\n  return C(e).past()"
    ),
    "annotated": (
        "def f(e):\n  t: datetime = at(e)\n  now: datetime = datetime.utcnow()\n  return t > now"
    ),
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
    "moved moment used elsewhere": (
        "def f(e):\n  t = at(e)\n  now = datetime.utcnow() - timedelta(1)\n  print(now)\n"
        "  return now > t"
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


# The present moment was taken before, for other uses as well: the fix takes it again.
TAKEN_LATER = {
    "name used elsewhere": (
        "def f(e):\n  t = at(e)\n  now = datetime.utcnow()\n  print(now)\n  return now > t"
    ),
    "name before the other": (
        "def f(e):\n  now = datetime.utcnow()\n  t = at(e)\n  return now > t"
    ),
    "held against two zones": (
        "def f(e):\n  t, s = at(e), at(e)\n  now = datetime.utcnow()\n  return now < t and now < s"
    ),
}


@pytest.mark.parametrize("code", TAKEN_LATER.values(), ids=TAKEN_LATER.keys())
def test_moment_taken_later_is_no_safe_fix(code: str) -> None:
    code = "from datetime import datetime\n" + AT + code
    source = parse(code)
    assert source is not None
    assert all(one.replacements and not one.is_safe for one in mixed(source))
    with pytest.raises(TypeError, match="offset-naive and offset-aware"):
        run(code, TEXTS[0])
    for at in TEXTS:
        run(fixed(code), at)
    assert fixed(fixed(code)) == fixed(code)


# The other one is aware whatever comes: the moment is taken in UTC.
IN_UTC = {
    "name of UTC": ("from datetime import datetime, timezone", "datetime.now(timezone.utc)"),
    "module": ("import datetime", "datetime.datetime.now(datetime.timezone.utc)"),
    "no name of UTC": ("from datetime import datetime", "datetime.now().astimezone()"),
}


@pytest.mark.parametrize(("head", "new"), IN_UTC.values(), ids=IN_UTC.keys())
def test_certain_fault_takes_the_moment_in_utc(head: str, new: str) -> None:
    spelled = "datetime.datetime" if head == "import datetime" else "datetime"
    code = (
        f"{head}\nimport boto3\ns3 = boto3.client('s3')\ndef f():\n"
        f"  limit = {spelled}.utcnow()\n  found = s3.list_objects_v2(Bucket='b')['Contents']\n"
        "  return [o for o in found if o['LastModified'] < limit]"
    )
    assert fixed(code) == code.replace(f"{spelled}.utcnow()", new)
    assert fixed(fixed(code)) == fixed(code)


def test_moment_since_the_start_is_not_taken_again() -> None:
    code = (
        "def f(e):\n  start = datetime.utcnow()\n  print(start)\n"
        "  return datetime.now(timezone.utc) - start"
    )
    (only,) = found(code)
    assert only.replacements == ()


HUGE = {
    "operators": "x = datetime.now()" + " - y" * 20_000,
    "elif": "if 1: x = 1\n" + "elif 1: x = 1\n" * 2_000,
    "names": "".join(f"x{i} = datetime.utcnow()\nif x{i}: pass\n" for i in range(3_000)),
    "functions": "".join(f"def f{i}(x): return f{i + 1}(x)\n" for i in range(1_000)),
    "list in itself": "x = []\nwhile 1:\n  x = [x, x]\n  x.append(x)\n  x[0] = {'a': x}\n",
    "wide list": "x = [" + "datetime.now(), " * 5_000 + "]\nfor y in x: y < datetime.utcnow()\n",
    "deep list": "x = " + "[" * 80 + "]" * 80,
    "equal dicts": "x = {'a': [1, 2, 3], 'b': {'c': [4]}}\n" * 2_000,
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
        "x = [{0}, {1}]",
        "x = {{'a': {0}, **{1}}}",
        "x.append({0})",
        "x[0] = {1}",
        "for x, y in {0}: y < {1}",
        "self.a = {0}",
        "def g(): return self.a < {0} or x - {1}",
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


TIMES = st.recursive(
    st.sampled_from(("datetime.utcnow()", "datetime.now(timezone.utc)", "x", "y", "timedelta(1)")),
    lambda inner: st.one_of(
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{'a': {}, 'b': {}}}".format, inner, inner),
        st.builds("{}[0]".format, inner),
        st.builds("{}['a']".format, inner),
        st.builds("({} - timedelta(1))".format, inner),
        st.builds("{}.replace(tzinfo=None)".format, inner),
        st.builds("list({}.values())".format, inner),
        st.builds("[z for z in {}]".format, inner),
        st.builds("({} if e else {})".format, inner, inner),
    ),
    max_leaves=4,
)
STEPS = st.sampled_from(
    (
        "x = {}",
        "y = {}",
        "x.append({})",
        "x[0] = {}",
        "x['a'] = {}",
        "for x in {}: y = x",
        "x, y = {}",
    )
)


@given(st.lists(st.tuples(STEPS, TIMES), max_size=5), TIMES, TIMES, st.booleans())
def test_what_is_told_for_certain_happens(
    steps: list[tuple[str, str]], left: str, right: str, truth: bool
) -> None:
    body = "".join(f"  {step.format(value)}\n" for step, value in steps)
    code = (
        "from datetime import datetime, timedelta, timezone\n"
        f"def f(e):\n  x = y = None\n{body}  return {left} < {right}\nf({truth})\n"
    )
    source = parse(code)
    assert source is not None
    if not any(
        one.certain and text_of(code, one.span) == f"{left} < {right}" for one in mixed(source)
    ):
        return
    with pytest.raises((TypeError, AttributeError, KeyError, IndexError, ValueError)):
        exec(code, {})


def text_of(code: str, span: Span) -> str:
    return code[span.start : span.end]

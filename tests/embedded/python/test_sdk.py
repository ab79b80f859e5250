"""The calls to AWS that Python code shows, and those that it must not be said to make."""

from __future__ import annotations

import pytest

from auditor.embedded.facts import SdkCall, Text
from auditor.embedded.python import facts

CALLS = {
    "client": ("boto3.client('sns').publish()", {"sns publish"}),
    "client by keyword": ("boto3.client(service_name='sns').publish()", {"sns publish"}),
    "service from a constant": ("S = 'sns'\nboto3.client(S).publish()", {"sns publish"}),
    "service not literal": ("boto3.client(x).publish()", set()),
    "taken from boto3": ("from boto3 import client\nclient('sns').publish()", {"sns publish"}),
    "alias of boto3": ("import boto3 as b\nb.client('sns').publish()", {"sns publish"}),
    "other module": ("import aioboto3\naioboto3.client('sns').publish()", set()),
    "boto3 rebound": ("boto3 = x\nboto3.client('sns').publish()", set()),
    "botocore session": (
        "import botocore.session\nbotocore.session.get_session().create_client('s3').x()",
        set(),
    ),
    "session": ("boto3.Session().client('sns').publish()", {"sns publish"}),
    "session module": ("boto3.session.Session().client('sns').publish()", {"sns publish"}),
    "session kept": ("s = boto3.Session()\nc = s.client('sns')\nc.publish()", {"sns publish"}),
    "session with credentials": ("boto3.Session(a, b).client('sns').publish()", set()),
    "session with a profile": ("boto3.Session(profile_name=p).client('sns').publish()", set()),
    "client with credentials": (
        "boto3.client('sns', aws_access_key_id=c['AccessKeyId']).publish()",
        set(),
    ),
    "client with unknown arguments": ("boto3.client('sns', **given).publish()", set()),
    "other default session": (
        "boto3.setup_default_session(profile_name=p)\nboto3.client('sns').publish()",
        set(),
    ),
    "module level, in a function": (
        "c = boto3.client('sns')\ndef f():\n  c.publish()",
        {"sns publish"},
    ),
    "hidden by a parameter": ("c = boto3.client('sns')\ndef f(c):\n  c.publish()", set()),
    "hidden by a local": ("c = boto3.client('sns')\ndef f():\n  c = x()\n  c.publish()", set()),
    "hidden by a comprehension": ("c = boto3.client('sns')\n[c.publish() for c in x]", set()),
    "seen in a comprehension": (
        "c = boto3.client('sns')\n[c.publish() for d in x]",
        {"sns publish"},
    ),
    "bound twice": ("c = boto3.client('sns')\nc = boto3.client('sqs')\nc.publish()", set()),
    "bound by either branch": (
        "if x:\n  c = boto3.client('sns')\nelse:\n  c = boto3.client('sns')\nc.publish()",
        {"sns publish"},
    ),
    "rebound through global": (
        "c = boto3.client('sns')\ndef f():\n  global c\n  c = x\nc.publish()",
        set(),
    ),
    "cached global": (
        (
            "_c = None\ndef f():\n  global _c\n  if _c is None:\n    _c = boto3.client('ssm')\n"
            "  return _c\nf().get_parameter()"
        ),
        {"ssm get_parameter"},
    ),
    "cached by or": (
        "_c = None\ndef f():\n  global _c\n  _c = _c or boto3.client('ssm')\n  _c.get_parameter()",
        {"ssm get_parameter"},
    ),
    "helper": (
        "def get():\n  return boto3.client('sns')\nget().publish()",
        {"sns publish"},
    ),
    "helper with two answers": (
        "def get():\n  if x:\n    return y\n  return boto3.client('sns')\nget().publish()",
        set(),
    ),
    "helper that is a generator": (
        "def get():\n  yield 1\n  return boto3.client('sns')\nget().publish()",
        set(),
    ),
    "helper behind a cache": (
        "@functools.cache\ndef get():\n  return boto3.client('sns')\nget().publish()",
        {"sns publish"},
    ),
    "helper behind an unknown decorator": (
        "@swap\ndef get():\n  return boto3.client('sns')\nget().publish()",
        set(),
    ),
    "attribute": (
        (
            "class A:\n  def __init__(self):\n    self.c = boto3.client('sns')\n"
            "  def f(self):\n    self.c.publish()"
        ),
        {"sns publish"},
    ),
    "class attribute": (
        "class A:\n  c = boto3.client('sns')\n  def f(self):\n    self.c.publish()\nA.c.publish()",
        {"sns publish"},
    ),
    "inherited attribute": (
        (
            "class A:\n  def __init__(self):\n    self.c = boto3.client('sns')\n"
            "class B(A):\n  def f(self):\n    self.c.publish()"
        ),
        {"sns publish"},
    ),
    "attribute that a subclass sets too": (
        (
            "class A:\n  def __init__(self):\n    self.c = boto3.client('sns')\n"
            "  def f(self):\n    self.c.publish()\n"
            "class B(A):\n  def __init__(self):\n    self.c = boto3.client('sqs')"
        ),
        set(),
    ),
    "attribute set from outside": (
        (
            "class A:\n  def __init__(self):\n    self.c = boto3.client('sns')\n"
            "  def f(self):\n    self.c.publish()\na = A()\na.c = x"
        ),
        set(),
    ),
    "attribute that is given": (
        (
            "class A:\n  def __init__(self, c=None):\n    self.c = c or boto3.client('sns')\n"
            "  def f(self):\n    self.c.publish()"
        ),
        set(),
    ),
    "property": (
        (
            "class A:\n  @property\n  def c(self):\n    return boto3.client('sns')\n"
            "  def f(self):\n    self.c.publish()"
        ),
        {"sns publish"},
    ),
    "passed by all calls": (
        "def f(c):\n  c.publish()\nf(boto3.client('sns'))\nf(c=boto3.client('sns'))",
        {"sns publish"},
    ),
    "passed as two things": (
        "def f(c):\n  c.publish()\nf(boto3.client('sns'))\nf(boto3.client('sqs'))",
        set(),
    ),
    "function passed on": ("def f(c):\n  c.publish()\nf(boto3.client('sns'))\nmap(f, x)", set()),
    "passed by unpacking": ("def f(c):\n  c.publish()\nf(*x)", set()),
    "default argument": ("def f(e, c=boto3.client('sns')):\n  c.publish()", {"sns publish"}),
    "default argument, passed": (
        "def f(c=boto3.client('sns')):\n  c.publish()\nf(x)",
        set(),
    ),
    "kept method": ("p = boto3.client('sns').publish\np(Message=m)", {"sns publish"}),
    "not called": ("run(boto3.client('sns').publish)", set()),
    "paginator": ("boto3.client('s3').get_paginator('list_x').paginate()", {"s3 list_x"}),
    "kept paginator": (
        "p = boto3.client('s3').get_paginator('list_x')\nfor y in p.paginate():\n  1",
        {"s3 list_x"},
    ),
    "paginator not literal": ("boto3.client('s3').get_paginator(x).paginate()", set()),
    "waiter": ("boto3.client('s3').get_waiter('bucket_exists').wait()", {"s3 bucket_exists"}),
    "no calls": (
        (
            "c = boto3.client('s3')\nc.close()\nc.can_paginate('x')\nc.meta.events.register(x)\n"
            "c.generate_presigned_url('get_object')\nc.generate_presigned_post('b', 'k')\n"
            "c.exceptions.NoSuchKey()"
        ),
        set(),
    ),
    "transfer": ("boto3.client('s3').upload_file(a, b, c)", {"s3 upload_file"}),
    "table": (
        "t = boto3.resource('dynamodb').Table(N)\nt.put_item()",
        {"dynamodb Table put_item"},
    ),
    "chain": (
        "boto3.resource('s3').Bucket('b').Object('k').put()",
        {"s3 Bucket Object put"},
    ),
    "batch writer": (
        (
            "t = boto3.resource('dynamodb').Table('t')\nwith t.batch_writer() as b:\n"
            "  b.put_item(Item={})\n  b.delete_item(Key={})"
        ),
        {"dynamodb Table batch_write_item"},
    ),
    "collection": (
        "b = boto3.resource('s3').Bucket('b')\nb.objects.all()\nb.objects.filter(P=1).delete()",
        {"s3 Bucket objects.all", "s3 Bucket objects.filter", "s3 Bucket objects.delete"},
    ),
    "attribute of a resource object": (
        "boto3.resource('s3').Bucket('b').name.startswith('x')",
        set(),
    ),
    "client of a resource object": (
        "r = boto3.resource('dynamodb')\nr.meta.client.get_item()\nr.Table('t').meta.client.scan()",
        {"dynamodb get_item", "dynamodb scan"},
    ),
    "queue by name": (
        "boto3.resource('sqs').get_queue_by_name(QueueName='q').send_message()",
        {"sqs get_queue_by_name", "sqs Queue send_message"},
    ),
    "item of a container": ("c = {'a': boto3.client('sns')}\nc['a'].publish()", set()),
    "loop over clients": ("for c in [boto3.client('sns')]:\n  c.publish()", set()),
    "run as a script": (
        "if __name__ == '__main__':\n  boto3.client('sns').publish()",
        set(),
    ),
}


def calls(code: str) -> tuple[SdkCall, ...]:
    return facts(f"import boto3, functools\n{code}").calls


def only(code: str) -> SdkCall:
    (call,) = calls(code)
    return call


@pytest.mark.parametrize(("code", "expected"), CALLS.values(), ids=CALLS)
def test_calls(code: str, expected: set[str]) -> None:
    found = {" ".join((c.client, *(s.name for s in c.resources), c.operation)) for c in calls(code)}
    assert found == expected


REGIONS = {
    "none": ("boto3.client('s3')", None),
    "keyword": ("boto3.client('s3', region_name='r')", "region_name='r'"),
    "position": ("boto3.client('s3', 'r')", "'r'"),
    "explicit None": ("boto3.client('s3', region_name=None)", None),
    "of the session": ("boto3.Session(region_name='r').client('s3')", "region_name='r'"),
    "over the session's": (
        "boto3.Session(region_name='q').client('s3', region_name='r')",
        "region_name='r'",
    ),
    "unknown arguments": ("boto3.client('s3', **given)", "**given"),
    "unknown configuration": ("boto3.client('s3', config=c)", "config=c"),
    "plain configuration": ("boto3.client('s3', config=Config(retries=r))", None),
}


@pytest.mark.parametrize(("code", "argument"), REGIONS.values(), ids=REGIONS)
def test_regions(code: str, argument: str | None) -> None:
    source = f"import boto3\n{code}"
    (client,) = facts(source).clients
    span = client.region_argument
    assert (source[span.start : span.end] if span else None) == argument
    assert (client.region is None) == (argument is None) == (client.region_value is None)
    assert source[client.span.start : client.span.end] == code.partition(")\n")[0]


ALWAYS = {
    "plain": ("def f():\n  C", True),
    "module": ("C", True),
    "if": ("def f():\n  if x:\n    C", False),
    "test of an if": ("def f():\n  if C:\n    1", True),
    "loop": ("def f():\n  for y in x:\n    C", False),
    "iterated": ("def f():\n  for y in C:\n    1", True),
    "try": ("def f():\n  try:\n    C\n  except E:\n    1", False),
    "finally": ("def f():\n  try:\n    1\n  finally:\n    C", True),
    "with": ("def f():\n  with x:\n    C", True),
    "suppress": ("def f():\n  with suppress(E):\n    C", False),
    "behind an early return": ("def f():\n  if x:\n    return\n  C", False),
    "behind a nested function's return": ("def f():\n  def g():\n    return\n  C", True),
    "right of and": ("def f():\n  x and C", False),
    "conditional expression": ("def f():\n  C if x else 1", False),
    "comprehension": ("def f():\n  [C for y in x]", False),
    "constant test": ("def f():\n  if True:\n    C", True),
}


@pytest.mark.parametrize(("code", "always"), ALWAYS.values(), ids=ALWAYS)
def test_always(code: str, always: bool) -> None:
    call = only(code.replace("C", "boto3.client('s3').list_buckets()"))
    assert call.always is always
    assert call.at_load is not code.startswith("def")
    assert call.function == ("f" if code.startswith("def") else None)


VALUES = {
    "literal": ("", "'a'", "a"),
    "empty": ("", "''", ""),
    "number": ("", "1", "?"),
    "f-string": ("A = 'x'", "f'{A}-b'", "x-b"),
    "f-string with a hole": ("", "f'a-{y}'", "a-?"),
    "f-string with a format": ("A = 'x'", "f'{A:>5}'", "?"),
    "sum": ("A = 'x'", "A + '-' + y + z + 'b'", "x-?b"),
    "percent": ("A = 'x'", "'%s-%s%%' % (A, y)", "x-?%"),
    "percent of one": ("A = 'x'", "'%s-' % A", "x-"),
    "percent with a mapping": ("", "'%(a)s' % y", "?"),
    "percent with a number": ("", "'%d' % y", "?"),
    "format by position": ("A = 'x'", "'{}-{}'.format(A, y)", "x-?"),
    "format by name": ("A = 'x'", "'{a}-{b}'.format(a=A, b=y)", "x-?"),
    "format with an attribute": ("", "'{a.b}'.format(a=y)", "?"),
    "bad format": ("", "'{'.format(y)", "?"),
    "variable": ("", "os.environ['V']", "$V"),
    "variable by get": ("", "os.environ.get('V')", "$V"),
    "variable by getenv": ("", "os.getenv('V')", "$V"),
    "variable with a default": ("", "os.getenv('V', 'd')", "?"),
    "variable or a default": ("", "os.getenv('V') or 'd'", "?"),
    "variable in a name": ("A = os.environ['V']", "f'arn:{A}/*'", "arn:$V/*"),
    "name bound twice": ("A = 'x'\nA = 'z'", "A", "?"),
    "name added to": ("A = 'x'\nA += 'z'", "A", "?"),
    "name of itself": ("A = A + 'x'", "A", "?x"),
    "unknown name": ("", "A", "?"),
    "json": ("", "json.dumps({})", "?"),
}


def spelled(text: Text) -> str:
    parts = (p if isinstance(p, str) else "?" if p is None else f"${p.name}" for p in text.parts)
    return "".join(parts)


@pytest.mark.parametrize(("before", "value", "expected"), VALUES.values(), ids=VALUES)
def test_values(before: str, value: str, expected: str) -> None:
    call = only(f"import os, json\n{before}\nboto3.client('s3').get_object(Bucket={value})")
    argument = call.argument("Bucket")
    assert argument is not None
    assert spelled(argument.value) == expected


def test_arguments_are_flattened() -> None:
    code = (
        "import boto3\nboto3.client('events').put_targets(Rule='é', Targets=[{'Id': 'a'}, *x, y])"
    )
    (call,) = facts(code).calls
    assert [
        (a.path, spelled(a.value), code[a.span.start : a.span.end]) for a in call.arguments
    ] == [
        (("Rule",), "é", "'é'"),
        (("Targets", "[]", "Id"), "a", "'a'"),
        (("Targets", "[]"), "?", "*x"),
        (("Targets", "[]"), "?", "y"),
    ]
    whole = call.arguments[1].whole
    assert code[whole.start : whole.end] == "Targets=[{'Id': 'a'}, *x, y]"
    assert code[call.span.start : call.span.end] == "boto3.client('events').put_targets"


COMPLETE = {
    "keywords": ("A=1", True),
    "none": ("", True),
    "position": ("x", False),
    "spread": ("A=1, **x", False),
    "spread in a map": ("A={**x}", True),
}


@pytest.mark.parametrize(("given", "complete"), COMPLETE.values(), ids=COMPLETE)
def test_complete(given: str, complete: bool) -> None:
    assert only(f"boto3.client('s3').get_object({given})").complete is complete


def test_the_maker_is_left_out_where_two_are_possible() -> None:
    code = "if x:\n  c = boto3.client('s3')\nelse:\n  c = boto3.client('s3', 'r')\nc.list_buckets()"
    assert only(code).maker is None
    assert only("boto3.client('s3').list_buckets()").maker is not None


def test_waiters_are_told_from_operations() -> None:
    assert only("boto3.client('s3').get_waiter('bucket_exists').wait()").is_waiter
    assert not only("boto3.client('s3').get_paginator('list_objects').paginate()").is_waiter

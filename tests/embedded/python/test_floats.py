"""Floating-point numbers that are handed to a table of boto3."""

from __future__ import annotations

import pytest

from auditor.embedded.python import facts
from auditor.embedded.python.floats import floats_sent, import_of_decimal, imports_decimal
from auditor.embedded.python.parse import parse

HEAD = "import boto3\ntable = boto3.resource('dynamodb').Table('a')\n"


def sent(value: str, before: str = "") -> list[str]:
    body = f"    {before}\n    table.put_item(Item={{'n': {value}}})\n"
    text = f"{HEAD}def handler(event, context):\n{body}"
    source = parse(text)
    assert source is not None
    return [
        text[one.argument.span.start : one.argument.span.end]
        for one in floats_sent(source, facts(text).calls)
    ]


@pytest.mark.parametrize(
    "value",
    [
        "0.5",
        "-0.5",
        "float(event['n'])",
        "1 / 3",
        "len(event) / 2",
        "2 * 0.5",
        "round(event['n'] * 1.5, 2)",
        "time.time()",
        "random.uniform(1, 2)",
        "datetime.now().timestamp()",
        "datetime.datetime.now(tz=timezone.utc).timestamp()",
    ],
)
def test_what_is_certainly_a_float(value: str) -> None:
    assert sent(value) == [value]


@pytest.mark.parametrize(
    "value",
    [
        "5",
        "'0.5'",
        "event['n']",
        "event['n'] / 2",
        "round(0.5)",
        "int(time.time())",
        "Decimal('0.5')",
        "str(0.5)",
        "row.timestamp()",
        "frame.datetime.timestamp()",
        "not 0.5",
        "f'{0.5}'",
    ],
)
def test_what_may_be_something_else(value: str) -> None:
    assert sent(value) == []


def test_names_that_are_set_once() -> None:
    assert sent("n", "n = 0.5") == ["n"]
    assert sent("n", "n = 0.5; n = 1") == []
    assert sent("event", "pass") == []
    assert sent("n", "n = m; m = n") == []


def test_where_decimal_is_imported() -> None:
    source = parse(f"from __future__ import annotations\n{HEAD}")
    assert source is not None
    added = import_of_decimal(source)
    assert added is not None
    assert source.text[added[0].start :].startswith("import boto3")
    assert not imports_decimal(source)
    known = parse("from decimal import Decimal\n")
    assert known is not None
    assert imports_decimal(known)

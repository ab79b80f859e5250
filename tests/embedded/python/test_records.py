"""Handlers in Python that take the records of their event for granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.parse import parse
from auditor.embedded.python.records import unguarded_records

TAKEN = {
    "loop": "for r in event['Records']: pass",
    "index": "x = event['Records'][0]",
    "comprehension": "return [r['body'] for r in event['Records']]",
    "logged before": "print(event)\nlogger.info(json.dumps(event))\nx = event['Records']",
    "one of the records tested": "for r in event['Records']:\n  if r['body']: pass",
    "loop before": "for x in range(3): pass\nreturn event['Records']",
}
NOT_TAKEN = {
    "no event": "return 1",
    "get": "for r in event.get('Records', []): pass",
    "get before": "if event.get('source'): return\nx = event['Records']",
    "tested": "if 'Records' in event:\n  x = event['Records']",
    "tested and left": "if 'Records' not in event: return\nx = event['Records']",
    "caught": "try:\n  x = event['Records']\nexcept KeyError:\n  pass",
    "suppressed": "with suppress(KeyError):\n  x = event['Records']",
    "below a test of something else": "if context.x:\n  y = event['Records']",
    "behind a return": "if os.environ.get('X'): return\ny = event['Records']",
    "in one branch": "y = event['Records'] if x else []",
    "behind and": "y = x and event['Records']",
    "handed on": "check(event)\nx = event['Records']",
    "handed on by name": "check(data=event)\nx = event['Records']",
    "rebound": "event = whole(1)\nx = event['Records']",
    "set before": "event['Records'] = []\nx = event['Records']",
    "set by default": "event.setdefault('Records', [])\nx = event['Records']",
    "asserted": "assert 'Records' in event\nx = event['Records']",
    "in a function of its own": "def later():\n  return event['Records']\nreturn later",
    "another key": "x = event['records']",
    "of another thing": "x = context['Records']",
}


def taken(body: str, head: str = "def handler(event, context):", name: str = "handler") -> int:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    source = parse(f"{head}\n{lines}\n")
    assert source is not None
    return len(unguarded_records(source, name))


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
def test_records_taken_for_granted(body: str) -> None:
    assert taken(body) == 1


@pytest.mark.parametrize("body", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_records_that_may_be_looked_for(body: str) -> None:
    assert taken(body) == 0


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ("def handler(event, _):", "handler", 1),
        ("def handler(event, /, context):", "handler", 1),
        ("def handler(event, context):", "other", 0),
        ("@wrap\ndef handler(event, context):", "handler", 0),
        ("async def handler(event, context):", "handler", 0),
        ("def handler(*event):", "handler", 0),
        ("def handler(): pass\ndef handler(event, context):", "handler", 0),
    ],
    ids=["plain", "positional", "another", "decorated", "async", "starred", "twice"],
)
def test_which_function_is_the_handler(head: str, name: str, expected: int) -> None:
    assert taken("return event['Records']", head, name) == expected


def test_places_in_the_order_of_the_text() -> None:
    source = parse("def h(e, c):\n    for r in e['Records']: pass\n    return len(e['Records'])\n")
    assert source is not None
    starts = [span.start for span in unguarded_records(source, "h")]
    assert starts == sorted(starts)
    assert len(starts) == 2


@given(st.text(max_size=60), st.text(max_size=10))
def test_no_name_and_no_text_makes_it_fail(text: str, name: str) -> None:
    source = parse(f"def handler(event, context):\n    x = {text!r}, event['Records']\n")
    assert source is not None
    assert len(unguarded_records(source, name)) == (name == "handler")

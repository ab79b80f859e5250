"""Handlers that take `event.Records` for granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.javascript import unguarded_records

UNGUARDED = {
    "index": "const r = event.Records[0];",
    "loop": "for (const r of event.Records) await f(r);",
    "counted loop": "for (let i = 0; i < event.Records.length; i++) f(i);",
    "forEach": "event.Records.forEach(f);",
    "map": "await Promise.all(event.Records.map(f));",
    "brackets": 'const r = event["Records"][0];',
    "first of the list": "const [r] = event.Records;",
    "taken apart": "const { Records } = event; Records.forEach(f);",
    "taken apart deeply": "const { Records: [r] } = event;",
    "name": "const records = event.Records; for (const r of records) f(r);",
    "logged": "console.log(event.Records); f(event.Records[0]);",
}


@pytest.mark.parametrize("code", UNGUARDED.values(), ids=UNGUARDED.keys())
def test_unguarded(code: str) -> None:
    source = f"exports.handler = async (event, context) => {{ {code} }};"
    assert len(unguarded_records(source)) == 1


HANDLERS = {
    "exports": "exports.handler = function (e) { f(e.Records[0]) }",
    "module.exports": "module.exports.handler = (e) => f(e.Records[0])",
    "export": "export const handler = async (e) => f(e.Records[0])",
    "export function": "export async function handler(e) { f(e.Records[0]) }",
    "named": "const handler = e => f(e.Records[0]); exports.handler = handler",
    "handed on": "const g = (x) => x.Records[0]; exports.handler = async (e) => g(e)",
}


@pytest.mark.parametrize("source", HANDLERS.values(), ids=HANDLERS.keys())
def test_handlers(source: str) -> None:
    (span,) = unguarded_records(source)
    assert source[span.start : span.end].endswith(".Records")


SILENT = {
    "optional": "event.Records?.forEach(f);",
    "optional event": "event?.Records.forEach(f);",
    "if": "if (event.Records) f(event.Records[0]);",
    "if of a property": "if (event.key) f(event.Records[0]);",
    "return before": "if (!event.key) return; f(event.Records[0]);",
    "test before": "if (!event.Records) return; f(event.Records[0]);",
    "test afterwards": "f(event.Records[0]); if (event.Records) g();",
    "or": "for (const r of event.Records || []) f(r);",
    "nullish": "(event.Records ?? []).forEach(f);",
    "and": "event.Records && event.Records.forEach(f);",
    "isArray": "if (Array.isArray(event.Records)) f(event.Records[0]);",
    "in": "if ('Records' in event) f(event.Records[0]);",
    "length": "if (event.Records.length) f(event.Records[0]);",
    "try": "try { f(event.Records[0]) } catch (e) {}",
    "default": "const { Records = [] } = event; Records.forEach(f);",
    "test of the name": "const { Records } = event; if (Records) Records.forEach(f);",
    "handed on": "f(event.Records); g(event.Records[0]);",
    "another object": "f(body.Records[0]);",
    "changed event": "event = f(event); g(event.Records[0]);",
    "callback": "g(() => event.Records[0]);",
    "only taken": "const records = event.Records;",
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_silent(code: str) -> None:
    assert unguarded_records(f"exports.handler = async (event) => {{ {code} }};") == []


NO_HANDLERS = {
    "not exported": "function f(event) { return event.Records[0] }",
    "second parameter": "exports.f = (a, event) => event.Records[0]",
    "caught by the caller": (
        "const g = x => x.Records[0]; exports.h = (e) => { try { g(e) } catch {} }"
    ),
    "called twice": "const g = x => x.Records[0]; exports.h = (e) => g(e); g({})",
    "not JavaScript": "exports.handler = (event) => event.Records[0] +",
}


@pytest.mark.parametrize("source", NO_HANDLERS.values(), ids=NO_HANDLERS.keys())
def test_no_handlers(source: str) -> None:
    assert unguarded_records(source) == []


@given(st.text(alphabet="event.Rcods[0](){}=>?;\n ").map("exports.h = event => {}".__add__))
def test_any_text_is_answered(source: str) -> None:
    assert all(0 <= span.start < span.end <= len(source) for span in unguarded_records(source))

"""Code that traces with X-Ray runs without the SDK after the repair, and with it as before."""

from __future__ import annotations

import sys
import types
from concurrent.futures import ThreadPoolExecutor
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.python.optional_xray import optional
from auditor.embedded.python.parse import parse
from auditor.model.text import TextEdit, apply_edits

HANDLER = """
def handler(event, context):
    return event
"""


def repaired(code: str) -> str | None:
    source = parse(code)
    assert source is not None
    replacements = optional(source)
    if replacements is None:
        return None
    edits = [TextEdit(span.start, span.end, text) for span, text in replacements]
    return apply_edits(code, edits)


def run(code: str, monkeypatch: pytest.MonkeyPatch, sdk: types.ModuleType | None) -> dict[str, Any]:
    """The names of a module after it has run, with the SDK or without it."""
    package = None if sdk is None else types.ModuleType("aws_xray_sdk")
    monkeypatch.setitem(sys.modules, "aws_xray_sdk", package)
    monkeypatch.setitem(sys.modules, "aws_xray_sdk.core", sdk)
    names: dict[str, Any] = {}
    exec(compile(code, "index.py", "exec"), names)
    return names


RUNNING = [
    pytest.param("from aws_xray_sdk.core import patch_all\npatch_all()\n" + HANDLER, id="patch"),
    pytest.param("from aws_xray_sdk.core import patch as p\r\np(['boto3'])\r\n"
                 + HANDLER.replace("\n", "\r\n"), id="other name and line ends"),
    pytest.param("from aws_xray_sdk.core import xray_recorder, patch_all\npatch_all()\n"
                 "xray_recorder.configure(service='x')\n@xray_recorder.capture('## handler')"
                 + HANDLER, id="decorator"),
    pytest.param("from aws_xray_sdk.core import (\n    xray_recorder,  # why\n    patch_all,\n)\n"
                 "patch_all()\n@xray_recorder.capture()" + HANDLER, id="many lines"),
    pytest.param(dedent("""
        from aws_xray_sdk.core import xray_recorder  # tracing
        from aws_xray_sdk.core import patch_all
        patch_all()

        def handler(event, context):
            with xray_recorder.in_subsegment("one") as part:
                part.put_annotation("key", "value")
                xray_recorder.current_subsegment().put_metadata("key", {"a": 1})
            segment = xray_recorder.begin_subsegment("two")
            try:
                if segment:
                    segment.put_metadata("event", event)
                return event
            finally:
                xray_recorder.end_subsegment()
    """), id="segments"),
    pytest.param(dedent("""
        import asyncio
        from aws_xray_sdk.core import xray_recorder as recorder

        @recorder.capture_async("work")
        async def work(event):
            async with recorder.in_subsegment_async("one") as part:
                part.put_annotation("key", "value")
            return event

        def handler(event, context):
            return asyncio.run(work(event))
    """), id="asynchronous"),
]  # fmt: skip


@pytest.mark.parametrize("code", RUNNING)
def test_runs_without_the_sdk(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError):
        run(code, monkeypatch, None)
    after = repaired(code)
    assert after is not None
    handler = run(after, monkeypatch, None)["handler"]
    # in a thread of its own: the browser of other tests keeps a loop of events in this one
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(handler, {"a": 1}, None).result() == {"a": 1}


def test_traces_with_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    sdk = types.ModuleType("aws_xray_sdk.core")
    vars(sdk)["patch_all"] = lambda: told.append("patched")
    after = repaired("from aws_xray_sdk.core import patch_all\npatch_all()\n" + HANDLER)
    assert after is not None
    run(after, monkeypatch, sdk)
    assert told == ["patched"]


def test_an_error_in_a_segment_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    code = dedent("""
        from aws_xray_sdk.core import xray_recorder

        def handler(event, context):
            with xray_recorder.in_subsegment("one"):
                raise KeyError(event)
    """)
    after = repaired(code)
    assert after is not None
    with pytest.raises(KeyError):
        run(after, monkeypatch, None)["handler"]("x", None)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import aws_xray_sdk", id="the package"),
        pytest.param("import aws_xray_sdk.core as x\nx.patch_all()", id="the module"),
        pytest.param("from aws_xray_sdk import core", id="from the package"),
        pytest.param("from aws_xray_sdk.core import *", id="everything"),
        pytest.param("from aws_xray_sdk.core import AsyncAWSXRayRecorder", id="another name"),
        pytest.param("from aws_xray_sdk.core import patch_all\n"
                     "from aws_xray_sdk.ext.util import inject", id="another module"),
        pytest.param("def f():\n    from aws_xray_sdk.core import patch_all", id="in a function"),
        pytest.param("try:\n    from aws_xray_sdk.core import patch_all\nexcept KeyError: pass",
                     id="in a block"),
        pytest.param("import os; from aws_xray_sdk.core import patch_all", id="behind another"),
        pytest.param("from aws_xray_sdk.core import patch_all; patch_all()", id="before another"),
        pytest.param("from aws_xray_sdk.core import patch_all\nf(patch_all)", id="handed on"),
        pytest.param("from aws_xray_sdk.core import patch_all\nx = patch_all()", id="value kept"),
        pytest.param("from aws_xray_sdk.core import xray_recorder as r\nif r.current_segment().id:"
                     " pass", id="value asked for"),
        pytest.param("from aws_xray_sdk.core import xray_recorder as r\nwith r.in_segment('x') as"
                     " s:\n    print(s.id)", id="segment's value"),
        pytest.param("from aws_xray_sdk.core import xray_recorder as r\n"
                     "s = r.current_segment()\nf(s)", id="segment handed on"),
        pytest.param("from aws_xray_sdk.core import xray_recorder as r\ndef f(r): r.x()",
                     id="name used twice"),
        pytest.param("from aws_xray_sdk.core import patch_all\ndef f():\n    global patch_all",
                     id="global"),
        pytest.param("from aws_xray_sdk.core import patch_all\n_NoXRay = 1", id="name is taken"),
        pytest.param("import boto3", id="no tracing"),
    ],
)  # fmt: skip
def test_is_left_alone_where_a_stand_in_may_not_do(code: str) -> None:
    assert repaired(code) is None


PARTS = st.sampled_from([
    "from aws_xray_sdk.core import xray_recorder", "from aws_xray_sdk.core import patch_all",
    "patch_all()", "@xray_recorder.capture('x')", "def f(a=1):\n    return a",
    "with xray_recorder.in_subsegment('x') as s:\n    s.put_annotation('a', 1)", "x = 1",
    "s = xray_recorder.current_segment()", "x = s", "if s: x = 2",
])  # fmt: skip


@given(st.lists(PARTS, max_size=7))
def test_what_is_repaired_can_be_read_and_is_repaired_once(parts: list[str]) -> None:
    code = "\n".join(parts)
    if parse(code) is None:
        return
    after = repaired(code)
    if after is not None:
        assert parse(after) is not None
        assert repaired(after) is None

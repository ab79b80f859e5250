"""Bodies of dashboards: what CloudWatch refuses, and bodies of any shape."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.engine.check import check
from auditor.grammar.dashboard import UNKNOWN, dashboard_faults
from auditor.model.settings import Settings
from tests.rules.cases import rules

METRICS = ("widgets", 0, "properties", "metrics")
TEXT = {"type": "text", "properties": {"markdown": "a"}}


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"widgets": []}, []),
        ({"widgets": [TEXT]}, []),
        ({"widgets": [{**TEXT, "x": 23, "y": 0, "width": 24, "height": 1000}]}, []),
        ({"widgets": [{**TEXT, "x": 24}]}, [("widgets", 0, "x")]),
        ({"widgets": [{**TEXT, "y": -1}]}, [("widgets", 0, "y")]),
        ({"widgets": [{**TEXT, "width": 0}]}, [("widgets", 0, "width")]),
        ({"widgets": [TEXT] * 500}, []),
        ({"widgets": [TEXT] * 501}, [("widgets",)]),
        ({"widgets": [{"type": "metric", "properties": {}}]}, [("widgets", 0, "properties")]),
        ({"widgets": [{"type": "metric", "properties": {"metrics": []}}]}, []),
        ({"widgets": [{"type": "alarm", "properties": {"alarms": UNKNOWN}}]}, []),
        ({"widgets": [UNKNOWN, {"type": UNKNOWN, "properties": {}}]}, []),
        ({"widgets": UNKNOWN}, []),
        (UNKNOWN, []),
        ([], [()]),
        (None, [()]),
        ({}, [()]),
        ({"widgets": [{}]}, [("widgets", 0), ("widgets", 0)]),
        ({"widgets": {"a": 1}}, [("widgets",)]),
    ],
)
def test_faults(body: Any, paths: list[tuple[Any, ...]]) -> None:
    assert [fault.path for fault in dashboard_faults(body)] == paths


@pytest.mark.parametrize(
    ("metrics", "count"),
    [
        ([["a", "b", "c", "d", {"stat": "Sum"}]], 0),
        ([[{"expression": "m1"}], ["a", "b"], [], UNKNOWN, ["a", UNKNOWN]], 0),
        ([["a", "b", {f"{UNKNOWN}": 1}]], 0),
        ([["a", "b", {"c": "d"}]], 1),
        ([["a", "b", {"c": "d"}], [".", ".", {"c": "e"}]], 1),
        ([["a", "b", {"c": 1, "d": 2}], ["a", "b", {}, {}]], 3),
        ([["a", {"stat": "Sum"}, "b"]], 1),
        ([["a", ["b"]]], 1),
        (["a", "b"], 1),
        ([{"expression": "m1"}], 1),
        ([["a", 1]], 1),
    ],
)
def test_metrics(metrics: list[Any], count: int) -> None:
    body = {"widgets": [{"type": "metric", "properties": {"metrics": metrics}}]}
    assert [fault.path for fault in dashboard_faults(body)] == [METRICS] * count


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "9" * 10_000, '{"widgets": ' + "9" * 10_000 + "}", "", '"', "\\", "NaN"]
)
def test_hostile_texts(body: str) -> None:
    text = (
        "Resources:\n  A:\n    Type: AWS::CloudWatch::Dashboard\n    Properties:\n"
        f"      DashboardBody: '{body}'\n"
    )
    result = check(text, [rules()["dashboard-body"]], Settings())
    assert result.crashes == ()

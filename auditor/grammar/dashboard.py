"""The body of a CloudWatch dashboard: what every one has to have.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

UNKNOWN = "${}"
"""What stands in a text for something that is put in."""
_MOST_WIDGETS = 500
_MOST_ALARMS = 100
_RENDERING = frozenset(
    {
        *("accountId", "color", "expression", "id", "label"),
        *("period", "region", "stat", "visible", "yAxis"),
    }
)
"""The keys of the object that may end a metric."""
_NO_METRIC = "a metric that is not a list of strings, with one object at most as its last item"
_BOUNDS = {"x": (0, 23), "y": (0, 1_000_000), "width": (1, 24), "height": (1, 1000)}


class DashboardFault(Struct, frozen=True):
    """What CloudWatch refuses, at a path in the body; `text` is a clause about it."""

    path: tuple[str | int, ...]
    text: str


def dashboard_faults(body: Any) -> Iterator[DashboardFault]:
    """The faults of a body; values that have something put in are unknown."""
    if not isinstance(body, dict):
        if body != UNKNOWN:
            yield DashboardFault((), "it is not a JSON object")
        return
    widgets = body.get("widgets")
    if "widgets" not in body:
        yield DashboardFault((), "it has no widgets, not even an empty list of them")
    elif isinstance(widgets, list):
        if len(widgets) > _MOST_WIDGETS:
            yield DashboardFault(
                ("widgets",), f"it has {len(widgets)} widgets, and {_MOST_WIDGETS} are allowed"
            )
        for index, widget in enumerate(widgets):
            yield from _of_widget(widget, ("widgets", index))
    elif not _is_unknown(widgets):
        yield DashboardFault(("widgets",), "its widgets are not a list")


def _of_widget(widget: Any, path: tuple[str | int, ...]) -> Iterator[DashboardFault]:
    name = f"widget {path[-1]}"
    if not isinstance(widget, dict):
        if not _is_unknown(widget):
            yield DashboardFault(path, f"{name} is not an object")
        return
    for key, (least, most) in _BOUNDS.items():
        value = widget.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if not least <= value <= most:
            bounds = f"{least} to {most}" if key != "y" else "0 and more"
            yield DashboardFault((*path, key), f"{name} has {key} {value}, and {bounds} is allowed")
    kind = widget.get("type")
    if "type" not in widget:
        yield DashboardFault(path, f"{name} has no type")
    properties = widget.get("properties")
    if "properties" not in widget:
        yield DashboardFault(path, f"{name} has no properties")
    elif isinstance(properties, dict) and isinstance(kind, str):
        for below, text in _of_properties(kind, properties):
            yield DashboardFault((*path, "properties", *below), f"{name} {text}")


def _of_properties(
    kind: str, properties: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The faults of the properties of a widget, each with its path below them."""
    lacking = _lacks(kind, properties)
    if lacking is not None:
        yield (), f"of type {kind} has {lacking}"
    metrics = properties.get("metrics")
    if kind == "metric" and isinstance(metrics, list):
        # the metrics of a widget often have the same fault
        for text in dict.fromkeys(text for metric in metrics for text in _of_metric(metric)):
            yield ("metrics",), f"has {text}"


def _lacks(kind: str, properties: Mapping[str, Any]) -> str | None:
    """What the properties of a widget have to have and do not."""
    if kind == "text" and "markdown" not in properties:
        return "no markdown"
    if kind == "metric" and "metrics" not in properties and "annotations" not in properties:
        return "neither metrics nor annotations"
    if kind == "alarm":
        alarms = properties.get("alarms")
        if "alarms" not in properties or alarms == []:
            return "no alarms"
        if isinstance(alarms, list) and len(alarms) > _MOST_ALARMS:
            return f"more than {_MOST_ALARMS} alarms"
    return None


def _of_metric(metric: Any) -> Iterator[str]:
    """What is wrong with a metric, a list of strings that an object may end."""
    if not isinstance(metric, list):
        if not _is_unknown(metric):
            yield _NO_METRIC
        return
    rendering = metric[-1] if metric and isinstance(metric[-1], dict) else None
    strings = metric if rendering is None else metric[:-1]
    if not all(isinstance(item, str) for item in strings):
        yield _NO_METRIC
    for key in rendering or ():
        if key not in _RENDERING and not _is_unknown(key):
            yield (
                f"a metric with the key {key} in its object, where only rendering properties such"
                " as stat and label are allowed; dimensions are strings of the list, name before"
                " value"
            )


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and UNKNOWN in value

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
_BOUNDS = {"x": (0, 23), "y": (0, 1_000_000), "width": (1, 24), "height": (1, 1000)}


class DashboardFault(Struct, frozen=True):
    """What CloudWatch refuses, at a path in the body; `text` ends a sentence on it."""

    path: tuple[str | int, ...]
    text: str


def dashboard_faults(body: Any) -> Iterator[DashboardFault]:
    """The faults of a body; values that have something put in are unknown."""
    if not isinstance(body, dict):
        if body != UNKNOWN:
            yield DashboardFault((), "is not a JSON object")
        return
    widgets = body.get("widgets")
    if "widgets" not in body:
        yield DashboardFault((), "has no widgets, not even an empty list of them")
    elif isinstance(widgets, list):
        if len(widgets) > _MOST_WIDGETS:
            yield DashboardFault(
                ("widgets",), f"has {len(widgets)} widgets, and {_MOST_WIDGETS} are the most"
            )
        for index, widget in enumerate(widgets):
            yield from _of_widget(widget, ("widgets", index))
    elif not _is_unknown(widgets):
        yield DashboardFault(("widgets",), "has something else than a list as its widgets")


def _of_widget(widget: Any, path: tuple[str | int, ...]) -> Iterator[DashboardFault]:
    name = f"widget {path[-1]}"
    if not isinstance(widget, dict):
        if not _is_unknown(widget):
            yield DashboardFault(path, f"has a {name} that is not an object")
        return
    for key, (least, most) in _BOUNDS.items():
        value = widget.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if not least <= value <= most:
            bounds = f"from {least} to {most}" if key != "y" else "not negative"
            yield DashboardFault(
                (*path, key), f"has the {key} {value} in {name}, which is {bounds}"
            )
    kind = widget.get("type")
    if "type" not in widget:
        yield DashboardFault(path, f"has no type in {name}")
    properties = widget.get("properties")
    if "properties" not in widget:
        yield DashboardFault(path, f"has no properties in {name}")
    elif isinstance(properties, dict) and isinstance(kind, str):
        text = _lacks(kind, properties)
        if text is not None:
            yield DashboardFault((*path, "properties"), f"has {text} in {name} of type {kind}")


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


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and UNKNOWN in value

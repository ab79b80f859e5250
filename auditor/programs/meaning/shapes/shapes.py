"""Which classes have which shape."""

from __future__ import annotations

from collections.abc import Callable

from auditor.programs.meaning.shapes.alarm import alarm
from auditor.programs.meaning.shapes.bucket import bucket
from auditor.programs.meaning.shapes.callback import callback
from auditor.programs.meaning.shapes.cluster import cluster
from auditor.programs.meaning.shapes.function import function
from auditor.programs.meaning.shapes.security_group import group, group_rule
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.meaning.shapes.states import states
from auditor.programs.meaning.shapes.table import table
from auditor.programs.meaning.shapes.task import task
from auditor.programs.values import Made

_SHAPES: dict[str, Callable[[Shaper, Made, str], Parts]] = {
    "alarm": alarm,
    "bucket": bucket,
    "callback": callback,
    "cluster": cluster,
    "function": function,
    "group": group,
    "group_rule": group_rule,
    "states": states,
    "table": table,
    "task": task,
}


def shaped(shaper: Shaper, shape: str, made: Made, name: str) -> Parts:
    """More properties of a resource, by the shape that the table says of its class."""
    return _SHAPES[shape](shaper, made, name) if shape else []

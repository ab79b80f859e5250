"""Bodies of dashboards, which are JSON in a string.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from auditor.grammar.dashboard import UNKNOWN, DashboardFault, dashboard_faults
from auditor.template.intrinsics import function_of
from auditor.template.pieces import HOLE, composed
from auditor.template.template import Resource, Template
from auditor.template.values import Case

DASHBOARD = "AWS::CloudWatch::Dashboard"
_WRITERS = ("Fn::Sub", "Fn::Join")


class BadBody(Struct, frozen=True):
    """A fault of a dashboard's body."""

    dashboard: Resource
    case: Case
    fault: DashboardFault


def bad_bodies(template: Template) -> Iterator[BadBody]:
    """The faults of all bodies that are shown."""
    for dashboard in template.of_type(DASHBOARD):
        for case in dashboard.written("DashboardBody"):
            for fault in _faults(case):
                yield BadBody(dashboard, case, fault)


def _faults(case: Case) -> Iterator[DashboardFault]:
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if not isinstance(case.value, str) and (call is None or call[0] not in _WRITERS):
        return
    if call is None and not case.direct:
        return
    text, is_whole = _filled(composed(case.value, case.path).text)
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        # what is put in outside of strings may be brackets and commas
        if is_whole:
            place = f"line {error.lineno}, column {error.colno}"
            yield DashboardFault((), f"it is not JSON at its {place}")
        return
    except (RecursionError, ValueError):  # deeper, or longer numbers, than Python reads
        return
    yield from dashboard_faults(body)


def _filled(text: str) -> tuple[str, bool]:
    """The text with a string for each hole, and whether all holes are in strings."""
    found: list[str] = []
    is_whole = True
    in_string = is_escaped = False
    for letter in text:
        if letter == HOLE:
            is_whole &= in_string
            found.append(UNKNOWN if in_string else f'"{UNKNOWN}"')
            is_escaped = False
            continue
        found.append(letter)
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = in_string
        elif letter == '"':
            in_string = not in_string
    return "".join(found), is_whole

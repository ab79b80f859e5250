"""The resource that a message itself names, where the tool around it names none."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.diagnose.event import Event
from auditor.expression import expression

_NAMES = expression(
    r"Resource with id \[(\w{1,255})\] is invalid"
    r"|[Pp]roperties validation failed for resource (\w{1,255}) with message"
    r"|Template error: resource (\w{1,255}) does not support"
    r"|Circular dependency between resources: \[(\w{1,255})"
    r"|\bResourceLogicalId: ?(\w{1,255})\b"
    r"|\[/Resources/(\w{1,255})[/\]]"
)


def named(event: Event) -> Event:
    """The event with the logical ID that its reason tells, if it has none itself."""
    if event.logical_id:
        return event
    found = _NAMES.search(" ".join(event.reason.split()))
    return event if found is None else replace(event, logical_id=found.group(found.lastindex or 1))

"""An event of CloudFormation by the keys that its API has for it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_OperationEvent.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.diagnose.event import Event, Phase

KEYS = frozenset(
    (
        *("ClientRequestToken", "DetailedStatus", "EndTime", "EventId", "EventType"),
        *("HookFailureMode", "HookInvocationId", "HookInvocationPoint", "HookStatus"),
        *("HookStatusReason", "HookType", "LogicalResourceId", "OperationId", "OperationStatus"),
        *("OperationType", "PhysicalResourceId", "ResourceProperties", "ResourceStatus"),
        *("ResourceStatusReason", "ResourceType", "StackId", "StackName", "StartTime"),
        *("Timestamp", "ValidationFailureMode", "ValidationName", "ValidationPath"),
        *("ValidationStatus", "ValidationStatusReason"),
    )
)


def stack_event(value: Mapping[str, Any]) -> Event:
    """An event by its keys, those that it lacks left out."""

    def said(*keys: str) -> str:
        return next((text for key in keys if isinstance(text := value.get(key), str) and text), "")

    kind = said("EventType")
    status = said("ResourceStatus")
    if kind == "VALIDATION_ERROR":
        is_warning = said("ValidationFailureMode") == "WARN"
        status = "VALIDATION_WARNING" if is_warning else "VALIDATION_FAILED"
        reason = said("ValidationStatusReason", "ResourceStatusReason")
    elif kind == "HOOK_INVOCATION_ERROR" or said("HookStatus").endswith("FAILED"):
        is_warning = said("HookFailureMode") == "WARN"
        status = "HOOK_WARNING" if is_warning else "HOOK_FAILED"
        reason = said("HookStatusReason", "ResourceStatusReason")
    else:
        reason = said("ResourceStatusReason", "StatusReason")
        status = status or said("OperationStatus")
    stack = said("StackId", "StackName")
    is_stack = said("ResourceType") == "AWS::CloudFormation::Stack"
    return Event(
        reason=reason,
        format="describe-events" if "OperationId" in value else "describe-stack-events",
        logical_id=said("LogicalResourceId"),
        type=said("ResourceType"),
        status=status,
        stack=stack,
        inner=said("PhysicalResourceId") if is_stack else "",
        pointer=said("ValidationPath"),
        check=said("ValidationName", "HookType"),
        time=_time(value.get("Timestamp") or value.get("StartTime")),
        operation=said("OperationId"),
        phase=Phase.DEPLOYMENT,
    )


def _time(value: Any) -> str:
    """A time that sorts as text, in UTC; the command line prints an offset, or seconds."""
    from datetime import datetime, timezone

    try:
        if isinstance(value, int | float):
            found = datetime.fromtimestamp(value, timezone.utc)
        else:
            found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
            found = found.replace(tzinfo=found.tzinfo or timezone.utc).astimezone(timezone.utc)
    except (ValueError, OverflowError, OSError):
        return ""
    return found.strftime("%Y-%m-%dT%H:%M:%S.%f")

"""JSON of other operations that tell why something failed: change sets, stack sets, tasks, calls.

Those of CloudFormation: describe-change-set, describe-stacks, describe-stack-instance and
list-stack-instances; get-resource-request-status of Cloud Control; describe-tasks of ECS; entries
of CloudTrail; what the function of a custom resource or an SDK answers with, and an API.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.block import failed

_MOST = 2_000
"""Objects and lists that are looked into."""
_REASONS = ("StatusReason", "StatusMessage", "StackStatusReason", "stoppedReason", "failureReason")
_STATUSES = ("OperationStatus", "StackStatus", "Status", "status")
_CODES = ("__type", "exceptionType", "Code", "errorCode")
_OF_SDK = {"$fault": ("name",), "$metadata": ("name",), "retryable": ("code",)}
"""Members of the errors of the SDKs for JavaScript, 3 and 2, with that which has the code."""
_CUSTOM = "AWS::CloudFormation::CustomResource"
_REFUSES = 400
"""The least status of HTTP that tells a failure."""
_GOOD = ("SUCCESS", "SUCCEEDED", "CURRENT", "AVAILABLE", "ACTIVE", "_COMPLETE", "IN_PROGRESS")
"""How the statuses of what did not fail end."""


def told_by(value: dict[str, Any]) -> Iterator[Event]:
    """The failures that an object, or what is in it, tells."""
    waiting: deque[Any] = deque((value,))
    for _ in range(_MOST):
        if not waiting:
            return
        one = waiting.popleft()
        is_object = isinstance(one, dict)
        event = _response(one) or _call(one) or _status(one) or _answer(one) if is_object else None
        if event is not None:
            yield event
        else:
            inner = one.values() if isinstance(one, dict) else one
            waiting += [each for each in inner if isinstance(each, dict | list)]


def _response(value: dict[str, Any]) -> Event | None:
    """What the function of a custom resource answers CloudFormation with.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
    """
    if value.get("Status") != "FAILED" or not _text(value, "LogicalResourceId"):
        return None
    data = value.get("Data")
    error = data.get("Error", data.get("error", data)) if isinstance(data, dict) else {}
    inside = error if isinstance(error, dict) else {"message": error}
    said = (_text(inside, key) for key in ("code", "Code", "message", "Message"))
    reason = ": ".join(filter(None, said)) or _text(value, "Reason")
    event = failed("a response", reason, _text(value, "LogicalResourceId"), status="CREATE_FAILED")
    return replace(event, type=_CUSTOM, stack=_text(value, "StackId")) if reason else None


def _call(value: dict[str, Any]) -> Event | None:
    """A call that failed, as CloudTrail writes it down, or as its answer."""
    code, message = value.get("errorCode"), value.get("errorMessage")
    if "eventName" not in value:
        keys = next((of for mark, of in _OF_SDK.items() if mark in value), _CODES)
        code = next((text for key in keys if (text := _text(value, key))), None)
        message = value.get("message", value.get("Message"))
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    name = value.get("eventName", "unknown")
    code = code.rpartition("#")[2].removeprefix("Client.").removeprefix("Server.")
    return failed(
        "a call", f"An error occurred ({code}) when calling the {name} operation: {message}"
    )


def _status(value: dict[str, Any]) -> Event | None:
    """A resource, a stack or a task with the reason of its status."""
    reason = next((text for key in _REASONS if (text := _text(value, key))), "")
    status = next((text for key in _STATUSES if (text := _text(value, key))), "")
    is_good = status.endswith(_GOOD) and "ROLLBACK" not in status
    if not reason or is_good:
        return None
    code = _text(value, "ErrorCode")
    tried = _text(value, "Operation")
    return failed(
        "the status of an operation",
        f"{reason} (HandlerErrorCode: {code})" if code else reason,
        type=_text(value, "TypeName"),
        status=f"{tried}_FAILED" if tried else "",
        stack=_text(value, "StackName"),
    )


def _answer(value: dict[str, Any]) -> Event | None:
    """What an HTTP API answers with that refuses a call."""
    status = value.get("status", value.get("statusCode"))
    if not isinstance(status, int) or status < _REFUSES:
        return None
    inside = (value, *(one for one in value.values() if isinstance(one, dict)))
    said = (_text(one, key) for one in inside for key in ("error", "message"))
    reason = next((text for text in said if " " in text), "")
    return failed("an answer", reason) if reason else None


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""

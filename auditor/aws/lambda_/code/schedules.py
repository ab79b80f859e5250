"""Calls of code that make rules of EventBridge and schedules of EventBridge Scheduler."""

from __future__ import annotations

from auditor.embedded.facts import SdkCall

_EVENTBRIDGE = frozenset({"cloudwatchevents", "eventbridge", "events"})
"""The names of the service in the SDKs, one of them from before it was called EventBridge."""


def makes_rule(call: SdkCall) -> bool:
    """Whether a call makes a rule of EventBridge."""
    return call.plain_client in _EVENTBRIDGE and call.plain_operation == "putrule"


def is_of_scheduler(call: SdkCall) -> bool:
    """Whether a call is one of EventBridge Scheduler."""
    return call.plain_client == "scheduler"

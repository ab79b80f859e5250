"""What tools tell of a failure: an event of a stack, a line of a log, or a copied text."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

PROSE = "text"
"""The format of a paragraph that no tool's form is known of."""


class Phase(Enum):
    """When it failed, as far as the input shows."""

    DEPLOYMENT = "deployment"
    INVOCATION = "invocation"
    UNKNOWN = "unknown"


class Event(Struct, frozen=True, kw_only=True):
    """One failure in the words of the tool that printed it; empty where the tool does not say.

    `logical_id` is that of the deployed template, and `construct` the path of a construct of CDK
    or the name of a resource in a program. `pointer` is the JSON pointer of a validation, and
    `check` the name of the validation or the Hook that failed. `time` orders events: ISO 8601 in
    UTC. `operation` is shared by the events of one deployment. `stack` is the ARN or the name of
    the stack, and `inner` the ARN of the stack that the resource is. `function` is the name that a
    function of Lambda has in the account. `is_reason` where only the reason of a
    sentence about a failure is left.
    """

    reason: str
    format: str
    logical_id: str = ""
    type: str = ""
    status: str = ""
    stack: str = ""
    inner: str = ""
    construct: str = ""
    pointer: str = ""
    check: str = ""
    time: str = ""
    operation: str = ""
    function: str = ""
    phase: Phase = Phase.UNKNOWN
    is_reason: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether it says that something failed, by its status where it has one."""
        if self.status.endswith("ROLLBACK_IN_PROGRESS"):
            return bool(self.reason)
        return not self.status or self.status.endswith("FAILED")

    @property
    def is_start(self) -> bool:
        """Whether a stack begins to be deployed or deleted with it."""
        return (
            self.type == "AWS::CloudFormation::Stack"
            and self.status in _STARTS
            and (not self.inner or self.inner == self.stack)
        )


_STARTS = frozenset(
    f"{what}_IN_PROGRESS" for what in ("CREATE", "UPDATE", "DELETE", "IMPORT", "REVIEW")
)

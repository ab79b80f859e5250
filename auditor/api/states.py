"""State machines."""

from __future__ import annotations

from auditor.aws.iam.grant import grant
from auditor.aws.states.machine import StateMachine

__all__ = ["StateMachine", "grant"]

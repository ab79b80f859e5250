"""State machines and their definitions."""

from __future__ import annotations

from auditor.aws.iam.grant import grant
from auditor.aws.states.definition import Definition
from auditor.aws.states.machine import StateMachine
from auditor.grammar.states.machine import StatesFault

__all__ = ["Definition", "StateMachine", "StatesFault", "grant"]

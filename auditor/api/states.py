"""State machines and their definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.iam.grant import grant
    from auditor.aws.states.definition import Definition
    from auditor.aws.states.machine import StateMachine
    from auditor.grammar.states.machine import StatesFault
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["Definition", "StateMachine", "StatesFault", "grant"]

"""Actions of pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.codepipeline.actions import PIPELINE, ActionFault, BadAction, bad_actions
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["PIPELINE", "ActionFault", "BadAction", "bad_actions"]

"""Circular dependencies: those that SAM makes, and the cuts that open them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cycles.repair import repair
    from auditor.aws.sam.dependencies import made_by_sam
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["made_by_sam", "repair"]

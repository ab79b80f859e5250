"""Circular dependencies: those that SAM makes, and the cuts that open them."""

from __future__ import annotations

from auditor.aws.cycles.repair import repair
from auditor.aws.sam.dependencies import made_by_sam

__all__ = ["made_by_sam", "repair"]

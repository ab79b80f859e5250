"""Regions that a template spells out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.regions.text import RegionText, RegionUse
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "RegionText",
    "RegionUse",
]

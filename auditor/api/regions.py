"""Regions that a template spells out."""

from __future__ import annotations

from auditor.aws.regions.text import RegionText, RegionUse

__all__ = [
    "RegionText",
    "RegionUse",
]

"""Identifiers that stand for one that somebody was to fill in."""

from __future__ import annotations

from auditor.aws.ec2.placeholders import Placeholder, SharedImage, placeholders, shared_images

__all__ = ["Placeholder", "SharedImage", "placeholders", "shared_images"]

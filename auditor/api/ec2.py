"""Identifiers that stand for one that somebody was to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.ec2.placeholders import Placeholder, SharedImage, placeholders, shared_images
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["Placeholder", "SharedImage", "placeholders", "shared_images"]

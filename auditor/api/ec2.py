"""Identifiers that stand for one that somebody was to fill in, and ranges of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.ec2.placeholders import Placeholder, SharedImage, placeholders, shared_images
    from auditor.aws.ec2.ranges import Misplaced, RangeFault, range_faults
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Misplaced",
    "Placeholder",
    "RangeFault",
    "SharedImage",
    "placeholders",
    "range_faults",
    "shared_images",
]

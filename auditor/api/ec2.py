"""Identifiers that somebody was to fill in, ranges, public subnets, and user data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.ec2.placeholders import (
        Placeholder,
        SharedImage,
        is_placeholder,
        placeholders,
        shared_images,
    )
    from auditor.aws.ec2.public_images import MissingImage
    from auditor.aws.ec2.public_subnets import PublicSubnet, public_subnets
    from auditor.aws.ec2.ranges import Misplaced, RangeFault, range_faults
    from auditor.aws.ec2.user_data import USER_DATA_TYPES, plain_user_data
    from auditor.aws.ec2.ways_out import WayOut
    from auditor.aws.ec2.zones import ZONE_TYPES, SharedZone, shared_zones
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "USER_DATA_TYPES",
    "ZONE_TYPES",
    "Misplaced",
    "MissingImage",
    "Placeholder",
    "PublicSubnet",
    "RangeFault",
    "SharedImage",
    "SharedZone",
    "WayOut",
    "is_placeholder",
    "placeholders",
    "plain_user_data",
    "public_subnets",
    "range_faults",
    "shared_images",
    "shared_zones",
]

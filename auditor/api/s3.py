"""Buckets and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.s3.actions import UnmatchedAction, unmatched_actions
    from auditor.aws.s3.bucket import Bucket
    from auditor.aws.s3.empty import EmptySource
    from auditor.aws.s3.lifecycle import LEAST_DAYS, EarlyTransition, early_transitions
    from auditor.aws.s3.names import NameFault, faults
    from auditor.aws.s3.notifications import Overlap, overlaps
    from auditor.aws.s3.public import PublicStatement
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "LEAST_DAYS",
    "Bucket",
    "EarlyTransition",
    "EmptySource",
    "NameFault",
    "Overlap",
    "PublicStatement",
    "UnmatchedAction",
    "early_transitions",
    "faults",
    "overlaps",
    "unmatched_actions",
]

"""Buckets and their names."""

from __future__ import annotations

from auditor.aws.s3.actions import UnmatchedAction, unmatched_actions
from auditor.aws.s3.bucket import Bucket
from auditor.aws.s3.names import NameFault, faults
from auditor.aws.s3.public import PublicStatement

__all__ = [
    "Bucket",
    "NameFault",
    "PublicStatement",
    "UnmatchedAction",
    "faults",
    "unmatched_actions",
]

"""Buckets and their names."""

from __future__ import annotations

from auditor.aws.s3.bucket import Bucket
from auditor.aws.s3.names import NameFault, faults

__all__ = ["Bucket", "NameFault", "faults"]

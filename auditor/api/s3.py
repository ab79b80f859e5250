"""Buckets."""

from __future__ import annotations

from auditor.aws.s3.bucket import Bucket

__all__ = [
    "Bucket",
]

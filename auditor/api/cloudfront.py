"""Distributions."""

from __future__ import annotations

from auditor.aws.cloudfront.certificate import EDGE_REGION, EdgeCertificate

__all__ = ["EDGE_REGION", "EdgeCertificate"]

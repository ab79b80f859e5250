"""Distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudfront.behaviors import Methods
    from auditor.aws.cloudfront.certificate import EDGE_REGION, EdgeCertificate
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["EDGE_REGION", "EdgeCertificate", "Methods"]

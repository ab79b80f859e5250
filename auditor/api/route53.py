"""Domain names."""

from __future__ import annotations

from auditor.aws.route53.domains import WantedDomain

__all__ = ["WantedDomain"]

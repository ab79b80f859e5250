"""What trails record."""

from __future__ import annotations

from auditor.aws.cloudtrail.selectors import BadValue, DataResource

__all__ = ["BadValue", "DataResource"]

"""What trails record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudtrail.selectors import BadValue, DataResource
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["BadValue", "DataResource"]

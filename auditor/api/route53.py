"""Domain names and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.route53.domains import WantedDomain
    from auditor.aws.route53.records import RefusedRecord, RefusedRecordReason, refused_records
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "RefusedRecord",
    "RefusedRecordReason",
    "WantedDomain",
    "refused_records",
]

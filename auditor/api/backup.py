"""Plans of AWS Backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.backup.plans import DAYS_IN_COLD_STORAGE, ShortStay, short_stays
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["DAYS_IN_COLD_STORAGE", "ShortStay", "short_stays"]

"""Plans of AWS Backup."""

from __future__ import annotations

from auditor.aws.backup.plans import DAYS_IN_COLD_STORAGE, ShortStay, short_stays

__all__ = ["DAYS_IN_COLD_STORAGE", "ShortStay", "short_stays"]

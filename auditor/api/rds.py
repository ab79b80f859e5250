"""Databases, and the versions of their engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.rds.database import Database, version_text
    from auditor.aws.rds.mismatch import VERSIONED_TYPES, VersionMismatch, version_mismatches
    from auditor.data.engine_versions import EngineVersions, Standing, engine_versions
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "VERSIONED_TYPES",
    "Database",
    "EngineVersions",
    "Standing",
    "VersionMismatch",
    "engine_versions",
    "version_mismatches",
    "version_text",
]

"""Databases, and the versions of their engines."""

from __future__ import annotations

from auditor.aws.rds.database import Database, version_text
from auditor.data.engine_versions import EngineVersions, Standing, engine_versions

__all__ = ["Database", "EngineVersions", "Standing", "engine_versions", "version_text"]

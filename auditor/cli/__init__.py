"""The command line."""

from __future__ import annotations

from auditor.cli.app import app

__all__ = ["app"]

"""What the tests of a project expect of a template."""

from __future__ import annotations

from auditor.model.tests import Pinned

__all__ = ["Pinned"]

"""What the tests of a project expect of a template."""

from __future__ import annotations

from auditor.model.edit import ReplaceInFile
from auditor.model.tests import Pinned, PinnedRegion

__all__ = ["Pinned", "PinnedRegion", "ReplaceInFile"]

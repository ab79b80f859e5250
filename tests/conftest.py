"""A folder of its own for every test that runs the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runner import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)

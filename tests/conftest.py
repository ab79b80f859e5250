"""A folder of its own for every test that runs the command."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from auditor.cli.program import MADE_BETWEEN_SEARCHES
from tests.runner import Workspace

gc.set_threshold(MADE_BETWEEN_SEARCHES)  # as the command has it
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")  # a busy machine is no fault


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All cores for all tests; none but this process where somebody names a few.

    One more than there are cores, for some wait: for a browser, for git, for packages.
    """
    return (os.cpu_count() or 1) + 1 if config.args == config.getini("testpaths") else 0


def pytest_collection_finish() -> None:
    """What all tests are made of stays: no search for garbage looks at it again."""
    gc.collect()
    gc.freeze()


_WAIT = ("tests/hooks/", "tests/report/html/", "tests/docs/test_site", "tests/cli/test_bounds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those first that wait for packages, a browser or the disk: at the end all would wait."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WAIT))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)

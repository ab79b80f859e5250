"""A suite that passes because of the faults of a template passes as well once they are fixed.

The suites are run by the real runners, before and after. Report 000 tells of such a suite; this one
is rebuilt from it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.runner import COMMAND

INCIDENT = Path(__file__).parents[2] / "fixtures" / "incidents" / "000-appointment-reminders"
SETTINGS = ("--account-concurrency", "50", "--no-api-gateway-logging-role")
JEST = os.environ.get("JEST") or shutil.which("jest")
NODE = shutil.which("node")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(INCIDENT / "suite", root)
    (root / ".git").mkdir()
    (root / "lib").mkdir()
    shutil.copy(INCIDENT / "template.json", root / "lib" / "reminders.json")
    return root


def fix(project: Path, *options: str) -> str:
    command = [COMMAND, "check", "--no-cache", "--fix", *SETTINGS, *options, "."]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def passes(project: Path, command: Sequence[str]) -> tuple[bool, str]:
    environment = {**os.environ, "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, env=environment
    )
    return done.returncode == 0, done.stdout + done.stderr


PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".")


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_pytest_passes_before_and_after(project: Path, options: tuple[str, ...]) -> None:
    suite = project / "checks" / "test_template.py"
    before = suite.read_text()
    passed, told = passes(project, PYTEST)
    assert passed, told
    fix(project, *options)
    passed, told = passes(project, PYTEST)
    assert passed, told
    assert "index.handler" in (project / "lib" / "reminders.json").read_text()
    assert suite.read_text() != before


@pytest.mark.skipif(JEST is None or NODE is None, reason="needs node and jest (JEST=PATH)")
@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_jest_passes_before_and_after(project: Path, options: tuple[str, ...]) -> None:
    suite = project / "test" / "template.unit.test.js"
    before = suite.read_text()
    jest = (str(NODE), str(JEST), "--ci", "--rootDir", ".")
    passed, told = passes(project, jest)
    assert passed, told
    fix(project, *options)
    passed, told = passes(project, jest)
    assert passed, told
    assert "index.handler" in (project / "lib" / "reminders.json").read_text()
    assert suite.read_text() != before


def test_without_the_rule_a_suite_fails(project: Path) -> None:
    """What is proved above is not so by itself."""
    fix(project, "--ignore", "stale-expectation")
    assert not passes(project, PYTEST)[0]
    assert "index.handler" in (project / "lib" / "reminders.json").read_text()


def test_a_named_template_is_left_with_its_tests(project: Path) -> None:
    """All files or none: what lies outside of what was named is not written."""
    before = (project / "lib" / "reminders.json").read_bytes()
    command = [COMMAND, "check", "--no-cache", "--fix", "--select", "inline-handler-module"]
    done = subprocess.run(
        [*command, "lib/reminders.json"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "name the folder '.'" in done.stdout
    assert (project / "lib" / "reminders.json").read_bytes() == before
    assert passes(project, PYTEST)[0]

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
HELPERS, MOCHAS = INCIDENT / "suite-with-helpers", INCIDENT / "suite-with-mocha"
BY_TYPE, LOOPS = INCIDENT / "suite-by-type", INCIDENT / "suite-with-loops"
VITESTS = INCIDENT / "suite-with-vitest"
"""Suites of the same template that come to it by helpers, tables and patterns, and by types."""
SETTINGS = ("--account-concurrency", "50", "--no-api-gateway-logging-role")
JEST = os.environ.get("JEST") or shutil.which("jest")
MOCHA = os.environ.get("MOCHA") or shutil.which("mocha")
VITEST = os.environ.get("VITEST") or shutil.which("vitest")
NODE = shutil.which("node")
OPTIONS = pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(INCIDENT / "suite", tmp_path)


def copied(suite: Path, folder: Path) -> Path:
    root = folder / "project"
    shutil.copytree(suite, root)
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
    # the plugins of this machine are none of the suite's, and take longer than it does
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {**os.environ, "CI": "true", **alone}
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, env=environment
    )
    return done.returncode == 0, done.stdout + done.stderr


PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".")


def assert_stays_green(
    root: Path, suite: str, command: Sequence[str], options: tuple[str, ...]
) -> None:
    """The suite passes before and after, and both it and the template are changed."""
    before = (root / suite).read_text()
    passed, told = passes(root, command)
    assert passed, told
    fix(root, *options)
    passed, told = passes(root, command)
    assert passed, told
    assert "index.handler" in (root / "lib" / "reminders.json").read_text()
    after = (root / suite).read_text()
    assert after != before
    assert "conflict_detector.handler" not in after


@OPTIONS
@pytest.mark.parametrize(
    ("suite", "test"),
    [
        (INCIDENT / "suite", "test_template.py"),
        (HELPERS, "test_resources.py"),
        (BY_TYPE, "test_by_type.py"),
        (LOOPS, "test_loops.py"),
    ],
    ids=["incident", "helpers", "by-type", "loops"],
)
def test_pytest_passes_before_and_after(
    tmp_path: Path, suite: Path, test: str, options: tuple[str, ...]
) -> None:
    assert_stays_green(copied(suite, tmp_path), f"checks/{test}", PYTEST, options)


@pytest.mark.skipif(JEST is None or NODE is None, reason="needs node and jest (JEST=PATH)")
@OPTIONS
@pytest.mark.parametrize(
    ("suite", "test"),
    [
        (INCIDENT / "suite", "template.unit.test.js"),
        (HELPERS, "resources.test.js"),
        (BY_TYPE, "by-type.test.js"),
        (LOOPS, "loops.test.js"),
    ],
    ids=["incident", "helpers", "by-type", "loops"],
)
def test_jest_passes_before_and_after(
    tmp_path: Path, suite: Path, test: str, options: tuple[str, ...]
) -> None:
    jest = (str(NODE), str(JEST), "--ci", "--rootDir", ".")
    assert_stays_green(copied(suite, tmp_path), f"test/{test}", jest, options)


@pytest.mark.skipif(MOCHA is None or NODE is None, reason="needs node, mocha, chai (MOCHA=PATH)")
@OPTIONS
def test_mocha_passes_before_and_after(
    tmp_path: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = next(above for above in Path(str(MOCHA)).parents if above.name == "node_modules")
    monkeypatch.setenv("NODE_PATH", str(modules))
    mocha = (str(NODE), str(MOCHA))
    assert_stays_green(copied(MOCHAS, tmp_path), "spec/reminders.spec.js", mocha, options)


@pytest.mark.skipif(VITEST is None or NODE is None, reason="needs node and vitest (VITEST=PATH)")
@OPTIONS
def test_vitest_passes_before_and_after(tmp_path: Path, options: tuple[str, ...]) -> None:
    root = copied(VITESTS, tmp_path)
    modules = next(above for above in Path(str(VITEST)).parents if above.name == "node_modules")
    # modules of ECMAScript are found by no variable
    (root / "node_modules").symlink_to(modules)
    vitest = (str(NODE), str(VITEST), "run", "--no-cache")
    assert_stays_green(root, "unit/reminders.test.mjs", vitest, options)


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
    assert "run 'cfnaudit check --fix .'" in done.stdout
    assert (project / "lib" / "reminders.json").read_bytes() == before
    assert passes(project, PYTEST)[0]

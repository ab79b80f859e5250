"""The command `new-rule`: a package that can be installed, with tests that pass."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.runner import RULE, Workspace, assert_one_line

QUEUE = """\
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false
"""
INSTALL = """
import os, sys
from setuptools import setup
os.chdir(sys.argv[1])
site = ["--install-dir", sys.argv[2]]
setup(script_args=["--quiet", "install_lib", *site, "install_egg_info", *site])
"""
"""What pip does with a package, without a network and without the package `wheel`."""


def test_the_package_is_installed_and_used(workspace: Workspace) -> None:
    pytest.importorskip("setuptools", minversion="61")
    written = workspace.run("new-rule", "our-queues", "--service", "sqs")
    assert written.code == 0
    assert 'plugins = ["our_queues_rules"]' in written.out
    folder = workspace.folder
    places = (str(folder / "our-queues"), str(folder / "site"))
    installed = workspace.run(*places, command=(sys.executable, "-c", INSTALL))
    assert installed.code == 0, installed.err
    workspace.write("a.yaml", QUEUE)
    workspace.write("cfnaudit.toml", 'plugins = ["our_queues_rules"]\n')
    environment = {"PYTHONPATH": str(folder / "site")}
    args = ("check", "a.yaml", "--output-format", "concise")
    assert (
        "warning[our-queues] Queue 'Orders' has SqsManagedSseEnabled turned off"
        in workspace.run(*args, env=environment).out
    )
    assert "our-queues  " in workspace.run("rules", env=environment).out
    assert "  sqs  " in workspace.run("rules", env=environment).out
    workspace.run("check", "a.yaml", "--fix", "--unsafe-fixes", env=environment)
    assert workspace.read("a.yaml").decode() == QUEUE.replace("false", "true")


SERVICES = [(), ("--service", "lambda"), ("--service", "kms"), ("--service", "house")]


@pytest.mark.parametrize("options", SERVICES)
def test_its_tests_pass_and_its_cases_are_as_accepted(
    workspace: Workspace, options: tuple[str, ...]
) -> None:
    assert workspace.run("new-rule", "our-queues", "--into", "x/y", *options).code == 0
    root = workspace.folder / "x" / "y"
    before = texts(root)
    pytest_command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    # other plugins of this machine take longer than the tests do
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {"PYTHONPATH": str(root), **alone}
    tested = workspace.run("x/y", command=pytest_command, env=environment)
    assert tested.code == 0, tested.out
    assert "3 passed" in tested.out
    accept = (sys.executable, "-m", "auditor.testing", "accept")
    accepted = workspace.run(
        "x/y/fixtures", "--rules", "our_queues_rules", command=accept, env=environment
    )
    assert accepted.out == "our-queues/fault.yaml\nour-queues/near-miss.yaml\n"
    assert texts(root) == before
    (root / "fixtures" / "our-queues" / "fault.yaml.findings.json").unlink()
    assert workspace.run("x/y", command=pytest_command, env=environment).code == 1


def texts(root: Path) -> dict[str, bytes]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_nothing_is_overwritten(workspace: Workspace) -> None:
    workspace.write("our-queues/notes.txt", "mine")
    assert_one_line(workspace.run("new-rule", "our-queues"), "our-queues: is not empty")
    assert texts(workspace.folder) == {"our-queues/notes.txt": b"mine"}
    workspace.write("file", "mine")
    assert_one_line(workspace.run("new-rule", "our-queues", "--into", "file"), "is not a folder")
    assert workspace.read("file") == b"mine"


def test_an_empty_folder_is_filled(workspace: Workspace) -> None:
    (workspace.folder / "new").mkdir()
    assert workspace.run("new-rule", "our-queues", "--into", "new").code == 0
    assert (workspace.folder / "new" / "pyproject.toml").exists()


BAD_NAMES = {
    "one word": ("queues", "cannot be the name of a rule"),
    "capitals": ("Our-Queues", "cannot be the name of a rule"),
    "path": ("../our-queues", "cannot be the name of a rule"),
    "quotes": ("our-'queues", "cannot be the name of a rule"),
    "line": ("our-queues\n", "cannot be the name of a rule"),
    "long": ("a-" + "b" * 100, "cannot be the name of a rule"),
    "empty": ("", "cannot be the name of a rule"),
    "rule of ours": (RULE, f"has a rule '{RULE}' already"),
}


@pytest.mark.parametrize(("name", "says"), BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_bad_name_is_refused(workspace: Workspace, name: str, says: str) -> None:
    assert_one_line(workspace.run("new-rule", name), says)
    assert list(workspace.folder.iterdir()) == []


@pytest.mark.parametrize("service", ["S3", "a-b", "../x", ""])
def test_a_bad_service_is_refused(workspace: Workspace, service: str) -> None:
    result = workspace.run("new-rule", "our-queues", "--service", service)
    assert_one_line(result, "cannot be the name of a service")
    assert list(workspace.folder.iterdir()) == []

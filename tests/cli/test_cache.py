"""A second run says what the first one said, without checking what has not changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, RULE, Result, Workspace

HERE = {"CFNAUDIT_CACHE_DIR": ".cfnaudit_cache"}
NOT_CHECKED = """
import auditor.run.audit as audit
def check(*_, **__):
    raise LookupError("checked")
audit.check = check
"""


def run(workspace: Workspace, *args: str) -> Result:
    return workspace.run("check", *args, env=HERE)


def without_checking(workspace: Workspace, *args: str) -> Result:
    """A run that is not known as a whole, in which every check is an internal error."""
    for known in workspace.folder.glob(".cfnaudit_cache/*.run"):
        known.unlink()
    return workspace.python(NOT_CHECKED, "check", *args, env=HERE)


@pytest.fixture
def two(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN)
    return workspace


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--output-format", "json"),
        ("--output-format", "html"),
        ("--jobs", "2"),
        ("--select", "s3,events,logs,iam,lambda,dynamodb,template"),  # a set in each process
        ("--baseline", "known.json"),
    ],
)
def test_nothing_is_checked_twice(two: Workspace, options: tuple[str, ...]) -> None:
    two.check("b.yaml", "--baseline", "known.json", "--update-baseline")
    first = run(two, ".", *options)
    assert without_checking(two, ".", *options) == first
    assert run(two, ".", "--no-cache", *options) == first
    assert "internal error" in without_checking(two, ".", "--no-cache", *options).err


def test_a_fixed_file_is_known_once_it_was_checked(two: Workspace) -> None:
    run(two, "--fix", ".")
    assert two.read("a.yaml") == MENDED.encode()
    assert run(two, "--fix", ".").code == 0
    assert without_checking(two, "--fix", ".").code == 0


def edit(workspace: Workspace) -> None:
    workspace.write("b.yaml", BROKEN)


def configure(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", f'ignore = ["{RULE}"]\n')


def add_house_rules(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", 'house-rules = ["house.yaml"]\n')
    workspace.write("house.yaml", "rules: []\n")


@pytest.mark.parametrize("act", [edit, configure, add_house_rules])
def test_a_change_counts(two: Workspace, act: Callable[[Workspace], None]) -> None:
    run(two, ".")
    act(two)
    assert run(two, ".") == run(two, ".", "--no-cache")


def test_the_cache_is_no_matter_for_git(two: Workspace) -> None:
    run(two, ".")
    assert two.read(".cfnaudit_cache/.gitignore") == b"*\n"


def test_a_home_that_is_read_only(two: Workspace) -> None:
    first = two.check(".")
    home = two.folder / "home"
    home.mkdir(mode=0o555)
    env = {"CFNAUDIT_CACHE_DIR": "", "HOME": str(home)}
    assert two.run("check", ".", env=env) == first
    assert two.run("check", ".", env=env | {"HOME": "/dev/null"}) == first


def test_a_file_in_the_place_of_the_cache(two: Workspace) -> None:
    two.write(".cfnaudit_cache", "mine")
    assert run(two, ".") == two.check(".")
    assert two.read(".cfnaudit_cache") == b"mine"


def test_clean(two: Workspace) -> None:
    assert two.run("clean", env=HERE).out == "There is no cache\n"
    run(two, ".")
    assert two.run("clean", env=HERE).out == "Removed 3 results in .cfnaudit_cache\n"
    assert not (two.folder / ".cfnaudit_cache").exists()
    assert "internal error" in without_checking(two, ".").err


def test_clean_leaves_alone_what_is_no_cache(two: Workspace) -> None:
    result = two.run("clean", env={"CFNAUDIT_CACHE_DIR": "."})
    assert (result.code, result.out) == (0, "There is no cache\n")
    assert Path(two.folder / "a.yaml").exists()


ENGINE = ("yaml", "auditor.engine.check", "auditor.template", "auditor.source")
IMPORTED = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("\\n".join(sys.modules)))
"""


def test_a_known_result_needs_no_engine(two: Workspace) -> None:
    first = two.python(IMPORTED, "check", ".", env=HERE)
    assert set(ENGINE) <= set(first.err.splitlines())
    again = two.python(IMPORTED, "check", ".", env=HERE)
    assert again.out == first.out
    assert not {"typer", *ENGINE} & set(again.err.splitlines())

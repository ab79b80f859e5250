"""Files are written whole, as they were but for the fault, or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.layouts import layouts
from tests.runner import BROKEN, CLEAN, MENDED, NOT_AS_ROOT, RULE, Workspace, assert_one_line


def identity(path: Path) -> tuple[int, int]:
    """What changes when a file is written, or replaced."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


@layouts
def test_only_the_fault_changes(workspace: Workspace, layout: Callable[[str], str]) -> None:
    workspace.write("a.yaml", layout(BROKEN))
    result = workspace.check("--fix", "a.yaml")
    assert result.code == 0, result
    assert f"fixed[{RULE}]" in result.out
    assert workspace.read("a.yaml") == layout(MENDED).encode()


@layouts
def test_a_filter_hands_on_every_byte(workspace: Workspace, layout: Callable[[str], str]) -> None:
    result = workspace.check("--fix", "-", stdin=layout(BROKEN).encode())
    assert result.code == 0
    assert result.stdout == layout(MENDED).encode()
    assert f"<stdin>:{6 + layout(BROKEN).startswith('# a')}:34: fixed[{RULE}]" in result.err


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        pytest.param(CLEAN, (), 0, id="clean"),
        pytest.param("Resources: [\n", (), 1, id="no template"),
        pytest.param("a: 1\r\n", ("--templates-only",), 0, id="passed over"),
        pytest.param(BROKEN, ("--ignore", RULE), 0, id="ignored"),
    ],
)
def test_a_filter_hands_on_what_it_does_not_fix(
    workspace: Workspace, content: str, options: tuple[str, ...], code: int
) -> None:
    result = workspace.check("--fix", "-", *options, stdin=content.encode())
    assert (result.code, result.out) == (code, content)


def test_a_filter_that_cannot_read_writes_nothing(workspace: Workspace) -> None:
    result = workspace.check("--fix", "-", stdin=BROKEN.encode("utf-16"))
    assert result.code == 2
    assert result.stdout == b""


def test_a_filter_may_fix_files_too(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("--fix", "-", "a.yaml", stdin=BROKEN.encode())
    assert result.out == MENDED
    assert workspace.read("a.yaml").decode() == MENDED
    assert "2 fixed" in result.err


def test_a_second_fix_changes_nothing(workspace: Workspace) -> None:
    path = workspace.write("a.yaml")
    workspace.check("--fix", "a.yaml")
    before = identity(path)
    result = workspace.check("--fix", "a.yaml")
    assert result.out == "No findings in 1 file\n"
    assert identity(path) == before


@pytest.mark.parametrize("options", [(), ("--diff",), ("--fix", "--diff")])
def test_nothing_is_written_unasked(workspace: Workspace, options: tuple[str, ...]) -> None:
    path = workspace.write("a.yaml")
    before = identity(path)
    result = workspace.check("a.yaml", *options)
    assert "fixed[" not in result.out + result.err
    assert (path.read_text(), identity(path)) == (BROKEN, before)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_is_kept(workspace: Workspace, mode: int) -> None:
    path = workspace.write("a.yaml")
    path.chmod(mode)
    assert workspace.check("--fix", "a.yaml").code == 0
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(workspace: Workspace) -> None:
    path = workspace.write("a.yaml")
    os.chown(path, 65534, 65534)
    assert workspace.check("--fix", "a.yaml").code == 0
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_a_link_stays_a_link(workspace: Workspace) -> None:
    workspace.write("real/a.yaml")
    link = workspace.folder / "link.yaml"
    link.symlink_to("real/a.yaml")
    result = workspace.check("--fix", "link.yaml")
    assert "link.yaml:6:34: fixed" in result.out
    assert link.is_symlink()
    assert workspace.read("real/a.yaml").decode() == MENDED


def test_nothing_is_left_behind(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.check("--fix", ".")
    assert [path.name for path in workspace.folder.iterdir()] == ["a.yaml"]


def make_file_read_only(path: Path) -> None:
    path.chmod(0o444)


def make_folder_read_only(path: Path) -> None:
    path.parent.chmod(0o555)


@pytest.mark.parametrize(
    ("close", "says"),
    [
        pytest.param(make_file_read_only, "sub/a.yaml: is read-only", id="file"),
        pytest.param(make_folder_read_only, "lies in a folder that is read-only", id="folder"),
    ],
)
def test_what_may_not_be_written(
    workspace: Workspace, close: Callable[[Path], None], says: str
) -> None:
    path = workspace.write("sub/a.yaml")
    close(path)
    workspace.write("b.yaml")
    result = workspace.python(NOT_AS_ROOT, "check", "--fix", "sub/a.yaml", "b.yaml")
    path.parent.chmod(0o755)
    assert_one_line(result, says, "nothing was written")
    assert path.read_text() == BROKEN
    assert workspace.read("b.yaml").decode() == MENDED
    assert f"sub/a.yaml:6:34: error[{RULE}]" in result.out
    assert f"b.yaml:6:34: fixed[{RULE}]" in result.out
    assert [found.name for found in path.parent.iterdir()] == ["a.yaml"]


FULL_DISK = """
import errno, os
def replace(source, target):
    raise OSError(errno.ENOSPC, "No space left on device")
os.replace = replace
"""


def test_writing_that_fails_on_the_way(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.python(FULL_DISK, "check", "--fix", "a.yaml")
    assert_one_line(result, "a.yaml: cannot be written (No space left on device)")
    assert f"error[{RULE}]" in result.out
    assert workspace.read("a.yaml").decode() == BROKEN
    assert [path.name for path in workspace.folder.iterdir()] == ["a.yaml"]


CYCLE = """
import auditor.engine.fixpoint as fixpoint
from msgspec.structs import replace
real = fixpoint.fix
fixpoint.fix = lambda *args: replace(real(*args), cycle=("one", "two"))
"""


def test_rules_that_undo_each_other_are_told(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.python(CYCLE, "check", "--fix", "a.yaml")
    assert_one_line(result, "a.yaml: the fixes of one, two undo each other")


NOT_SURE = """
from auditor.source.base import NotSure
from auditor.source.yaml_.document import YamlDocument
def lower(*_):
    raise NotSure("it might do harm")
YamlDocument.lower = lower
"""


def test_a_fix_that_is_rejected_says_why(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    shown = workspace.python(NOT_SURE, "check", "--diff", "a.yaml")
    assert (shown.code, shown.out) == (0, "")
    assert "1 fix rejected" in shown.err
    result = workspace.python(NOT_SURE, "check", "--fix", "a.yaml")
    assert result.code == 1
    report = result.out
    assert f"a.yaml:6:34: error[{RULE}]" in report
    assert "= not fixed: it might do harm" in report
    assert report.splitlines()[-1] == "Found 1 finding (1 error) in 1 file, 1 fix rejected"
    assert workspace.read("a.yaml").decode() == BROKEN


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may write all files")
def test_root_writes_what_root_may_write(workspace: Workspace) -> None:
    path = workspace.write("sub/a.yaml")
    make_file_read_only(path)
    make_folder_read_only(path)
    assert workspace.check("--fix", "sub/a.yaml").code == 0
    assert path.read_text() == MENDED
    assert path.stat().st_mode & 0o777 == 0o444

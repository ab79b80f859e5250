"""One file ends no run: it is left out, and all that was found elsewhere is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, RULE, Workspace, assert_one_line

ENDLESS = """
import auditor.run.audit as audit
real = audit.check
def check(text, **options):
    while "Endless" in text:
        pass
    return real(text, **options)
audit.check = check
"""
DEPTH = 1500


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN.replace("Topic", "Endless", 1))
    workspace.write("c.yaml")
    return workspace


def test_a_file_that_takes_too_long(three: Workspace) -> None:
    result = three.python(ENDLESS, "check", "--max-file-seconds", "1", ".")
    assert_one_line(result, "b.yaml: takes more than 1 s of computing (max-file-seconds)")
    assert f"a.yaml:6:34: error[{RULE}]" in result.out
    assert f"c.yaml:6:34: error[{RULE}]" in result.out
    assert "in 2 files, 2 fixable with --fix, 1 file not checked\n" in result.out


def test_it_is_left_out_of_fixing_too(three: Workspace) -> None:
    before = three.read("b.yaml")
    result = three.python(ENDLESS, "check", "--max-file-seconds", "1", "--fix", ".")
    assert_one_line(result, "b.yaml: takes more than 1 s")
    assert three.read("a.yaml") == three.read("c.yaml") == MENDED.encode()
    assert three.read("b.yaml") == before


def test_programs_hear_of_it(three: Workspace) -> None:
    options = ("--max-file-seconds", "1", "--output-format", "json")
    report = three.python(ENDLESS, "check", *options, ".").report
    reason = "takes more than 1 s of computing (max-file-seconds)"
    assert report["not_checked"] == [{"file": "b.yaml", "reason": reason}]
    assert report["summary"]["not_checked"] == 1
    assert report["summary"]["files"] == 2


def test_what_cannot_be_read_is_counted_too(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN.encode("utf-16"))
    report = workspace.check("--output-format", "json", ".").report
    assert [one["file"] for one in report["not_checked"]] == ["b.yaml"]
    assert "UTF-8" in report["not_checked"][0]["reason"]


def test_a_file_that_is_too_large(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN + "#" * 1_100_000)
    result = workspace.check("--max-file-size", "1", ".")
    assert_one_line(result, "b.yaml: is 1.1 MB large, and max-file-size is 1 MB")
    assert f"a.yaml:6:34: error[{RULE}]" in result.out
    assert workspace.check(".").code == 1


@pytest.mark.parametrize("option", ["--max-file-seconds", "--max-file-size"])
@pytest.mark.parametrize("value", ["0", "-1", "9999", "x"])
def test_a_bound_that_is_none(workspace: Workspace, option: str, value: str) -> None:
    workspace.write("a.yaml")
    result = workspace.check(option, value, "a.yaml")
    assert result.code == 2
    assert option in result.err


def test_folders_of_any_depth_are_searched(workspace: Workspace) -> None:
    folder = workspace.folder
    folders = [folder]
    for _ in range(DEPTH):
        folder = Path(f"{folder}/d")
        folder.mkdir()
        folders.append(folder)
    path = folder / "a.yaml"
    try:
        path.write_text(BROKEN)
        result = workspace.check(".", "--fix", "--output-format", "concise")
        assert path.read_text() == MENDED
        path.unlink()
    finally:
        for one in reversed(folders[1:]):
            one.rmdir()
    assert result.code == 0, result.err
    assert result.out.startswith("d/" * DEPTH + "a.yaml:6:34: fixed")

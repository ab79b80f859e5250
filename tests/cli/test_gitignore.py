"""Folders are searched as git sees them; git itself is the witness."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import Any

import pytest

from auditor import wildmatch
from tests.runner import Workspace

FILES = (
    "a.yaml",
    "b.json",
    "build/a.yaml",
    "build/keep.yaml",
    "sub/a.yaml",
    "sub/build/a.yaml",
    "sub/deep/a.yaml",
    "sub/deep/b.json",
)
TEMPLATE = '{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Type": "AWS::SNS::Topic"}}}'
"""Reads as YAML and as JSON, and has one finding."""

CASES = {
    "nothing": {},
    "a folder anywhere": {".gitignore": "build/\n"},
    "a folder at the root": {".gitignore": "/build\n"},
    "a suffix": {".gitignore": "*.yaml\n"},
    "a suffix with an exception": {".gitignore": "*.yaml\n!a.yaml\n"},
    "an exception in an ignored folder is void": {".gitignore": "build/\n!build/keep.yaml\n"},
    "an exception among the contents": {".gitignore": "build/*\n!build/keep.yaml\n"},
    "a nested file takes back": {".gitignore": "*.yaml\n", "sub/.gitignore": "!*.yaml\n"},
    "a nested file adds": {"sub/.gitignore": "/a.yaml\ndeep/*.json\n"},
    "a nested pattern stays in its folder": {"sub/.gitignore": "/build\n"},
    "the nearest file decides": {
        ".gitignore": "!a.yaml\n",
        "sub/.gitignore": "a.yaml\n",
        "sub/deep/.gitignore": "!a.yaml\n",
    },
    "stars over folders": {".gitignore": "**/deep/**\n"},
    "a comment and a blank line": {".gitignore": "# a.yaml\n\n  \nb.json\n"},
    "everything": {".gitignore": "*\n"},
    "all but a folder": {".gitignore": "*\n!sub/\n"},
    "all but a folder and what is in it": {".gitignore": "/*\n!/sub/\n"},
    "one character": {".gitignore": "?.yaml\n"},
    "a bracket": {".gitignore": "[a-c].yaml\n"},
    "a bracket of others": {".gitignore": "[!a].json\n"},
    "a class": {".gitignore": "[[:alpha:]].json\n"},
    "an escape": {".gitignore": "\\a.yaml\n"},
    "a blank at the end": {".gitignore": "b.json  \n"},
    "a folder in the middle": {".gitignore": "sub/**/a.yaml\n"},
    "stars at the end": {".gitignore": "sub/**\n!sub/build/\n"},
    "stars within a name": {".gitignore": "b**d\n"},
    "lines that git takes and never matches": {
        ".gitignore": "!\n\\\n[z-a].yaml\n[a.yaml\nb.json\n"
    },
}


def found(workspace: Workspace, *paths: str) -> list[str]:
    report = workspace.check(*paths, "--output-format", "json").report
    return sorted({finding["file"] for finding in report["findings"]})


def git(workspace: Workspace, *args: str) -> str:
    done = subprocess.run(
        ["git", *args],
        cwd=workspace.folder,
        env=workspace.environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def repository(workspace: Workspace, ignore_files: dict[str, str]) -> None:
    for name in FILES:
        workspace.write(name, TEMPLATE)
    for name, lines in ignore_files.items():
        workspace.write(name, lines)
    git(workspace, "init", "--quiet")


@pytest.mark.parametrize("ignore_files", CASES.values(), ids=CASES.keys())
def test_what_git_ignores_is_passed_over(
    workspace: Workspace, ignore_files: dict[str, str]
) -> None:
    repository(workspace, ignore_files)
    listed = git(workspace, "ls-files", "--others", "--exclude-standard").split()
    seen = sorted(name for name in listed if not name.endswith(".gitignore"))
    assert found(workspace, ".") == seen


def test_ignore_files_above_a_folder_count(workspace: Workspace) -> None:
    repository(workspace, {".gitignore": "*.yaml\n!sub/build/*\n"})
    assert found(workspace, "sub") == ["sub/build/a.yaml", "sub/deep/b.json"]


def test_a_named_file_is_checked_though_ignored(workspace: Workspace) -> None:
    repository(workspace, {".gitignore": "*\n"})
    assert found(workspace, "a.yaml") == ["a.yaml"]


def test_a_named_folder_is_searched_though_ignored(workspace: Workspace) -> None:
    repository(workspace, {".gitignore": "build/\n", "build/.gitignore": "a.yaml\n"})
    assert found(workspace, "build") == ["build/keep.yaml"]


def test_ignore_files_count_outside_of_repositories(workspace: Workspace) -> None:
    for name in FILES:
        workspace.write(name, TEMPLATE)
    workspace.write("sub/.gitignore", "deep/\n")
    assert found(workspace, "sub") == ["sub/a.yaml", "sub/build/a.yaml"]


def test_a_folder_whose_templates_are_all_ignored_says_why(workspace: Workspace) -> None:
    repository(workspace, {".gitignore": "*.yaml\n*.json\n"})
    result = workspace.check(".")
    assert result.code == 2
    assert "no templates in this folder (what git ignores is passed over)" in result.err


@pytest.mark.parametrize("line", ["!", "a\\", "[z-a]", "[a-\\]", "[[:nothing:]]"])
def test_a_line_that_cannot_be_read_is_told_with_its_place(workspace: Workspace, line: str) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write("sub/a.yaml", TEMPLATE)
    workspace.write(".gitignore", f"sub/\n{line}\n")
    result = workspace.check(".", "--output-format", "json")
    assert result.code == 0
    assert result.err.startswith("cfnaudit: .gitignore:2: this pattern is left out: ")
    assert [finding["file"] for finding in result.report["findings"]] == ["a.yaml"]


def test_stars_cost_no_more_than_their_number() -> None:
    steps = Counter[str]()
    plain = wildmatch._is_char

    def counted(*args: Any) -> bool:
        steps["taken"] += 1
        return plain(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wildmatch, "_is_char", counted)
        for text in ("*a" * 12 + "b", "**/" * 12 + "b", "*" * 12 + "b"):
            pattern = wildmatch.parse(text)
            assert pattern is not None
            assert not pattern.matches(["a" * 40] * 12 + ["a" * 40], is_folder=False)
    assert steps["taken"] < 12 * 40 * 13 * 3

"""Folders are searched as git sees them; git itself is the witness."""

from __future__ import annotations

import subprocess

import pytest

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

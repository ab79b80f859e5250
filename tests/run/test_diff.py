"""A diff tells what changes and nothing else."""

from __future__ import annotations

from pathlib import Path

from auditor.files import read
from auditor.run.diff import unified

TAGS = "".join(f"      Tags:\n        - Key: {n}\n          Value: x\n" for n in "ab" * 200)


def changed_lines(old: str, new: str, folder: Path) -> list[str]:
    path = folder / "template.yaml"
    path.write_bytes(old.encode())
    lines = unified(read(path), new).decode().split("\n")
    return [line for line in lines[2:] if line.startswith(("-", "+"))]


def test_lines_between_two_changes_are_not_told_as_changed(tmp_path: Path) -> None:
    part = "      Tags:\n        - Key: a\n          Value: x\n"
    old = f"one\n{part}two\n{TAGS}"
    new = f"ONE\n{part}TWO\n{TAGS}"
    assert changed_lines(old, new, tmp_path) == ["-one", "+ONE", "-two", "+TWO"]


def test_ranges_of_one_line_of_none_and_of_more(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_bytes(b"a\n")
    file = read(path)
    heads = [
        line
        for new in ("b\n", "", "a\nb\n", "a")
        for line in unified(file, new).decode().split("\n")
        if line.startswith("@@")
    ]
    assert heads == ["@@ -1 +1 @@", "@@ -1 +0,0 @@", "@@ -1 +1,2 @@", "@@ -1 +1 @@"]


def test_nothing_changes(tmp_path: Path) -> None:
    assert changed_lines("a\n", "a\n", tmp_path) == []

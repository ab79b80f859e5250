"""How the command ends: what waits for its end is done, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers import SMALL

DELETED = """
class Deleted:
    def __del__(self):
        print("taken apart")
deleted = Deleted()
"""
REGISTERED = "import atexit; atexit.register(print, 'the last words')"


def run(
    folder: Path, before: str, *, way: str = "command", out: int = subprocess.PIPE
) -> tuple[int, str]:
    (folder / "small.yaml").write_text(SMALL)
    code = f"{before}\nfrom auditor.__main__ import {way}\n{way}()"
    command = [sys.executable, "-c", code, "check", "--no-cache", "small.yaml"]
    done = subprocess.run(
        command, cwd=folder, stdout=out, stderr=subprocess.PIPE, check=False, text=True
    )
    return done.returncode, f"{done.stdout or ''}{done.stderr}"


def test_nothing_is_taken_apart(tmp_path: Path) -> None:
    assert run(tmp_path, DELETED) == (0, "No findings in 1 file\n")
    assert "taken apart" in run(tmp_path, DELETED, way="main")[1]


def test_what_waits_for_the_end_is_done(tmp_path: Path) -> None:
    assert run(tmp_path, REGISTERED) == (0, "No findings in 1 file\nthe last words\n")


def test_who_watches_sees_the_end(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    command = [sys.executable, "-m", "cProfile", "-m", "auditor", "check", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert "function calls" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device is one of Linux")
def test_a_full_disk_is_told_as_ever(tmp_path: Path) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        ended = [run(tmp_path, "", way=way, out=full) for way in ("command", "main")]
    finally:
        os.close(full)
    assert ended[0] == ended[1]
    assert ended[0][0] != 0

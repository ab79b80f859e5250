"""What the README shows of a program is what the command prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "fixtures" / "incidents" / "003-closed-time-series" / "pulumi"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def shown(part: str) -> list[tuple[str, list[str]]]:
    """The commands of the block that has a part, each with the lines below it."""
    text = (ROOT / "README.md").read_text()
    block = next(found[1] for found in _BLOCK.finditer(text) if part in found[1])
    runs: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            runs.append((line[2:], []))
        elif line != "...":
            runs[-1][1].append(line)
    return runs


def test_the_program_is_checked_and_changed_as_shown() -> None:
    runs = shown("program-attribute")
    assert len(runs) == 2
    for command, lines in runs:
        name, *arguments = command.split()
        assert name == "cfnaudit"
        done = subprocess.run(
            [sys.executable, "-m", "auditor", *arguments],
            cwd=PROGRAM,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert lines
        assert [line for line in lines if line not in done.stdout.splitlines()] == []

"""A second run over files of which none has changed, against one that remembers nothing."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers import RUN, seconds
from benchmarks.staged import staged


def section(few: Sequence[Path], many: Sequence[Path], rounds: int) -> str:
    """A table with a line for each set of templates."""
    lines = [
        "\n## A second run over unchanged files, whole process\n",
        f"{rounds} rounds.\n",
        "| templates | seconds with --no-cache | seconds again | times faster |",
        "|---|---|---|---|",
    ]
    with TemporaryDirectory() as name:
        code = staged(Path(name) / "code")
        environment = {
            **os.environ,
            "PYTHONPATH": str(_installed(code)),
            "CFNAUDIT_CACHE_DIR": str(Path(name) / "cache"),
        }
        for paths in (few, many[:1], many):
            command = [sys.executable, "-c", RUN, "check", "--exit-zero", *map(str, paths)]
            seconds(command, environment)
            pairs = [
                (seconds([*command, "--no-cache"], environment), seconds(command, environment))
                for _ in range(rounds)
            ]
            anew, again = (statistics.median(times) for times in zip(*pairs, strict=True))
            ratio = statistics.median(first / second for first, second in pairs)
            lines.append(f"| {len(paths)} | {anew:.3f} | {again:.3f} | {ratio:.1f} |")
    return "\n".join(lines) + "\n"


def _installed(code: Path) -> Path:
    """The code where an installation has it: elsewhere each of its files is looked at for edits."""
    place = code.with_name("site-packages")
    code.rename(place)
    return place

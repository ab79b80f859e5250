"""A second run over files of which none has changed, against one that remembers nothing."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers import seconds
from benchmarks.staged import installed

_NOTHING = "import os; os._exit(0)"


def section(sets: Sequence[Sequence[Path]], rounds: int) -> str:
    """A table with a line for each set of templates."""
    lines = [
        "\n## A second run over unchanged files, whole process\n",
        f"{rounds} rounds; nothing that Python runs is faster than Python alone.\n",
        "| templates | ms with --no-cache | ms again | ms of Python | times faster | at most |",
        "|---|---|---|---|---|---|",
    ]
    with TemporaryDirectory() as name:
        command = installed(Path(name) / "installed")
        python = str(command.with_name("python"))
        environment = {**os.environ, "CFNAUDIT_CACHE_DIR": str(Path(name) / "cache")}
        for paths in sets:
            again = [str(command), "check", "--exit-zero", *map(str, paths)]
            ways = ([*again, "--no-cache"], again, [python, "-c", _NOTHING])
            for way in ways:
                seconds(way, environment)
            taken = [[seconds(way, environment) for way in ways] for _ in range(rounds)]
            cells = [f"{statistics.median(times) * 1000:.1f}" for times in zip(*taken, strict=True)]
            for other in (1, 2):
                ratio = statistics.median(times[0] / times[other] for times in taken)
                cells.append(f"{ratio:.1f}")
            lines.append(f"| {len(paths)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"

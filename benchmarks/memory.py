"""The most memory that a whole run takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.growth import resources
from benchmarks.peers import SMALL
from benchmarks.staged import staged

_RUN = """
import sys
from auditor.__main__ import main
try:
    main()
except SystemExit:
    pass
with open("/proc/self/status") as status:
    # not that of getrusage, which a process inherits from the one that started it
    sys.stderr.write(next(line for line in status if line.startswith("VmHWM")).split()[1])
"""
_LARGE = 1_000_000


def section(folder: Path) -> str:
    """A table for a small template and for one of the largest that CloudFormation takes."""
    code = staged(folder / "code")
    text = resources(2500)[:_LARGE]
    large = text[: text.rindex("\n  Role")] + "\n"
    rows = ""
    for name, content in (("small", SMALL), (f"{len(large) / 1e6:.1f} MB", large)):
        path = folder / "memory.yaml"
        path.write_text(content, encoding="utf-8")
        command = [sys.executable, "-c", _RUN, "check", "--no-cache", str(path)]
        done = subprocess.run(
            command,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(code)},
            check=True,
            text=True,
        )
        rows += f"| {name} | {int(done.stderr.split()[-1]) / 1024:.0f} |\n"
    return f"\n## Memory\n\n| template | MiB |\n|---|---|\n{rows}"

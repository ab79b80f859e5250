"""Shows that a change of the code changes no output: `python -m benchmarks.same REVISION PATH...`.

Runs the working tree and a revision of git over the same files, once for what is found and once
for what would be fixed, and compares what they print and their exit codes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.staged import installed

_WAYS: Mapping[str, tuple[str, ...]] = {
    "findings": ("--output-format", "json"),
    "fixes": ("--diff", "--unsafe-fixes"),
}
_SHOWN = 40


def told(code: Path, way: str, path: str) -> str:
    """All that a run says: its output, its errors, its exit code. `code` is a command."""
    command = [str(code), "check", "--no-cache", *_WAYS[way], "--isolated", "--", path]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, text=True)
    return f"{_a_line_each(done.stdout)}\n{done.stderr}\nexit code {done.returncode}\n"


def _a_line_each(report: str) -> str:
    """A report in JSON with a line for each value, so that a difference shows its place."""
    try:
        return json.dumps(json.loads(report), indent=1)
    except ValueError:
        return report


def differences(before: Path, after: Path, way: str, path: str) -> Iterator[str]:
    """The lines that differ; none where all is as it was."""
    old, new = (told(code, way, path).splitlines() for code in (before, after))
    return unified_diff(old, new, "before", "after", lineterm="", n=6)


def main(revision: str, paths: list[str]) -> int:
    """Compares, prints what differs, and returns the exit code."""
    different = 0
    with TemporaryDirectory() as folder:
        before = installed(Path(folder) / "before", revision)
        after = installed(Path(folder) / "after")
        for path in paths:
            for way in _WAYS:
                shown = list(islice(differences(before, after, way, path), _SHOWN))
                different += bool(shown)
                print(f"{path}, {way}: {'DIFFERENT' if shown else 'the same'}", *shown, sep="\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

"""The most memory that a whole run takes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from auditor.source.yaml_.document import YamlDocument
from benchmarks.growth import resources
from benchmarks.peers import SMALL
from benchmarks.staged import installed

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
"""The most characters that CloudFormation takes of a template, from a bucket:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
_KINDS = 10
"""Resources that belong together in the templates of `growth`."""


def section(folder: Path) -> str:
    """A table for a small template and for those of the size that CloudFormation still takes."""
    python = str(installed(folder / "installed").with_name("python"))
    as_yaml = _largest(resources, _LARGE)
    as_json = _largest(lambda count: _json(resources(count)), _LARGE)
    rows = ""
    for name, content in (
        ("small.yaml", SMALL),
        ("large.yaml", as_yaml),
        ("large.json", as_json),
    ):
        path = folder / name
        path.write_text(content, encoding="utf-8")
        command = [python, "-I", "-c", _RUN, "check", "--no-cache", str(path)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        size, taken = len(content) / 1000, int(done.stderr.split()[-1]) / 1024
        rows += f"| {path.suffix[1:].upper()} | {size:,.1f} kB | {taken:.0f} |\n"
    return f"\n## Memory\n\n| format | template | MiB |\n|---|---|---|\n{rows}"


def _json(text: str) -> str:
    return json.dumps(YamlDocument(text).tree, indent=2)


def _largest(make: Callable[[int], str], most: int) -> str:
    """The largest template with whole groups of resources that is no larger than `most`."""
    each = len(make(_KINDS * 10)) // 10
    groups = most // each + 1
    while len(text := make(groups * _KINDS)) > most:
        groups -= max(1, (len(text) - most) // (2 * each))
    return text

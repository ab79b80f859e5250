"""What rules cost that have nothing to say: a small template with 50 rules and with 200.

The functions that a whole run calls are counted, what is imported among it: neither the machine nor
what else it does makes a difference.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.peers import SMALL

FEW, MANY = 50, 200
_CODE = """
import sys
from auditor.rules import index

wanted = int(sys.argv.pop(1))
general = [row for row in index.ROWS if not row[5]]
others = [row for row in index.ROWS if row[5]]
index.ROWS = (*general, *(
    (f"copy-{number}", *others[number % len(others)][1:5], (f"AWS::No::Type{number}",), ())
    for number in range(wanted - len(general))
))
assert len(index.ROWS) == wanted
calls = 0

def count(_frame, event, _argument):
    global calls
    calls += event in ("call", "c_call")

sys.setprofile(count)
from auditor.__main__ import main
try:
    main()
finally:
    sys.setprofile(None)
    print(calls)
"""


def calls(rules: int, folder: Path) -> int:
    """How many functions a run over a small template calls with so many rules."""
    (folder / "small.yaml").write_text(SMALL)
    command = [sys.executable, "-c", _CODE, str(rules), "check", "--no-cache", "small.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    said, counted = done.stdout.splitlines()
    if said != "No findings in 1 file":
        raise RuntimeError(said)
    return int(counted)


def section(folder: Path) -> str:
    """A table of both, in calls of functions."""
    few, many = (calls(count, folder) for count in (FEW, MANY))
    return (
        "\n## Rules that have nothing to say of a template\n\n"
        "| rules | calls of functions, whole process |\n|---|---|\n"
        f"| {FEW} | {few:,} |\n| {MANY} | {many:,} (+{(many / few - 1) * 100:.1f} %) |\n"
    )

"""Rules that have nothing to say of a template cost it next to nothing: calls are counted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.peers import SMALL

FEW, MANY = 50, 200
ALLOWED = 1.03
CODE = """
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
"""Counts the functions that a whole run calls, what is imported among it."""


def calls(rules: int, folder: Path) -> int:
    command = [sys.executable, "-c", CODE, str(rules), "check", "--no-cache", "small.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    said, counted = done.stdout.splitlines()
    assert said == "No findings in 1 file"
    return int(counted)


def test_rules_without_a_subject_cost_next_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    few, many = (calls(count, tmp_path) for count in (FEW, MANY))
    assert few < many <= ALLOWED * few

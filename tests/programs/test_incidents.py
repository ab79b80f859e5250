"""The programs of reports 003 and 004: every fault is found, and the fixes leave what has none.

The program of report 003 is run as well, with the provider's own classes and no cloud: it stops
as reported before the fixes, and makes all its resources after them. That of report 004 is run
where Node.js finds the packages of Pulumi, in the folder that PULUMI_NODE_MODULES names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety, Severity
from auditor.model.settings import Settings
from auditor.model.text import Lines
from auditor.project import ProjectFolder
from tests.programs.mocked import run_python

INCIDENTS = Path(__file__).parents[2] / "fixtures" / "incidents"
SERIES = INCIDENTS / "003-closed-time-series" / "pulumi"
STAGE = INCIDENTS / "004-stage-without-methods" / "pulumi"
RULES = registry.load()
Place = tuple[str, str, int]
FOUND: dict[Path, set[Place]] = {
    SERIES: {
        ("closed-service", "lib/metrics_stack.py", 32),
        ("closed-service", "lib/metrics_stack.py", 38),
        ("program-attribute", "lib/metrics_stack.py", 124),
        ("program-attribute", "lib/metrics_stack.py", 125),
        ("acl-disabled", "lib/metrics_stack.py", 58),
        ("import-unavailable", "lib/code.py", 9),
        ("action-resource-mismatch", "lib/metrics_stack.py", 92),
        ("resource-not-arn", "lib/metrics_stack.py", 107),
        ("region-pinned-client", "lib/code.py", 11),
        ("region-pinned-client", "lib/code.py", 12),
        ("hardcoded-region", "lib/metrics_stack.py", 140),
        ("function-log-group", "lib/metrics_stack.py", 115),
    },
    STAGE: {
        ("program-argument", "lib/status-api.mjs", 47),
        ("program-attribute", "lib/files-stack.mjs", 22),
        ("deployment-without-methods", "lib/status-api.mjs", 45),
        ("integration-order", "lib/status-api.mjs", 35),
        ("integration-order", "lib/status-api.mjs", 45),
        ("optional-argument", "lib/files-stack.mjs", 9),
        ("optional-argument", "lib/functions.mjs", 62),
        ("program-entry-point", "Pulumi.yaml", 4),
        ("missing-permission", "lib/functions.mjs", 31),
        ("object-key-encoding", "lib/functions.mjs", 30),
        ("unguarded-records", "lib/functions.mjs", 29),
        ("undefined-environment-variable", "lib/functions.mjs", 31),
        ("function-log-group", "lib/functions.mjs", 16),
        ("function-log-group", "lib/functions.mjs", 41),
    },
}
STAYS = {
    SERIES: {"closed-service", "action-resource-mismatch"},
    STAGE: {
        "optional-argument",
        "program-argument",
        "program-attribute",
        "missing-permission",
        "undefined-environment-variable",
    },
}
"""What only the author can decide. The argument that a helper misses is misspelled elsewhere."""
FAILS = {
    SERIES: "AttributeError: 'Database' object has no attribute 'name'",
    STAGE: "Cannot find module",
}
each_program = pytest.mark.parametrize("folder", FOUND, ids=lambda folder: folder.parent.name)


def checker(folder: Path) -> partial[Checked]:
    return partial(check, rules=RULES, settings=Settings(), project=ProjectFolder(folder))


def places(checked: Checked) -> set[Place]:
    found = set()
    for finding in checked.findings:
        line = Lines(checked.text_of(finding.file)).position(checked.span(finding).start).line
        found.add((finding.rule, finding.file or "Pulumi.yaml", line))
    return found


def repaired(folder: Path, least: Safety = Safety.UNSAFE) -> Fixed:
    return fix((folder / "Pulumi.yaml").read_text(), checker(folder), least)


def written(folder: Path, fixed: Fixed, to: Path) -> Path:
    shutil.copytree(folder, to)
    (to / "Pulumi.yaml").write_text(fixed.final.text)
    for name, text in fixed.final.beside.items():
        (to / name).write_text(text)
    return to


@each_program
def test_every_fault_is_found(folder: Path) -> None:
    checked = checker(folder)((folder / "Pulumi.yaml").read_text())
    assert not checked.crashes
    assert places(checked) == FOUND[folder]


@each_program
def test_only_what_has_no_fix_remains(folder: Path) -> None:
    fixed = repaired(folder)
    left = {one.rule for one in fixed.final.findings if (one.severity or 3) > Severity.INFO}
    asked = {one.rule for one in fixed.final.findings if one.ask is not None}
    assert left | asked == STAYS[folder]


@each_program
def test_safe_fixes_are_made_once_and_for_all(folder: Path) -> None:
    fixed = repaired(folder, Safety.SAFE)
    assert fixed.final.beside
    again = fix(fixed.final.text, partial(_beside, folder, fixed), Safety.SAFE)
    assert again.final.beside == fixed.final.beside


def _beside(folder: Path, fixed: Fixed, text: str, *, beside: dict[str, str]) -> Checked:
    return checker(folder)(text, beside={**fixed.final.beside, **beside})


def test_the_program_in_python_stops_as_reported_and_runs_once_fixed(tmp_path: Path) -> None:
    broken = run_python(SERIES, "tap.py")
    assert broken.returncode != 0
    assert FAILS[SERIES] in broken.stderr
    done = run_python(written(SERIES, repaired(SERIES), tmp_path / "fixed"), "tap.py")
    assert done.returncode == 0, done.stderr


MODULES = os.environ.get("PULUMI_NODE_MODULES", "")
SCRIPT = """
import * as pulumi from "@pulumi/pulumi";
await pulumi.runtime.setMocks(
  {
    newResource: (args) => ({ id: args.name + "_id", state: args.inputs }),
    call: (args) => args.inputs,
  },
  "files",
  "dev",
  false,
);
await import(process.argv[2]);
"""


def run_script(folder: Path, main: str) -> subprocess.CompletedProcess[str]:
    (folder / "run.mjs").write_text(SCRIPT)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(MODULES)
    command = ["node", str(folder / "run.mjs"), f"./{main}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.skipif(
    not MODULES or shutil.which("node") is None,
    reason="PULUMI_NODE_MODULES names no folder with the packages of Pulumi",
)
def test_the_program_in_javascript_stops_as_reported_and_runs_once_fixed(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(STAGE, broken)
    first = run_script(broken, "index.mjs")
    assert FAILS[STAGE] in first.stderr
    second = run_script(broken, "main.mjs")
    assert "Cannot read properties of undefined (reading 'id')" in second.stderr
    fixed = written(STAGE, repaired(STAGE), tmp_path / "fixed")
    assert "main: main.mjs" in (fixed / "Pulumi.yaml").read_text()
    functions = fixed / "lib" / "files-stack.mjs"  # the slip that only the author can see
    functions.write_text(functions.read_text().replace("sourceBuket:", "sourceBucket:"))
    done = run_script(fixed, "main.mjs")
    assert done.returncode == 0, done.stderr

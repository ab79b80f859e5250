"""With workers a run writes what it writes without, byte for byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, TIMEOUT, Workspace, assert_one_line

FIXTURES = Path(__file__).parents[2] / "fixtures"
LOCAL = FIXTURES / "naive-aware-datetime" / "in-a-local-file.yaml"
SOURCE = LOCAL.with_name(f"{LOCAL.name}.files") / "src" / "app.py"
SHARED = ("one.yaml", "two.yaml", "three.yaml")
DIES = """
import os
import auditor.run.workers as workers
real = workers.audit
def audit(job, rules, **given):
    if job.name == "b.yaml" and {when}:
        os.kill(os.getpid(), 9)
    return real(job, rules, **given)
workers.audit = audit
"""


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    for path in sorted((FIXTURES / "schedule-expression-syntax").glob("*.yaml"))[:12]:
        workspace.write(path.name, path.read_bytes())
    workspace.write("broken.yaml", "Resources: [\n")
    workspace.write("utf16.yaml", CLEAN.encode("utf-16"))
    workspace.write("none.yaml", "a: 1\n")
    return workspace


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "options",
    [
        ("--output-format", "json"),
        ("--output-format", "html"),
        ("--diff", "--unsafe-fixes"),
        ("--fix", "--unsafe-fixes"),
        ("--add-ignores", "--fail-on", "info"),
        ("--baseline", "known.json", "--update-baseline"),
    ],
)
def test_workers_change_nothing(many: Workspace, options: tuple[str, ...]) -> None:
    before = content(many.folder)
    alone = many.check(".", "--jobs", "1", *options)
    after = content(many.folder)
    for name in after:
        (many.folder / name).unlink()
    for name, text in before.items():
        many.write(name, text)
    assert many.check(".", "--jobs", "3", *options) == alone
    assert content(many.folder) == after


def test_a_file_that_several_templates_share_is_fixed_once(workspace: Workspace) -> None:
    for name in SHARED:
        workspace.write(name, LOCAL.read_bytes())
    workspace.write("src/app.py", SOURCE.read_bytes())
    options = ("--fix", "--unsafe-fixes", "--select", "naive-aware-datetime")
    result = workspace.check(*SHARED, *options, "--jobs", "3")
    assert result.err == ""
    assert workspace.read("src/app.py") != SOURCE.read_bytes()
    assert result.out.count("fixed[naive-aware-datetime]") == 1
    assert "in 3 files, 1 fixed" in result.out


def test_a_worker_that_dies_is_told_and_the_rest_is_done(workspace: Workspace) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        workspace.write(name)
    options = ("check", "--fix", "--jobs", "2", ".")
    result = workspace.python(DIES.format(when="True"), *options)
    assert_one_line(result, "b.yaml: ended two worker processes (signal 9)", "was not checked")
    assert workspace.read("b.yaml") == BROKEN.encode()
    assert workspace.read("a.yaml") == workspace.read("c.yaml") == MENDED.encode()


def test_a_worker_that_is_killed_costs_nothing_but_time(workspace: Workspace) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        workspace.write(name)
    alone = workspace.check("--jobs", "1", ".")
    once = "not os.path.exists('died') and open('died', 'w') is not None"
    result = workspace.python(DIES.format(when=once), "check", "--jobs", "2", ".")
    assert (result.code, result.out) == (alone.code, alone.out)
    says = "cfnaudit: b.yaml: its worker process ended, it was checked once more\n"
    assert result.err == says


IMPORTED = """
import os
import sys
import auditor.run.workers as workers
real = workers.audit
def audit(job, rules, **given):
    of_templates = [rules[id] for id in job.rules if rules[id].types != ("Pulumi::Program",)]
    is_ready = all(rule.module in sys.modules for rule in of_templates)
    os.write(2, b"+" if is_ready else b"-")
    return real(job, rules, **given)
workers.audit = audit
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only forks have what the parent imported")
def test_the_workers_of_a_long_run_import_no_rule(workspace: Workspace) -> None:
    for number in range(25):
        workspace.write(f"{number}.yaml")
    result = workspace.python(IMPORTED, "check", "--jobs", "2", ".")
    # the first three are checked by the parent
    assert result.err == "+" * 22


PARENT_DIES = """
import os
import auditor.run.collect as collect
def add(*_):
    os.kill(os.getpid(), 9)
collect.Collector.add = add
"""


def test_workers_do_not_outlive_their_parent(workspace: Workspace) -> None:
    for number in range(8):
        workspace.write(f"{number}.yaml")
    # the pipes of the output are closed, and this ends, once no worker holds them any more
    result = workspace.python(PARENT_DIES, "check", "--jobs", "3", ".")
    assert result.code == -signal.SIGKILL


ENDLESS = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a script in the background has none
import auditor.run.workers as workers
def audit(job, rules, **given):
    sys.stderr.write("busy\\n")
    sys.stderr.flush()
    while True:
        pass
workers.audit = audit
from auditor.__main__ import main
main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all(workspace: Workspace, number: signal.Signals) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        workspace.write(name)
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, "check", "--jobs", "2", "."],
        cwd=workspace.folder,
        env=workspace.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() + process.stderr.readline() == b"busy\nbusy\n"
    # as a terminal does it: to all of them
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 128 + number
    assert (out, err) == (b"", b"")


@pytest.mark.parametrize("value", ["0", "-1", "x", "100000"])
def test_a_number_of_jobs_that_is_none(workspace: Workspace, value: str) -> None:
    workspace.write("a.yaml")
    result = workspace.check("--jobs", value, "a.yaml")
    assert result.code == 2
    assert "--jobs" in result.err

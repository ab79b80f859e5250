"""Workers give what one process gives, in the same order, also where some of them die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from msgspec.structs import replace

from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.run import workers
from auditor.run.audit import audit
from auditor.run.inputs import Input
from auditor.run.job import Job
from auditor.run.plan import Planned
from auditor.run.request import Request
from auditor.run.result import Outcome, Result
from auditor.run.tests import SuitesOfRun
from tests.run.jobs import job, rules
from tests.runner import BROKEN, CLEAN, RULE

REQUEST = Request((), {})
NAMES = ("a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml")

Audit = Callable[[Job, dict[str, AnyRule]], Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text(BROKEN if name in ("a.yaml", "d.yaml") else CLEAN)
    return tmp_path


@pytest.fixture(autouse=True)
def no_worker_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def planned(folder: Path, seconds: int = 60) -> Iterator[Planned]:
    for name in NAMES:
        path = folder / name
        one = replace(job(path), max_seconds=seconds)
        yield Planned(Input(path), one.file, one)


def run(folder: Path, size: int = 2, seconds: int = 60) -> list[tuple[str, Result]]:
    crew = workers.Workers(REQUEST, rules(), size)
    results = crew.results(planned(folder, seconds))
    return [(Path(item.input.name).name, result) for item, result in results if result is not None]


def here(folder: Path) -> list[tuple[str, Result]]:
    return [
        (Path(item.input.name).name, audit(item.job, rules()))
        for item in planned(folder)
        if item.job is not None
    ]


def instead(monkeypatch: pytest.MonkeyPatch, act: Callable[[str], Any]) -> None:
    """What a worker does before it checks a file; forks have it too."""

    def acting(job: Job, rules: dict[str, AnyRule], suites: SuitesOfRun) -> Result:
        result = act(Path(job.name).name)
        return result if isinstance(result, Result) else audit(job, rules, suites=suites)

    monkeypatch.setattr(workers, "audit", acting)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("size", [1, 2, 8])
def test_the_results_are_those_of_one_process(folder: Path, size: int) -> None:
    assert run(folder, size) == here(folder)


def test_workers_that_share_nothing_give_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows, where processes are started anew."""
    monkeypatch.setattr(workers, "_CONTEXT", multiprocessing.get_context("spawn"))
    monkeypatch.setattr(workers, "_IS_FORKED", False)
    assert run(folder) == here(folder)


def test_the_order_is_that_of_the_inputs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, lambda name: time.sleep(0.3 if name == "a.yaml" else 0))
    assert run(folder) == here(folder)


def test_what_is_not_to_be_checked_keeps_its_place(folder: Path) -> None:
    one, *others = planned(folder)
    skipped = Planned(one.input, error="not readable")
    crew = workers.Workers(REQUEST, rules(), 2)
    found = list(crew.results(iter([others[0], skipped, *others[1:]])))
    assert [item is skipped for item, _ in found] == [False, True, False, False, False]
    assert found[1][1] is None


def test_a_job_is_done_once_more_where_its_worker_died(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    died = folder / "died"

    def act(name: str) -> None:
        if name == "d.yaml" and not died.exists():
            died.touch()
            die()

    instead(monkeypatch, act)
    results = dict(run(folder))
    assert list(results) == list(NAMES)
    note = f"{folder / 'd.yaml'}: its worker process ended, it was checked once more"
    assert results["d.yaml"].notes == (note,)
    without = {name: replace(result, notes=()) for name, result in results.items()}
    assert without == dict(here(folder))


def test_a_file_that_ends_every_worker_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, lambda name: die() if name == "b.yaml" else None)
    results = dict(run(folder))
    assert results.pop("b.yaml").left_out == "ended two worker processes (signal 9)"
    assert list(results.items()) == [row for row in here(folder) if row[0] != "b.yaml"]


def test_all_workers_may_die(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, lambda _: die())
    assert [name for name, result in run(folder) if result.left_out] == list(NAMES)


@pytest.mark.parametrize("name", ["start", "Pipe"])
def test_without_processes_the_work_is_done_here(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(11, "Resource temporarily unavailable")

    if name == "Pipe":
        monkeypatch.setattr(type(workers._CONTEXT), "Pipe", refuse)
    else:
        monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    assert run(folder) == here(folder)


def test_what_hears_no_alarm_is_ended_by_the_system(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(name: str) -> None:
        if name == "c.yaml":
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])
            while True:
                pass

    monkeypatch.setattr(workers, "_GRACE_SECONDS", 0)
    instead(monkeypatch, act)
    results = dict(run(folder, seconds=1))
    left_out = results.pop("c.yaml").left_out
    assert left_out == "takes more than 1 s of computing (max-file-seconds)"
    assert [name for name, result in results.items() if result.found.entries] == [
        "a.yaml",
        "d.yaml",
    ]


def test_a_worker_that_was_interrupted_is_not_used_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(name: str) -> Result | None:
        with (folder / "log").open("a") as log:
            log.write(f"{os.getpid()}\n")
        return Result(Outcome(), left_out="late") if name == "a.yaml" else None

    instead(monkeypatch, act)
    run(folder, size=1)
    first, *others = (folder / "log").read_text().split()
    assert first not in others
    assert len(set(others)) == 1


def test_a_result_that_cannot_be_handed_over_is_a_fault_of_ours(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(name: str) -> Result | None:
        return Result(Outcome(stack=lambda: 1)) if name == "a.yaml" else None  # type: ignore[arg-type]

    instead(monkeypatch, act)
    results = dict(run(folder))
    assert results["a.yaml"].failure is not None
    assert [entry.rule for entry in results["d.yaml"].found.entries] == [RULE]


def test_whoever_stops_early_leaves_no_process_behind(folder: Path) -> None:
    results = workers.Workers(REQUEST, rules(), 2).results(planned(folder))
    next(results)
    assert multiprocessing.active_children() != []
    results.close()


def test_a_worker_is_told_what_a_job_has_otherwise(folder: Path) -> None:
    jobs = [item.job for item in planned(folder) if item.job is not None]
    jobs[1] = replace(jobs[1], rules=(RULE,), reason="why", least=Safety.DISPLAY)
    before: Job | None = None
    known: dict[str, Any] = {}
    told = []
    for one in jobs:
        told.append(workers._news(one, before))
        known |= told[-1]
        before = one
        assert Job(**known) == one
    assert told[0].keys() == set(Job.__struct_fields__)
    assert told[1].keys() == {"file", "name", "rules", "reason", "least"} == told[2].keys()
    assert told[3].keys() == {"file", "name"}

"""No function runs for ever, whatever it is busy with, and nothing of the bound is left behind."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from auditor.run.audit import audit
from auditor.run.bound import OutOfTime, within
from auditor.run.job import Task
from tests.run.jobs import job, rules
from tests.runner import BROKEN


def busy_with_python() -> NoReturn:
    while True:
        pass


def busy_with_an_expression() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def busy_behind_a_handler() -> None:
    while True:
        with suppress(Exception):
            busy_with_python()


class BusyWhenItGoes:
    def __del__(self) -> None:
        busy_with_python()


def busy_where_exceptions_are_swallowed() -> None:
    BusyWhenItGoes()
    busy_with_python()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "function",
    [
        busy_with_python,
        busy_with_an_expression,
        busy_behind_a_handler,
        busy_where_exceptions_are_swallowed,
    ],
)
def test_what_takes_too_long_is_ended(function: Callable[[], None]) -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(OutOfTime):
        within(1, function)
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_a_result_or_an_error_comes_through() -> None:
    def fail() -> NoReturn:
        raise LookupError("here")

    assert within(60, lambda: "result") == "result"
    with pytest.raises(LookupError, match="here"):
        within(60, fail)
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_elsewhere_than_in_the_main_thread_there_is_no_bound() -> None:
    results: list[str] = []
    thread = threading.Thread(target=lambda: results.append(within(1, lambda: "result")))
    thread.start()
    thread.join()
    assert results == ["result"]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(BROKEN)
    return path


@pytest.mark.parametrize("task", Task)
def test_a_file_that_takes_too_long_is_left_out(
    broken: Path, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.run.audit.check", lambda *_, **__: busy_with_python())
    result = audit(replace(job(broken, task), max_seconds=1), rules())
    assert result.left_out == "takes more than 1 s of computing (max-file-seconds)"
    assert (result.found.entries, result.texts, result.failure) == ((), (), None)


def test_a_file_that_takes_too_much_memory_is_left_out(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhaust(*_: object, **__: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("auditor.run.audit.check", exhaust)
    result = audit(job(broken), rules())
    assert result.left_out == "needs more memory than there is"

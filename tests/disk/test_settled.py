"""A file that nobody changed since before it was read holds what it held, and is not read again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.disk import asking, looks

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no file says there when it was changed")
LATER = 10_000_000_000
"""Nanoseconds."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("Resources: {}\n")
    return path


def read_once(file: Path) -> list[tuple[asking.Question, str]]:
    """What is kept of a run that read a file, as if it had begun later."""
    answers = asking.listen()
    asking.content(file, 1_000)
    return list(asking.settled(answers).items())


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    open_regular = looks.open_regular

    def noted(path: looks.PathLike, flags: int = 0) -> object:
        found.append(os.fspath(path))
        return open_regular(path, flags)

    monkeypatch.setattr(looks, "open_regular", noted)
    return found


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + LATER)


@pytest.mark.usefixtures("later")
def test_what_nobody_changed_is_not_read_again(file: Path, opened: list[str]) -> None:
    answers = read_once(file)
    opened.clear()
    assert asking.still_hold(answers)
    assert not opened


def test_what_was_changed_just_before_is_read_again(file: Path, opened: list[str]) -> None:
    answers = read_once(file)
    opened.clear()
    assert asking.still_hold(answers)
    assert opened == [str(file)]


def as_long(file: Path) -> None:
    file.write_text("Resources: []\n")


def as_old(file: Path) -> None:
    status = file.stat()
    file.write_text("Resources: []\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def another_of_that_name(file: Path) -> None:
    new = file.with_suffix(".new")
    new.write_text("Resources: []\n")
    new.replace(file)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", [as_long, as_old, another_of_that_name, Path.unlink])
def test_a_change_is_seen(file: Path, change: Callable[[Path], None]) -> None:
    answers = read_once(file)
    change(file)
    assert not asking.still_hold(answers)


@pytest.mark.usefixtures("later")
def test_what_is_only_touched_is_read_and_the_same(file: Path, opened: list[str]) -> None:
    answers = read_once(file)
    opened.clear()
    os.utime(file, (1, 1))
    assert asking.still_hold(answers)
    assert opened == [str(file)]


def test_nothing_is_written_down_for_nobody(file: Path) -> None:
    answers = asking.listen()
    assert asking.is_file(file)
    known = dict(answers)
    assert known
    asking.leave()
    assert asking.is_there(file)
    asking.content(file, 1_000)
    asking.beside(file.parent, {"b.yaml": ""}, {})
    assert answers == known

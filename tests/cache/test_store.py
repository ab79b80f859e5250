"""A result is used again where nothing has changed, and nothing of the cache can do harm."""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from msgspec.structs import replace

from auditor.cache.folder import clean, location, prune
from auditor.cache.store import Store
from auditor.disk.looks import digest
from auditor.model.choices import Choices
from auditor.model.finding import Severity
from auditor.model.settings import Settings
from auditor.run.audit import audit
from auditor.run.job import Job, Task
from auditor.run.result import Failure, Outcome, Result
from tests.run.jobs import job, rules, with_baseline
from tests.runner import BROKEN

INCIDENTS = sorted((Path(__file__).parents[2] / "fixtures" / "incidents").rglob("template.*"))
LOCAL = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(str(folder), "stamp")


@pytest.fixture
def one(tmp_path: Path) -> Job:
    path = tmp_path / "work" / "a.yaml"
    path.parent.mkdir()
    path.write_text(LOCAL)
    (path.parent / "src").mkdir()
    (path.parent / "src" / "app.py").write_text("def handler(event, context):\n    return 1\n")
    return job(path)


def kept(store: Store, one: Job) -> Result:
    result = audit(one, rules())
    store.keep(one, result)
    return result


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.parent.name)
def test_every_result_comes_back_as_it_was(store: Store, path: Path) -> None:
    for made in (job(path), with_baseline(job(path))):
        assert store.find(made) is None
        result = kept(store, made)
        assert store.find(made) == result


def test_what_was_looked_at_is_part_of_the_result(store: Store, one: Job) -> None:
    result = kept(store, one)
    assert "src/app.py" in result.beside.files
    assert store.find(one) == result


def edit_code(folder: Path) -> None:
    (folder / "src" / "app.py").write_text("def other(event, context):\n    return 1\n")


def remove_code(folder: Path) -> None:
    (folder / "src" / "app.py").unlink()


def add_a_file(folder: Path) -> None:
    (folder / "src" / "new.py").write_text("")


def move_the_code(folder: Path) -> None:
    (folder / "src").rename(folder / "lib")


@pytest.mark.parametrize("act", [edit_code, remove_code, add_a_file, move_the_code])
def test_a_change_beside_the_file(store: Store, one: Job, act: Callable[[Path], None]) -> None:
    kept(store, one)
    act(one.file.path.parent)
    assert store.find(one) is None


def test_what_was_not_there_and_is_there_now(store: Store, one: Job) -> None:
    remove_code(one.file.path.parent)
    kept(store, one)
    edit_code(one.file.path.parent)
    assert store.find(one) is None


@pytest.mark.parametrize(
    "change",
    [
        {"name": "other.yaml"},
        {"rules": ("schedule-expression-syntax",)},
        {"settings": (Settings(regions=("eu-west-1",)),)},
        {"choices": Choices(severities={"log-group-missing": Severity.INFO})},
        {"choices": Choices(named=frozenset({"log-group-missing"}))},
        {"fail_on": Severity.ERROR},
        {"task": Task.FIX},
        {"detailed": False},
        {"only_templates": True},
        {"max_seconds": 1},
    ],
    ids=str,
)
def test_a_job_that_differs(store: Store, one: Job, change: dict[str, Any]) -> None:
    kept(store, one)
    assert store.find(replace(one, **change)) is None


def test_another_content_another_place_another_program(
    store: Store, folder: Path, one: Job, tmp_path: Path
) -> None:
    kept(store, one)
    other = replace(one.file, text=one.file.text + "# more\n")
    assert store.find(replace(one, file=other)) is None
    moved = replace(one.file, path=tmp_path / "elsewhere" / "a.yaml")
    assert store.find(replace(one, file=moved)) is None
    assert Store(str(folder), "other version").find(one) is None
    assert Store(str(folder), "stamp").find(one) is not None


def test_what_is_to_be_done_or_told_is_not_remembered(store: Store, folder: Path, one: Job) -> None:
    broken = one.file.path.with_name("b.yaml")
    broken.write_text(BROKEN)
    kept(store, job(broken, Task.FIX))
    plain = Outcome()
    for result in (
        Result(plain, left_out="late"),
        Result(plain, failure=Failure("here")),
        Result(plain, notes=("note",)),
        Result(Outcome(failures=(Failure("here", "a-rule"),))),
    ):
        store.keep(one, result)
    assert not folder.exists()


def only_file(folder: Path) -> Path:
    [path] = folder.glob("*.result")
    return path


def signed(content: bytes) -> bytes:
    return digest(content).encode() + b"\n" + content


class ByName:
    """A member of an enumeration as some versions of Python pickle it, or what is none."""

    def __init__(self, holder: object, name: str) -> None:
        self._holder = holder
        self._name = name

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, (self._holder, self._name)


def test_a_member_of_an_enumeration_may_be_pickled_by_its_name(
    store: Store, folder: Path, one: Job
) -> None:
    result = kept(store, one)
    path = only_file(folder)
    fields = {name: getattr(result, name) for name in result.__struct_fields__}
    path.write_bytes(
        signed(pickle.dumps(Result(**fields | {"left_out": ByName(Severity, "ERROR")})))
    )
    found = store.find(one)
    assert found is not None
    assert found.left_out is Severity.ERROR  # type: ignore[comparison-overlap]
    path.write_bytes(signed(pickle.dumps(Result(**fields | {"left_out": ByName(str, "join")}))))
    assert store.find(one) is None


class Evil:
    """What a pickle may do when it is read."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._marker),)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:10],
        lambda content: content[:-1],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: content + b"more",
        lambda content: b"\0" * len(content),
        lambda _: signed(b"no pickle"),
        lambda _: signed(pickle.dumps("another value")),
        lambda _: signed(pickle.dumps(os.system)),
        lambda _: signed(pickle.dumps(Path("a"))),
    ],
)
def test_a_damaged_result_is_none(
    store: Store, folder: Path, one: Job, damage: Callable[[bytes], bytes]
) -> None:
    result = kept(store, one)
    path = only_file(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert store.find(one) is None
    store.keep(one, result)
    assert store.find(one) == result


def test_nothing_is_called_that_a_file_names(store: Store, folder: Path, one: Job) -> None:
    kept(store, one)
    marker = folder / "called"
    only_file(folder).write_bytes(signed(pickle.dumps(Evil(marker))))
    assert store.find(one) is None
    assert not marker.exists()


def test_a_place_where_nothing_can_be_written(one: Job) -> None:
    store = Store("/dev/null/none", "stamp")
    kept(store, one)
    assert store.find(one) is None


def test_a_full_disk(store: Store, folder: Path, one: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    kept(store, one)
    assert store.find(one) is None
    assert not list(folder.glob("*.result")) + list(folder.glob("*.new"))


def test_the_size_is_bounded(folder: Path) -> None:
    folder.mkdir()
    for number in range(10):
        path = folder / f"{number}.result"
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
    prune(str(folder), 1000)
    assert len(list(folder.iterdir())) == 10
    prune(str(folder), 999)
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{number}.result" for number in range(6, 10)
    ]


def test_only_a_cache_is_cleaned_away(
    store: Store, folder: Path, one: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CFNAUDIT_CACHE_DIR", str(one.file.path.parent))
    assert clean() is None
    assert one.file.path.exists()
    monkeypatch.setenv("CFNAUDIT_CACHE_DIR", str(folder))
    assert clean() is None
    kept(store, one)
    assert (folder / ".gitignore").read_text() == "*\n"
    assert clean() == (str(folder), 1)
    assert not folder.exists()


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CFNAUDIT_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert location() == str(tmp_path / ".cache" / "cfnaudit")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert location() == str(tmp_path / "xdg" / "cfnaudit")
    monkeypatch.setenv("CFNAUDIT_CACHE_DIR", ".cfnaudit_cache")
    assert location() == ".cfnaudit_cache"

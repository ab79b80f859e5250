"""Files are replaced whole, all or none, and only where they still are what was read."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor import files
from auditor.files import writing
from auditor.files.writing import NewText, save, write

HAS_ATTRIBUTES = hasattr(os, "setxattr")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.py"):
        (tmp_path / name).write_text(name)
    return tmp_path


def upper(folder: Path, *names: str, root: Path | None = None) -> list[NewText]:
    read = [files.read(folder / name) for name in names]
    return [NewText(file, file.text.upper(), root) for file in read]


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


UNCHANGED = {"a.yaml": "a.yaml", "b.py": "b.py"}


def test_files_are_written_together(two: Path) -> None:
    write(upper(two, "a.yaml", "b.py"))
    assert texts(two) == {"a.yaml": "A.YAML", "b.py": "B.PY"}


def failing_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == name and "-old-" not in str(source):
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)


def test_what_was_written_is_taken_back_where_the_next_cannot_be(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = upper(two, "a.yaml", "b.py")
    failing_for("b.py", monkeypatch)
    with pytest.raises(files.Unreadable, match=r"b\.py: cannot be written \(No space left"):
        write(changes)
    assert texts(two) == UNCHANGED


def edited(path: Path) -> None:
    with path.open("a") as stream:
        stream.write("#")


def edited_to_the_same_length(path: Path) -> None:
    path.write_text("B.py")


def replaced_by_an_equal_one(path: Path) -> None:
    content = path.read_bytes()
    path.rename(path.with_suffix(".old"))
    path.write_bytes(content)


def replaced_by_a_link(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.symlink_to(path.with_suffix(".old"))
    equal = path.with_suffix(".equal")
    equal.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(equal)


def replaced_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "act",
    [
        edited,
        edited_to_the_same_length,
        replaced_by_an_equal_one,
        replaced_by_a_link,
        replaced_by_a_pipe,
        removed,
    ],
)
def test_what_somebody_changed_is_left_alone(two: Path, act: Callable[[Path], None]) -> None:
    changes = upper(two, "a.yaml", "b.py")
    act(two / "b.py")
    before = {path.name: path.lstat() for path in two.iterdir()}
    with pytest.raises(files.Unreadable, match=r"b\.py: was changed by somebody else"):
        write(changes)
    assert {path.name: path.lstat() for path in two.iterdir()} == before
    assert (two / "a.yaml").read_text() == "a.yaml"


def test_a_change_while_the_new_text_is_being_written_is_seen(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slow(number: int) -> None:
        fsync(number)
        (two / "a.yaml").write_text("mine")

    changes = upper(two, "a.yaml")
    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(files.Unreadable, match="was changed by somebody else"):
        write(changes)
    assert texts(two) == UNCHANGED | {"a.yaml": "mine"}


def test_the_content_is_on_the_disk_before_it_gets_the_name(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(number: int) -> None:
        calls.append(f"sync {os.fstat(number).st_size}")
        fsync(number)

    def replaced(source: Path, target: Path) -> None:
        calls.append(f"replace {target.name}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write(upper(two, "a.yaml"))
    assert calls == ["sync 6", "replace a.yaml"]


def test_a_file_with_a_second_name_is_refused(two: Path) -> None:
    (two / "other.yaml").hardlink_to(two / "a.yaml")
    with pytest.raises(files.Unreadable, match=r"a\.yaml: has 2 names \(hard links\)"):
        write(upper(two, "a.yaml"))
    assert texts(two) == UNCHANGED | {"other.yaml": "a.yaml"}
    assert (two / "a.yaml").samefile(two / "other.yaml")


@pytest.fixture
def attributes(two: Path) -> Path:
    path = two / "a.yaml"
    if not HAS_ATTRIBUTES:
        pytest.skip("Python sees no extended attributes here")
    try:
        os.setxattr(path, "user.note", b"kept")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    return path


def test_extended_attributes_are_kept(attributes: Path) -> None:
    write(upper(attributes.parent, "a.yaml"))
    assert attributes.read_text() == "A.YAML"
    assert os.getxattr(attributes, "user.note") == b"kept"


@pytest.mark.skipif(not HAS_ATTRIBUTES, reason="Python sees no extended attributes here")
def test_a_file_whose_attributes_cannot_be_kept_is_refused(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def get(path: Path, _: str) -> bytes:
        if path.name == "a.yaml":
            return b"label"
        raise OSError(errno.ENODATA, "No data available")

    monkeypatch.setattr(os, "listxattr", lambda _: ["security.label"])
    monkeypatch.setattr(os, "getxattr", get)
    monkeypatch.setattr(os, "setxattr", refuse)
    with pytest.raises(files.Unreadable, match=r"'security\.label' cannot be kept"):
        write(upper(two, "a.yaml"))
    assert texts(two) == UNCHANGED


def test_a_link_that_leads_out_of_the_folder_is_not_followed(two: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(two / "a.yaml")
    (inside / "real.yaml").write_text("real")
    (inside / "near.yaml").symlink_to("real.yaml")
    with pytest.raises(files.Unreadable, match=r"link\.yaml: leads out of '.*inside'"):
        write(upper(inside, "link.yaml", root=inside))
    assert texts(two) == UNCHANGED
    write(upper(inside, "near.yaml", root=inside))
    assert (inside / "real.yaml").read_text() == "REAL"
    assert (inside / "near.yaml").is_symlink()
    write(upper(inside, "link.yaml"))
    assert (two / "a.yaml").read_text() == "A.YAML"


def test_a_folder_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    for name in ("real", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text("a")
    changes = upper(tmp_path / "real", "a.yaml")
    (tmp_path / "real").rename(tmp_path / "away")
    (tmp_path / "real").symlink_to("other")
    with pytest.raises(files.Unreadable, match="was changed by somebody else"):
        write(changes)
    assert texts(tmp_path / "other") == {"a.yaml": "a"}


def test_a_new_file_is_not_written_over_another(two: Path) -> None:
    with pytest.raises(files.Unreadable, match=r"a\.yaml: cannot be written \(File exists\)"):
        save(two / "a.yaml", "new")
    assert texts(two) == UNCHANGED
    save(two / "c.json", "{}")
    assert texts(two) == UNCHANGED | {"c.json": "{}"}


def test_a_new_file_is_there_whole_or_not_at_all(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "_to_disk", full)
    with pytest.raises(files.Unreadable, match="No space left"):
        save(two / "c.json", "{}")
    assert texts(two) == UNCHANGED

"""Questions to the disk that decide about a run, written down with their answers.

Who remembers a run can ask the same questions again. All that decides a run is asked here.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from auditor.disk import looks
from auditor.disk.looks import digest, spelled_lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from auditor.disk.looks import PathLike

    Question: TypeAlias = tuple[str, str, str]
    """The kind of the question, a path, and the path from there where the first one is a root."""
    Answers: TypeAlias = dict[Question, str]

_OF_A_PATH: Mapping[str, Callable[[PathLike], str]] = {
    look.__name__: look
    for look in (
        *(looks.presence, looks.kind, looks.owner, looks.state),
        *(looks.content, looks.names, looks.code),
    )
}
_BELOW_A_ROOT: Mapping[str, Callable[[PathLike, str, str | None], str]] = {
    look.__name__: look for look in (looks.text_below, looks.names_below)
}
_REAL = "real"
_NEVER = ("never", "", "")
"""A question that nothing answers as it was answered."""

_CONTENT = "content"
_TICKS = 2_000_000_000
"""Nanoseconds in which two changes may have the same time: FAT counts every second one."""
_EVER = sys.maxsize

_heard: Answers | None = None
_since = 0
"""When listening began, in nanoseconds of the system's clock."""


def listen() -> Answers:
    """From now on questions and answers are written down, in what is returned."""
    # there is one disk, and who asks need not know who listens
    global _heard, _since
    _heard, _since = {}, time.time_ns()
    return _heard


def leave() -> None:
    """Nothing is written down any more: nobody is going to remember the run."""
    global _heard  # noqa: PLW0603 (as above)
    _heard = None


def settled(answers: Answers) -> Answers:
    """The same answers, for files that no one changed since just before with how they are.

    Who asks again need not read those while they are like that.
    """
    found = dict(answers)
    for question, answer in answers.items():
        kind, path, _ = question
        if kind == _CONTENT and answer:
            how = looks.settled(path, _since - _TICKS)
            found[question] = f"{answer} {how}" if how else answer
    return found


def still_hold(answers: Iterable[tuple[Question, str]]) -> bool:
    """Whether every question is answered as it was."""
    folders: dict[str, str] = {}
    for (kind, path, below), answer in answers:
        if kind == _CONTENT:
            answer, _, how = answer.partition(" ")  # noqa: PLW2901
            if how and looks.settled(path, _EVER) == how:
                continue
        if kind in _OF_A_PATH:
            now = _OF_A_PATH[kind](path)
        elif kind in _BELOW_A_ROOT:
            if path not in folders:
                folders[path] = looks.top(path)
            now = _BELOW_A_ROOT[kind](path, below, folders[path])
        elif kind == _REAL:
            now = _real(path, folders)
        else:
            return False
        if now != answer:
            return False
    return True


def is_there(path: PathLike) -> bool:
    """Whether there is something of this name, be it a link that leads nowhere."""
    return bool(_ask("presence", path))


def is_file(path: PathLike) -> bool:
    """Whether a path is a regular file, or leads to one."""
    return _ask("kind", path) == "file"


def is_folder(path: PathLike) -> bool:
    """Whether a path is a folder, or leads to one."""
    return _ask("kind", path) == "folder"


def exists(path: PathLike) -> bool:
    """Whether a path leads to something."""
    return bool(_ask("kind", path))


def owner(path: PathLike) -> int | None:
    """The number of the user that a file belongs to; None where there is no file."""
    found = _ask("owner", path)
    return int(found) if found else None


def real(path: PathLike) -> str:
    """Where a path leads to, all links followed. Raises OSError and ValueError."""
    found = os.path.realpath(path)
    _note(_REAL, path, found)
    return found


def listed(folder: PathLike) -> tuple[list[str], list[str]]:
    """The folders in a folder that are searched, from the last to the first, and the files.

    Raises OSError.
    """
    folders, files = looks.listed(folder)
    if _heard is not None:
        _note("names", folder, spelled_lists(folders, files))
    return folders, files


def content(path: PathLike, most: int) -> tuple[os.stat_result, bytes | None]:
    """How a file is, and up to one byte more than `most` of it, None where it is not regular.

    Raises OSError and ValueError.
    """
    status = None
    try:
        # opening a pipe may wait for ever, and a device may never end
        status = os.stat(path)  # noqa: PTH116
        if stat.S_ISREG(status.st_mode):
            with looks.open_regular(path) as stream:
                found = stream.read(most + 1)
            read(path, found)
            return status, found
    except (OSError, ValueError):
        unread(path, status)
        raise
    unread(path, status)
    return status, None


def read(path: PathLike, content: bytes) -> None:
    """Notes what a file holds that was read."""
    if _heard is not None:
        _note(_CONTENT, path, digest(content))


def unread(path: PathLike, status: os.stat_result | None) -> None:
    """Notes how a file is that could not be read, or is not to be; None where there is none."""
    if _heard is not None:
        _note("state", path, looks.NOTHING if status is None else looks.signed("", status))


def code(top: PathLike) -> str:
    """The state of the files of code that is run."""
    return _ask("code", top)


def beside(root: PathLike, files: Mapping[str, str], folders: Mapping[str, str]) -> None:
    """Notes what was looked at below a folder, with the answers."""
    if _heard is not None:
        for kind, answers in (("text_below", files), ("names_below", folders)):
            for name, answer in answers.items():
                _note(kind, root, answer, name)


def _ask(kind: str, path: PathLike) -> str:
    answer = _OF_A_PATH[kind](path)
    _note(kind, path, answer)
    return answer


def _note(kind: str, path: PathLike, answer: str, below: str = "") -> None:
    if _heard is None:
        return
    question = kind, os.fspath(path), below
    if _heard.setdefault(question, answer) != answer:
        # it was changed in the middle of the run, whose results may be half of something
        _heard[_NEVER] = ""


def _real(path: str, folders: dict[str, str]) -> str:
    """As `os.path.realpath`, but that the way to each folder is followed once."""
    folder, name = os.path.split(path)
    if name in ("", ".", "..") or os.path.islink(path):  # noqa: PTH114
        return os.path.realpath(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)  # noqa: PTH118

"""Single looks at the disk: each answers with a short text that differs where something differs."""

from __future__ import annotations

import os
import stat
from itertools import islice

try:
    from _blake2 import blake2b  # `hashlib` takes a third of a start of Python to import
except ImportError:  # another Python than CPython
    from hashlib import blake2b

TYPE_CHECKING = False
"""As that of `typing`, whose import costs more than all that is done here."""
if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import BufferedReader
    from typing import TypeAlias

    PathLike: TypeAlias = "str | os.PathLike[str]"

MAX_BESIDE = 2_000_000
"""Larger files beside a template are not written by hand."""
MAX_NAMES = 20_000
NOTHING = ""
"""The answer where there is nothing, or nothing that can be read."""
_SKIPPED_FOLDERS = frozenset(
    {
        *(".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox"),
        *(".mypy_cache", ".cfnaudit_cache"),
    }
)
_LEADS_ELSEWHERE = frozenset({"", ".", ".."})
"""Parts of a path that are no names."""
OUTSIDE = "lies outside of the template's folder"
_NO_FILE = "is not a regular file"
_GENERATOR = "{{"
"""In the name of a folder: its files are filled in by cookiecutter or the like first."""
BYTES = ("utf-8", "surrogateescape")
"""How bytes that are no text are kept in one."""
_DIGEST_BYTES = 16


def digest(content: bytes) -> str:
    """What tells bytes from all others."""
    return blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def presence(path: PathLike) -> str:
    """Whether there is something of this name, be it a link that leads nowhere."""
    return "there" if os.path.lexists(path) else NOTHING


def kind(path: PathLike) -> str:
    """What a path leads to: a regular file, a folder, or something else."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return NOTHING
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def owner(path: PathLike) -> str:
    """The number of the user that a file belongs to."""
    try:
        return str(os.stat(path).st_uid)  # noqa: PTH116
    except (OSError, ValueError):
        return NOTHING


def state(path: PathLike) -> str:
    """How a file is that is not read: its mode, size and time."""
    try:
        return signed("", os.stat(path))  # noqa: PTH116
    except (OSError, ValueError):
        return NOTHING


def signed(path: str, status: os.stat_result) -> str:
    """A path with how its file is."""
    return f"{path} {status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ino}"


def content(path: PathLike) -> str:
    """What a regular file holds."""
    try:
        # opening a device may have effects
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return NOTHING
        with open_regular(path) as stream:
            return digest(stream.read())
    except (OSError, ValueError):
        return NOTHING


def settled(path: PathLike, before: int) -> str:
    """How a file is that was last changed before a time in nanoseconds, else nothing.

    While it is like that it holds the same: each change of what is in a file sets its ctime, which
    nobody can choose, to a time that no earlier change had
    (https://git-scm.com/docs/racy-git says why a change of just now might share it).
    """
    if os.name == "nt":
        return NOTHING  # its ctime is when the file was made
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return NOTHING
    if status.st_ctime_ns >= before:
        return NOTHING
    return f"{status.st_dev}/{status.st_ino}/{status.st_size}/{status.st_ctime_ns}"


def names(folder: PathLike) -> str:
    """What lies in a folder, as a search sees it."""
    try:
        return spelled_lists(*listed(folder))
    except OSError:
        return NOTHING


def spelled_lists(folders: Iterable[str], files: Iterable[str]) -> str:
    """What tells folders and files of these names from all others."""
    return digest("//".join(("/".join(folders), "/".join(files))).encode(*BYTES))


def text_below(root: PathLike, below: str, real: str | None = None) -> str:
    """What a file below a root holds, or why it cannot be read."""
    found = content_below(root, below, real)
    return found if isinstance(found, str) else digest(found[0])


def names_below(root: PathLike, below: str, real: str | None = None) -> str:
    """Which names are in a folder below a root, or why it cannot be listed."""
    found = listed_below(root, below, real)
    return found if isinstance(found, str) else spelled_names(found)


def spelled_names(names: frozenset[str]) -> str:
    """What tells the names in a folder from all others."""
    return digest("/".join(sorted(names)).encode(*BYTES))


def code(top: PathLike) -> str:
    """The files below a folder, or one file: what changes where code is edited in place."""
    return digest("\n".join(_code(os.fspath(top))).encode(*BYTES))


def open_regular(path: PathLike, flags: int = 0) -> BufferedReader:
    """Opens a file for reading without waiting, should it have become a pipe meanwhile."""
    no_wait = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, os.O_RDONLY | no_wait | flags), "rb")


def top(root: PathLike) -> str:
    """Where a root leads to, all links followed. Raises OSError and ValueError."""
    return os.path.realpath(root)


def content_below(
    root: PathLike, below: str, real: str | None = None
) -> tuple[bytes, tuple[int, int]] | str:
    """A regular file of up to 2 MB below a root, with its identity: its device and its inode.

    `real` is where the root leads to, for who knows it.
    Where it cannot be had, or where links lead out of the root, a text says why: "does not exist".
    """
    try:
        place = _inside(root, below, real)
        # opening a device may have effects
        if not stat.S_ISREG(os.stat(place).st_mode):  # noqa: PTH116
            return _NO_FILE
        with open_regular(place) as stream:
            status = os.fstat(stream.fileno())
            found = stream.read(MAX_BESIDE + 1)
    except (OSError, ValueError) as error:
        return _why(error)
    if len(found) > MAX_BESIDE:
        return f"is larger than {MAX_BESIDE // 1_000_000} MB"
    return (found, (status.st_dev, status.st_ino)) if stat.S_ISREG(status.st_mode) else _NO_FILE


def listed_below(root: PathLike, below: str, real: str | None = None) -> frozenset[str] | str:
    """The names of what lies in a folder below a root, or why they cannot be had.

    `real` is as for a file.
    """
    try:
        with os.scandir(_inside(root, below, real)) as entries:
            found = frozenset(entry.name for entry in islice(entries, MAX_NAMES + 1))
    except (OSError, ValueError) as error:
        return _why(error)
    return found if len(found) <= MAX_NAMES else f"holds more than {MAX_NAMES:,} files"


def listed(folder: PathLike) -> tuple[list[str], list[str]]:
    """The folders in a folder that are searched, from the last to the first, and the files.

    Raises OSError.
    """
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not _is_folder(entry):
                files.append(entry.name)
            elif not (
                entry.is_symlink() or entry.name in _SKIPPED_FOLDERS or _GENERATOR in entry.name
            ):
                folders.append(entry.name)
    return sorted(folders, reverse=True), sorted(files)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or leads to one."""
    try:
        return entry.is_dir()
    except OSError:
        return False


class _Outside(ValueError):
    """A path that leads out of its root."""


def _inside(root: PathLike, below: str, real: str | None = None) -> str:
    """The place that a path leads to, all links followed. Raises OSError and ValueError."""
    base = real or top(root)
    names = below.split("/")
    if os.sep == "/" and _LEADS_ELSEWHERE.isdisjoint(names):
        place = base
        for name in names:
            place = f"{place}/{name}"
            if stat.S_ISLNK(os.lstat(place).st_mode):
                break
        else:
            # nothing on the way from the root is a link
            return place
    place = os.path.realpath(os.path.join(base, below))  # noqa: PTH118
    if place != base and not place.startswith(os.path.join(base, "")):  # noqa: PTH118
        raise _Outside
    return place


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, _Outside):
        return OUTSIDE
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, NotADirectoryError):
        return "is not a folder"
    return f"cannot be read ({error.strerror})" if isinstance(error, OSError) else "is not a path"


def _code(top: str) -> list[str]:
    found: list[str] = []
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                    else:
                        found.append(signed(entry.path, entry.stat()))
        except NotADirectoryError:
            found.append(signed(path, os.stat(path)))  # noqa: PTH116
        except FileNotFoundError:
            found.append(f"{path} is gone")
    return sorted(found)

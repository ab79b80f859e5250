"""Results by what they depend on: safe with several processes, and never in the way of a run.

A result is used where the job is the same in all that decides it, and all that was looked at beside
the file is as it was. What cannot be read, is damaged, or was written by another version, is as
good as not there; what cannot be written is not written.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Mapping, Set
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.cache import folder as files
from auditor.cache.folder import RESULT
from auditor.disk.looks import digest
from auditor.project import Beside, ProjectFolder
from auditor.run.job import Job
from auditor.run.result import Result
from auditor.run.tests import SuitesOfRun

_SHARED = ("rules", "choices")
"""The fields of jobs whose values are the same objects for many files."""
_KNOWN_MODULES = (
    "auditor.model.",
    "auditor.run.result",
    "auditor.project",
    "auditor.engine.baseline",
)


class Store:
    """The results in a folder; `stamp` is what they depend on besides their jobs."""

    def __init__(self, folder: str, stamp: str, suites: SuitesOfRun | None = None) -> None:
        self._suites = suites or SuitesOfRun()
        self._folder = folder
        self._stamp = digest(stamp.encode("utf-8", "surrogateescape"))
        self._spelled: dict[int, tuple[Any, str]] = {}
        """Values that many jobs share, which keeps their identities theirs."""
        self._may_write = True

    def find(self, job: Job) -> Result | None:
        """The result of a job, if it is known and still holds."""
        written = files.read(self._path(job))
        if written is None:
            return None
        try:
            result = _Reader(io.BytesIO(written)).load()
        except Exception:  # noqa: BLE001 (whatever is wrong with it, the file is checked then)
            return None
        if not isinstance(result, Result) or not _still_holds(result.beside, job):
            return None
        return result if self._has_same_tests(result, job) else None

    def _has_same_tests(self, result: Result, job: Job) -> bool:
        """Whether the tests of the project are as they were, where they were looked at."""
        if result.tests is None:
            return True
        if job.folder is None:
            return False
        now = self._suites.of(job.folder, job.excluded)
        return (str(now.root), now.stamp) == (result.tests.root, result.tests.stamp)

    def keep(self, job: Job, result: Result) -> None:
        """Remembers a result, if there is nothing to be done about it."""
        is_plain = not (result.texts or result.failure or result.left_out or result.notes)
        outcomes = [outcome for outcome in (result.found, result.changed) if outcome is not None]
        if not (self._may_write and is_plain) or any(one.failures for one in outcomes):
            return
        try:
            files.write(self._path(job), pickle.dumps(result, protocol=5))
        except OSError:
            # the disk is full, or not ours to write: the next files would fare no better
            self._may_write = False

    def _path(self, job: Job) -> str:
        key = self._key(job).encode("utf-8", "surrogateescape")
        return os.path.join(self._folder, digest(key) + RESULT)  # noqa: PTH118

    def _key(self, job: Job) -> str:
        """All that decides a result: every field, the file by its place and its content."""
        fields = [
            self._shared(value) if name in _SHARED else _spelled(value)
            for name in job.__struct_fields__
            if name != "file"
            for value in [getattr(job, name)]
        ]
        content = digest(job.file.content)
        return "\n".join((self._stamp, os.path.abspath(job.file.path), content, *fields))

    def _shared(self, value: Any) -> str:
        known = self._spelled.get(id(value))
        if known is None:
            known = self._spelled[id(value)] = (value, _spelled(value))
        return known[1]


class _Reader(pickle.Unpickler):
    """Makes values of our own plain classes, and calls nothing else whatever the bytes say."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of plain data, or what picks a member of one. Raises UnpicklingError else."""
        if (module, name) == ("builtins", "getattr"):
            return _member
        found = super().find_class(module, name) if module.startswith(_KNOWN_MODULES) else None
        if isinstance(found, type) and found.__module__ == module and _is_plain(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _member(kind: Any, name: str) -> Any:
    """The member of an enumeration, which Python 3.11.2 and its like pickle by its name."""
    from enum import Enum

    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind[name]
    raise pickle.UnpicklingError(f"{kind}.{name}")


def _spelled(value: Any) -> str:
    """A value as text, the same in every process: the order of sets is not."""
    if isinstance(value, Struct):
        return _spelled([getattr(value, name) for name in value.__struct_fields__])
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(map(_spelled, value)))}}}"
    if isinstance(value, Mapping):
        return _spelled([[key, inner] for key, inner in value.items()])
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_spelled, value))}]"
    return repr(value)


def _is_plain(found: type) -> bool:
    from enum import Enum

    return issubclass(found, (Struct, Enum))


def _still_holds(beside: Beside, job: Job) -> bool:
    """Whether all that was looked at beside a file is as it was."""
    if not (beside.files or beside.folders or beside.above):
        return True
    if job.folder is None or not _still_above(beside, job):
        return False
    now = ProjectFolder(job.folder)
    for name in beside.folders:
        now.names(name)
    for name in beside.files:
        now.read(name)
    return now.looked_at == replace(beside, above={})


def _still_above(beside: Beside, job: Job) -> bool:
    if not beside.above:
        return True
    if job.bound is None:
        return False
    now = ProjectFolder(job.bound)
    for name in beside.above:
        now.read(name)
    return now.looked_at.files == beside.above

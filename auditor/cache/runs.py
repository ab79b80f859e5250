"""Whole runs: what was printed, and what the disk answered to all that was asked of it.

Where every answer is still the same, the same is printed again, before anything else of cfnaudit is
imported. What is damaged, cannot be read, or was written by another version, is not there.
"""

from __future__ import annotations

import os
import sys

from auditor.cache.folder import RUN, location, read, write
from auditor.cache.program import program
from auditor.disk import asking
from auditor.disk.looks import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO, TypeAlias

    Printed: TypeAlias = tuple[str, bytes]
    """Where something was printed, OUT or ERR or TOLD, and what."""

VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "GITHUB_ACTIONS", "CFNAUDIT_DEBUG")
"""The variables of the environment that decide what is printed."""
OUT, ERR, TOLD = "out", "err", "told"
"""Bytes for the two streams, and lines in UTF-8 for standard error in its own encoding."""
_CODE = ("utf-8", "surrogateescape")


class Run:
    """The run that arguments ask for, in the folder, the environment and on the streams of now."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._path: str | None = None
        folder = location()
        try:
            # the working folder may be gone, and a checkout may be half of one
            places = program(), os.getcwd()  # noqa: PTH109
        except (OSError, ImportError):
            return
        if folder is not None:
            variables = (f"{name}={os.environ.get(name)}" for name in VARIABLES)
            streams = map(_described, (sys.stdout, sys.stderr))
            parts = "\0".join((*places, *variables, *streams, *arguments))
            self._path = os.path.join(folder, digest(parts.encode(*_CODE)) + RUN)  # noqa: PTH118

    def known(self) -> tuple[int, list[Printed]] | None:
        """The exit code and what was printed; None where that is not known, or holds no more."""
        content = None if self._path is None else read(self._path)
        if content is None:
            return None
        try:
            code, printed, answers = _parsed(content)
        except (ValueError, IndexError):
            return None
        return (code, printed) if asking.still_hold(answers) else None

    def remember(self, code: int, printed: Sequence[Printed], answers: asking.Answers) -> None:
        """Keeps what was printed, if there is a place for it."""
        if self._path is not None:
            from contextlib import suppress

            # the disk is full, or not ours to write: the next run does all of it again
            with suppress(OSError):
                write(self._path, _spelled(code, printed, asking.settled(answers)))


def _described(stream: TextIO | None) -> str:
    """What of a stream decides how something is printed on it."""
    if stream is None:
        return "closed"
    try:
        size = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        size = -1
    return f"{stream.encoding} {size}"


def _spelled(code: int, printed: Sequence[Printed], answers: asking.Answers) -> bytes:
    head = " ".join([str(int(code)), *(f"{where}:{len(what)}" for where, what in printed)])
    fields = (field for question, answer in answers.items() for field in (*question, answer))
    texts = (what for _, what in printed)
    return b"".join((head.encode(), b"\n", *texts, "\0".join(fields).encode(*_CODE)))


def _parsed(content: bytes) -> tuple[int, list[Printed], list[tuple[asking.Question, str]]]:
    head, _, rest = content.partition(b"\n")
    code, *pieces = head.decode().split(" ")
    printed: list[Printed] = []
    for piece in pieces:
        where, _, written = piece.partition(":")
        length = int(written)
        if not 0 <= length < len(rest):
            raise ValueError(piece)
        printed.append((where, rest[:length]))
        rest = rest[length:]
    fields = rest.decode(*_CODE).split("\0")
    return (
        int(code),
        printed,
        [(tuple(fields[at : at + 3]), fields[at + 3]) for at in range(0, len(fields), 4)],  # type: ignore[misc]
    )

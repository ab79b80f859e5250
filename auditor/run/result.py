"""What came of one file: plain data that can be pickled, and nothing printed or written yet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.project import NOTHING, Beside

if TYPE_CHECKING:
    from auditor.engine.baseline import Known
    from auditor.files.writing import NewText
    from auditor.model.report import CodeNotRead, Entry
    from auditor.model.stack import Stack


class Failure(Struct, frozen=True):
    """A fault of cfnaudit: the exception in one line, `rule` that raised it, if it was one.

    `plugin` is the package that the rule comes with, if it is none of ours, and `place` its line.
    `traceback` is there where CFNAUDIT_DEBUG asks for it.
    """

    cause: str
    rule: str | None = None
    traceback: str = ""
    plugin: str | None = None
    place: str = ""


class Outcome(Struct, frozen=True):
    """What holds for one state of the texts.

    `known` is what a baseline lists of it, None where the text cannot be read as a template.
    `not_read` is the code that no rule saw.
    `parameters` are the names of those that the template declares, where values of some are given;
    None where it is not known which there are.
    """

    entries: tuple[Entry, ...] = ()
    failures: tuple[Failure, ...] = ()
    known: Mapping[Known, int] | None = None
    stack: Stack | None = None
    not_read: tuple[CodeNotRead, ...] = ()
    parameters: tuple[str, ...] | None = None


class Tests(Struct, frozen=True):
    """The tests of a project that a result depends on; `stamp` differs where any does.

    `root` is the project's. `read` are those that speak of the template, by their paths from its
    folder.
    """

    root: str
    stamp: str
    read: tuple[str, ...]


class Result(Struct, frozen=True):
    """What came of a job.

    `found` is what holds for the texts as they were. `changed`, where something was to be
    changed, is what holds once the `texts` are written, that of the template before those of files
    beside it; without any it holds as it is. `errors` are sentences about what could not be done,
    `notes` about the rest. `beside` is what was looked at in the template's folder. `left_out` says
    why the file was not checked to the end. `hidden` is the number of findings that a configuration
    that is not trusted keeps from being told, and `lowered` that of those to which it gives a lower
    severity. `tests` is None where none were looked for.
    """

    found: Outcome
    changed: Outcome | None = None
    texts: tuple[NewText, ...] = ()
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beside: Beside = NOTHING
    is_passed_over: bool = False
    left_out: str | None = None
    failure: Failure | None = None
    hidden: int = 0
    lowered: int = 0
    tests: Tests | None = None


def failure(error: BaseException, rule: str | None = None) -> Failure:
    """An exception as plain data."""
    cause = f"{type(error).__name__}: {error}".rstrip(": ")
    if not os.environ.get("CFNAUDIT_DEBUG"):
        return Failure(cause, rule)
    import traceback

    return Failure(cause, rule, "".join(traceback.format_exception(error)))

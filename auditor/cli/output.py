"""Where reports go besides standard output: files, each in its own format."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor.cli.terminal import written
from auditor.files import Unreadable, begins_like_template
from auditor.model.report import Report
from auditor.model.rule import AnyRule
from auditor.run.request import OutputFile


def refuse_templates(files: Sequence[OutputFile]) -> None:
    """Raises Unreadable where a report would be written over a template."""
    for file in files:
        path = Path(file.path)
        if os.path.isfile(path) and begins_like_template(path):  # noqa: PTH113
            raise Unreadable(f"{path}: is a template; name another file for the report")


def write(report: Report, file: OutputFile, rules: Iterable[AnyRule]) -> None:
    """Writes a report into a file. Raises Unreadable."""
    content = written(report, file.format, rules).encode("utf-8", "backslashreplace")
    try:
        Path(file.path).write_bytes(content)
    except OSError as error:
        raise Unreadable(f"{file.path}: cannot be written ({error.strerror})") from None

"""Where output goes: colours and widths only where a terminal reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeVar

from auditor.model.report import Report
from auditor.report import renderer

_MANY = 20
"""Files from which on a progress bar is shown."""
_MAX_WIDTH = 160

Item = TypeVar("Item")


def fail(message: str) -> None:
    """One line on standard error that says what could not be done."""
    sys.stderr.write(f"cfnaudit: {message}\n")


def show(report: Report, output_format: str, stream: TextIO) -> None:
    """Writes the report, in colours where the stream is a terminal that wants them."""
    if output_format != "text" or not stream.isatty():
        stream.write(renderer(output_format)(report))
        return
    from rich.console import Console
    from rich.text import Text

    from auditor.report.text import pieces

    console = Console(file=stream, highlight=False, soft_wrap=True)
    text = Text()
    for style, piece in pieces(report, min(console.width, _MAX_WIDTH)):
        text.append(piece, style)
    console.print(text, end="")


def tracked(items: Sequence[Item]) -> Iterator[Item]:
    """The items, with a progress bar on standard error if they are many and a terminal reads."""
    if len(items) < _MANY or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, description="Checking", console=console, transient=True)


@contextmanager
def unbroken() -> Iterator[None]:
    """Lets whoever reads the output stop reading, as `head` does, without a traceback."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())

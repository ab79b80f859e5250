"""The option `--watch`: the check again after each change of a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from auditor.cli.terminal import fail, put
from auditor.run.collect import Exit
from auditor.run.request import Request

_INTERRUPTED = 130
_CLEAR = "\x1b[2J\x1b[H"
_POLL = 100
"""Milliseconds between two looks at what has changed."""


def watch(request: Request, check: Callable[[Request], int]) -> int:
    """Checks now and whenever something changes, until somebody interrupts."""
    try:
        from watchfiles import DefaultFilter
        from watchfiles import watch as changes
    except ImportError:
        fail("--watch: needs the package watchfiles; pip install 'cfnaudit[watch]' has it")
        return Exit.NOT_DONE
    folders = [str(path) for path in _watched(request)]
    if not folders:
        return check(request)  # it says what is wrong with the paths
    noticed = changes(
        *folders, watch_filter=DefaultFilter(), rust_timeout=_POLL, yield_on_timeout=True
    )
    try:
        next(noticed)  # what changes during the first check is noticed, too
        _check(request, check)
        for changed in noticed:
            names = sorted({os.path.relpath(path) for _, path in changed})
            if names:
                _check(request, check, names[0] if len(names) == 1 else f"{len(names)} files")
    except KeyboardInterrupt:
        pass
    return _INTERRUPTED


def _check(request: Request, check: Callable[[Request], int], changed: str = "") -> None:
    if sys.stdout is not None and sys.stdout.isatty():
        put(sys.stdout, _CLEAR)
    if changed:
        fail(f"{changed} changed")
    check(request)
    fail("waiting for changes, Ctrl-C ends")


def _watched(request: Request) -> Iterator[Path]:
    """The folders of all that is checked: code beside a template is read as well."""
    seen: set[Path] = set()
    for name in (*request.paths, "."):
        path = Path(name)
        folder = path if path.is_dir() else path.parent
        if folder.is_dir() and folder not in seen:
            seen.add(folder)
            yield folder

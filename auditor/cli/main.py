"""The way in: a run that is known from before is answered before anything heavy is imported."""

from __future__ import annotations

import os
import sys

from auditor.cache.runs import OUT, TOLD, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_INTERRUPTED = 130
_TOOLS = 6
"""Tools that can watch a program at once: https://docs.python.org/3/library/sys.monitoring.html"""


def command() -> NoReturn:
    """What the command `cfnaudit` runs: as `main`, and the process ends with it.

    Python spends a fifth of its own time on taking itself apart, to give back memory that goes
    with the process. Where nothing waits for that, it is spared.
    """
    code = _run()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python has words for it
    if _is_waited_for():
        sys.exit(code)
    os._exit(code)


def main() -> NoReturn:
    """Runs the command line. Exit codes: see `cfnaudit check --help`; 130 for an interrupt."""
    sys.exit(_run())


def _run() -> int:
    try:
        run = Run(sys.argv[1:])
        code = _printed_again(run)
        if code is None:
            from auditor import own_modules

            own_modules.find()
            from auditor import lean

            lean.pathlib()
            from auditor.cli.program import start

            code = start(run)
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _printed_again(run: Run) -> int | None:
    """Prints what the run printed before: its exit code, None where it is to be run."""
    if sys.stdout is None or sys.stderr is None:
        return None
    known = run.known()
    if known is None:
        return None
    code, printed = known
    try:
        for where, what in printed:
            if where == TOLD:
                sys.stderr.write(what.decode())
                sys.stderr.flush()
            else:
                stream = sys.stdout if where == OUT else sys.stderr
                stream.buffer.write(what)
                stream.buffer.flush()
    except OSError:
        return None  # the run has words for it
    return code


def _is_waited_for() -> bool:
    """Whether something is to be done at the end: by functions, threads, or who watches."""
    import atexit

    monitoring = getattr(sys, "monitoring", None)
    return bool(
        getattr(atexit, "_ncallbacks", lambda: 1)()
        or "threading" in sys.modules
        or sys.flags.inspect
        or sys.gettrace()
        or sys.getprofile()
        or (monitoring and any(map(monitoring.get_tool, range(_TOOLS))))
    )

"""The way in: a run that is known from before is answered before anything heavy is imported."""

from __future__ import annotations

import sys

from auditor.cache.runs import OUT, TOLD, Run

_INTERRUPTED = 130


def main() -> None:
    """Runs the command line. Exit codes: see `cfnaudit check --help`; 130 for an interrupt."""
    try:
        run = Run(sys.argv[1:])
        code = _printed_again(run)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code is None:
        from auditor import lean

        lean.pathlib()
        from auditor.cli.program import start

        start(run)
    sys.exit(code)


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

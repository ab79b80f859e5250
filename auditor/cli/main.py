"""The whole program: signals, the commands, and what nobody expected."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from auditor import lean


def main() -> None:
    """Runs the command line. Exit codes: see `cfnaudit check --help`; 130 for an interrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)

    lean.msgspec()
    from auditor.cli.app import app
    from auditor.cli.terminal import fail, internal_error
    from auditor.files import Unreadable
    from auditor.run.result import failure

    try:
        app()
    except Unreadable as error:
        fail(str(error))
    except Exception as error:  # noqa: BLE001 (whoever runs this is owed a sentence)
        internal_error(failure(error))
    sys.exit(2)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Ends the process as shells expect it, once whatever is being written is cleared away."""
    sys.exit(128 + number)

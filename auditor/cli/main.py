"""The whole program: signals, the commands, and what nobody expected."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from auditor import lean

if TYPE_CHECKING:
    from auditor.run.request import Request

_COMPLETION = "_CFNAUDIT_COMPLETE"
"""The variable by which shells ask for what they can complete."""
_EXPANDED_ON_WINDOWS = frozenset("*?[]~$%")
"""What typer expands there, as shells do elsewhere."""


def main() -> None:
    """Runs the command line. Exit codes: see `cfnaudit check --help`; 130 for an interrupt."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    lean.msgspec()
    from auditor.cli.terminal import fail, internal_error
    from auditor.files import Unreadable
    from auditor.run.result import failure

    try:
        request = _check_asked(sys.argv[1:])
        if request is None:
            from auditor.cli.app import app

            app()
        else:
            from auditor.cli.check import check

            sys.exit(check(request))
    except Unreadable as error:
        fail(str(error))
    except Exception as error:  # noqa: BLE001 (whoever runs this is owed a sentence)
        internal_error(failure(error))
    sys.exit(2)


def _check_asked(arguments: list[str]) -> Request | None:
    """What a plain call of `check` asks for; None where typer is to read the arguments."""
    if arguments[:1] != ["check"] or _COMPLETION in os.environ:
        return None
    if os.name == "nt" and any(map(_EXPANDED_ON_WINDOWS.intersection, arguments)):
        return None
    from auditor.cli.arguments import values_of
    from auditor.cli.asked import Misuse, request_of

    values = values_of(arguments[1:])
    if values is None or values["interactive"]:
        return None
    try:
        return request_of(values)
    except Misuse:
        return None


def _stop(number: int, _frame: FrameType | None) -> None:
    """Ends the process as shells expect it, once whatever is being written is cleared away."""
    sys.exit(128 + number)

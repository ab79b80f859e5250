"""The whole program: signals, the commands, and what nobody expected."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from auditor import lean
from auditor.disk import asking

if TYPE_CHECKING:
    from auditor.cache.runs import Run
    from auditor.run.request import Request

MADE_BETWEEN_SEARCHES = 1_000_000
"""Objects after which Python looks for circles among them, of which next to none are made."""
_COMPLETION = "_CFNAUDIT_COMPLETE"
"""The variable by which shells ask for what they can complete."""
_OF_NO_COMMAND = frozenset(
    {
        *("-h", "--help", "-V", "--version", "--verbose"),
        *("--install-completion", "--show-completion"),
    }
)
_EXPANDED_ON_WINDOWS = frozenset("*?[]~$%")
"""What typer expands there, as shells do elsewhere."""


def start(run: Run) -> int:
    """Does all that the command line asks for: the exit code. Remembers the run where it may."""
    # next to nothing that is made here is a circle, and looking for them costs three percent
    gc.set_threshold(MADE_BETWEEN_SEARCHES)
    answers = asking.listen()
    signal = lean.signals()
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    lean.msgspec()
    from auditor.cli.terminal import fail, internal_error
    from auditor.files import Unreadable
    from auditor.run.result import failure

    try:
        arguments = with_command(sys.argv[1:])
        request = _check_asked(arguments)
        if request is None:
            from auditor.cli.app import answer

            return answer(arguments)
        if not request.is_repeatable:
            asking.leave()
        from auditor.cli.check import check

        return check(request, partial(run.remember, answers=answers))
    except Unreadable as error:
        fail(str(error))
    except Exception as error:  # noqa: BLE001 (whoever runs this is owed a sentence)
        internal_error(failure(error))
    return 2


def with_command(arguments: list[str]) -> list[str]:
    """The arguments with `check` before what is plainly meant for it: options of it, or a path."""
    if not arguments:
        return ["--help"]
    from auditor.cli.options import COMMANDS

    first = arguments[0]
    if first in COMMANDS or first in _OF_NO_COMMAND or _COMPLETION in os.environ:
        return arguments
    is_path = asking.is_there(first) or "/" in first or Path(first).suffix
    return ["check", *arguments] if first.startswith("-") or is_path else arguments


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

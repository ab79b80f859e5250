"""The command `check`: a request is run, and what it comes to is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from auditor.cli.terminal import fail, internal_error, put, show, tell, tracked
from auditor.config.fault import BadConfiguration
from auditor.files import Unreadable
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.run.collect import Exit
from auditor.run.frontend import Asker, Frontend
from auditor.run.plan import Plan
from auditor.run.request import STDIN, Request
from auditor.run.result import Failure
from auditor.run.run import run

Item = TypeVar("Item")


def check(request: Request) -> int:
    """Does the job and says by the exit code how it went."""
    try:
        plan = Plan(request)
    except (BadConfiguration, Unreadable) as error:
        fail(str(error))
        return Exit.NOT_DONE
    if request.show_settings:
        from auditor.cli.settings import show_settings

        places = (
            (path, request.stdin_filename if path == STDIN else Path(path))
            for path in request.paths
        )
        return show_settings(list(places), plan.configurations, plan.rules)
    summary = run(request, plan, _Terminal(request))
    if request.is_filter:
        put(sys.stdout, summary.output)
    stream = sys.stderr if request.is_filter else sys.stdout
    show(summary.report, plan.output_format, stream, plan.rules)
    return summary.exit_code


class _Terminal(Frontend):
    """Speaks on standard error, and asks there."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def tell(self, message: str) -> None:
        """Prints a line."""
        tell(message)

    def tell_failure(self, failure: Failure, where: str) -> None:
        """Prints a line, and the traceback where it is wanted."""
        internal_error(failure, where)

    def tracked(self, items: Iterator[Item], count: int) -> Iterator[Item]:
        """The results, with a progress bar where they are many."""
        return tracked(items, count)

    def asker(self, rules: Mapping[str, AnyRule], least: Safety) -> Asker | None:
        """What asks with --interactive."""
        if not self._request.interactive:
            return None
        from auditor.cli.interactive import Questions

        return Questions(rules, least).about

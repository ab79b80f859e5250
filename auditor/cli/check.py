"""The command `check`: a request is run, and what it comes to is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from auditor.cli.output import refuse_templates, write
from auditor.cli.terminal import (
    fail,
    internal_error,
    listen,
    put,
    show,
    show_diff,
    tell,
    tracked,
    use_colours,
)
from auditor.config.fault import BadConfiguration
from auditor.files import Unreadable
from auditor.model.finding import Safety
from auditor.model.report import Report, Status
from auditor.model.rule import AnyRule
from auditor.report.plain import one_line
from auditor.report.wording import plural
from auditor.report.wording import summary as sum_of
from auditor.run.collect import Exit
from auditor.run.frontend import Asker, Frontend
from auditor.run.plan import Plan
from auditor.run.request import STDIN, Request
from auditor.run.result import Failure
from auditor.run.run import run

if TYPE_CHECKING:
    from typing import TypeAlias

    from auditor.cache.runs import Printed

    Remember: TypeAlias = Callable[[int, Sequence[Printed]], None]

Item = TypeVar("Item")


def check(request: Request, remember: Remember | None = None) -> int:
    """Does the job and says by the exit code how it went.

    `remember` hears that code and what was printed, where the same run would print the same.
    """
    if request.watch:
        from auditor.cli.watch import watch

        return watch(replace(request, watch=False), check)
    use_colours(request.color)
    printed = listen()
    try:
        plan = Plan(request)
        refuse_templates(request.output_files)
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
    if request.show_files:
        return _show_files(request, plan)
    summary = run(request, plan, Terminal(request))
    report = _only_fixed(summary.report) if request.fix_only else summary.report
    for file in request.output_files:
        write(report, file, plan.rules)
    if request.diff:
        show_diff(summary.output, sys.stdout)
        if not request.quiet:
            tell("".join(sum_of(report)))
        return summary.exit_code
    if request.is_filter:
        put(sys.stdout, summary.output)
    _show(report, request, plan)
    if remember is not None and summary.is_repeatable:
        remember(summary.exit_code, printed)
    return summary.exit_code


def _show_files(request: Request, plan: Plan) -> int:
    """Prints the names of what would be checked."""
    from auditor.run.listing import templates

    errors: list[str] = []
    found = templates(request, plan, errors.append)
    put(sys.stdout, "".join(f"{one_line(name)}\n" for name in found))
    for error in errors:
        fail(error)
    return Exit.NOT_DONE if errors else Exit.CLEAN


def _show(report: Report, request: Request, plan: Plan) -> None:
    """Prints the report, or what is asked for in its place."""
    stream = sys.stderr if request.is_filter else sys.stdout
    is_in_file = "output-format" in request.given and plan.output_format in request.formats
    output_format = "text" if is_in_file else plan.output_format
    if not request.statistics:
        quiet = request.quiet or request.fix_only
        fixes = request.show_fixes
        show(report, output_format, stream, plan.rules, quiet=quiet, with_fixes=fixes)
        if request.fix_only and not request.quiet:
            tell(f"{plural(report.fixed, 'finding')} fixed in {plural(report.files, 'file')}")
        return
    from auditor.cli.catalogue import summaries
    from auditor.report.statistics import as_json, as_text, rows

    table = rows(report, summaries(plan.rules))
    if output_format == "json":
        put(stream, as_json(table))
    else:
        put(stream, as_text(table) + ("" if request.quiet else "".join(sum_of(report)) + "\n"))


def _only_fixed(report: Report) -> Report:
    """The report without what is left."""
    fixed = tuple(entry for entry in report.entries if entry.status is Status.FIXED)
    return replace(report, entries=fixed, questions=())


class Terminal(Frontend):
    """Speaks on standard error, and asks there."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def tell(self, message: str) -> None:
        """Prints a line."""
        tell(message)

    def note(self, message: str) -> None:
        """Prints a line, unless only the findings are wanted."""
        if not self._request.quiet:
            tell(message)

    def tell_failure(self, failure: Failure, where: str) -> None:
        """Prints a line, and the traceback where it is wanted."""
        internal_error(failure, where)

    def tracked(self, items: Iterator[Item], count: int) -> Iterator[Item]:
        """The results, with a progress bar where they are many."""
        return items if self._request.quiet else tracked(items, count)

    def asker(self, rules: Mapping[str, AnyRule], least: Safety) -> Asker | None:
        """What asks with --interactive."""
        if not self._request.interactive:
            return None
        from auditor.cli.interactive import Questions

        return Questions(rules, least).about

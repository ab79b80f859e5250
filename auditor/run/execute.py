"""Maps the function of a run over its jobs: here, and in worker processes where that pays."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Mapping

from auditor.model.rule import AnyRule
from auditor.run.frontend import Asker
from auditor.run.plan import Planned
from auditor.run.request import Request
from auditor.run.result import Result
from auditor.run.tests import SuitesOfRun

_WORTH_SECONDS = 1.0
"""Work that is left from which on workers are started."""
_SAMPLE = 3
"""Files that show how long one takes."""
_MANY = 20
"""Files from which on it pays to import for all workers what each would import for itself."""
_MOST_WORKERS = 16


def results(
    request: Request,
    rules: Mapping[str, AnyRule],
    planned: Iterator[Planned],
    count: int,
    asker: Asker | None = None,
    suites: SuitesOfRun | None = None,
) -> Iterator[tuple[Planned, Result | None]]:
    """The results of `count` inputs in their order; None where there was nothing to do.

    The inputs are asked for one by one, ahead of their turn where workers are at it.
    """
    workers = 1 if asker is not None else request.jobs or _processors()
    if workers == 1 or count == 1:
        for item in planned:
            yield item, _result(item, rules, suites, asker)
        return
    is_long = count >= _MANY
    if request.jobs is None or is_long:
        worth = _WORTH_SECONDS if request.jobs is None else 0
        is_over = yield from _first(rules, planned, count, suites, worth)
        if is_over:
            return
    # only long runs pay for it
    from auditor.run.workers import Workers

    size = min(workers, count)
    yield from Workers(request, rules, size, is_long=is_long).results(planned)


def _first(
    rules: Mapping[str, AnyRule],
    planned: Iterator[Planned],
    count: int,
    suites: SuitesOfRun | None,
    worth: float,
) -> Generator[tuple[Planned, Result | None], None, bool]:
    """Results until what is left, at the pace so far, takes `worth` seconds. Whether none is left.

    What they import, and compile of expressions and schemas, is there for the workers as well.
    """
    began = time.monotonic()
    for number, item in enumerate(planned, 1):
        yield item, _result(item, rules, suites)
        pace = (time.monotonic() - began) / number
        if number >= _SAMPLE and pace * (count - number) > worth:
            return False
    return True


def _result(
    item: Planned,
    rules: Mapping[str, AnyRule],
    suites: SuitesOfRun | None,
    asker: Asker | None = None,
) -> Result | None:
    if item.job is None or item.result is not None:
        return item.result
    # with a known result for every file nothing of it is needed
    from auditor.run.audit import audit

    ask = None if asker is None else asker(item.job.file, item.job.name)
    return audit(item.job, rules, ask, suites)


def _processors() -> int:
    """The processors that this process may use."""
    try:
        count = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        count = os.cpu_count() or 1
    return min(count, _MOST_WORKERS)

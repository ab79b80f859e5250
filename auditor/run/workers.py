"""Worker processes, each of which is handed one job at a time.

A worker that dies takes nothing along but its job, which another one does once more.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import pickle
import signal
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.work import PROGRAM
from auditor.model.rule import AnyRule, ListedRule
from auditor.run.audit import audit, out_of_time
from auditor.run.every_rule import every_rule
from auditor.run.job import Job
from auditor.run.plan import Planned
from auditor.run.request import Request
from auditor.run.result import Outcome, Result, failure
from auditor.run.tests import SuitesOfRun

_MOST_ATTEMPTS = 2
_OF_PROGRAMS = (PROGRAM,)
_GRACE_SECONDS = 5
"""What a worker gets beyond the bound of its job, before the system ends it."""
# A fork has all that is loaded already. It is not safe with the libraries of macOS:
# https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
_IS_FORKED = sys.platform == "linux"
if sys.platform == "linux":
    _CONTEXT = multiprocessing.get_context("fork")
else:
    _CONTEXT = multiprocessing.get_context("spawn")


class _Assignment(Struct):
    """A job and how often it was handed to a worker, with its place in the order of inputs."""

    index: int
    planned: Planned
    job: Job
    attempts: int = 0


class _Worker(Struct):
    process: BaseProcess
    connection: Connection
    last: int = -1
    """The place in the order of inputs of what it was handed last."""
    job: Job | None = None
    """What it was handed last, which it still has."""


class Workers:
    """Up to `size` processes that check files with the `rules` of a request.

    Where the run `is_long`, they find all rules imported, if they can.
    """

    def __init__(
        self, request: Request, rules: Mapping[str, AnyRule], size: int, *, is_long: bool = False
    ) -> None:
        self._request = request
        self._rules = rules
        self._size = size
        self._imports_first = is_long and _IS_FORKED
        self._waiting: dict[int, _Assignment] = {}
        """What the workers get next, by its place in the order of inputs: a few of all."""
        self._idle: list[_Worker] = []
        self._busy: dict[object, tuple[_Worker, _Assignment]] = {}
        self._done: dict[int, tuple[Planned, Result | None]] = {}

    def results(
        self, planned: Iterator[Planned]
    ) -> Generator[tuple[Planned, Result | None], None, None]:
        """The results in the order of the inputs, which are asked for as workers become free."""
        waiting = enumerate(planned)
        handed_out = 0
        try:
            while True:
                self._fill(waiting)
                while handed_out in self._done:  # while the workers are at it
                    yield self._done.pop(handed_out)
                    handed_out += 1
                if not self._busy:
                    return
                self._receive()
        finally:
            self._end()

    def _fill(self, waiting: Iterator[tuple[int, Planned]]) -> None:
        """Gives every worker something to do, as long as there is something."""
        while len(self._busy) < self._size:
            if not self._waiting:
                self._look_ahead(waiting)
                if not self._waiting:
                    return
            worker = self._idle.pop() if self._idle else None
            self._assign(self._waiting.pop(self._next_for(worker)), worker)
        # what a worker gets next is read while it has something to do
        self._look_ahead(waiting)

    def _look_ahead(self, waiting: Iterator[tuple[int, Planned]]) -> None:
        """Has two jobs in waiting for each worker, if there are as many."""
        while len(self._waiting) < 2 * self._size:
            index, item = next(waiting, (0, None))
            if item is None:
                return
            if item.job is None or item.result is not None:
                self._done[index] = (item, item.result)
            else:
                self._waiting[index] = _Assignment(index, item, item.job)

    def _next_for(self, worker: _Worker | None) -> int:
        """The neighbour of what a worker did last, else what has no neighbour in work.

        Files beside each other are often alike, and a worker remembers what it read last.
        """
        if worker is not None and _neighbour(worker.last) in self._waiting:
            return _neighbour(worker.last)
        in_work = {assignment.index for _, assignment in self._busy.values()}
        alone = (index for index in self._waiting if _neighbour(index) not in in_work)
        return next(alone, next(iter(self._waiting)))

    def _assign(self, assignment: _Assignment, worker: _Worker | None = None) -> None:
        assignment.attempts += 1
        worker = worker or self._started(assignment.job)
        if worker is None:
            self._finish(assignment, audit(assignment.job, self._rules))
            return
        worker.last = assignment.index
        self._busy[worker.connection] = (worker, assignment)
        # whether the worker is dead is found out when its answer is waited for
        with suppress(OSError):
            worker.connection.send(_news(assignment.job, worker.job))
        worker.job = assignment.job

    def _receive(self) -> None:
        """Waits until a worker has something to say, or is dead."""
        for connection in wait([worker.connection for worker, _ in self._busy.values()]):
            worker, assignment = self._busy.pop(connection)
            try:
                result: Result = worker.connection.recv()
            except (EOFError, OSError):
                self._died(worker, assignment)
                continue
            if result.left_out is None:
                self._idle.append(worker)
            else:
                # it was interrupted somewhere: what it has in memory may be half of something
                self._dismiss(worker)
            self._finish(assignment, result)

    def _died(self, worker: _Worker, assignment: _Assignment) -> None:
        self._dismiss(worker)
        code = worker.process.exitcode or 0
        if code == -getattr(signal, "SIGXCPU", 0):
            left_out = out_of_time(assignment.job)
        elif assignment.attempts < _MOST_ATTEMPTS:
            self._assign(assignment, self._idle.pop() if self._idle else None)
            return
        else:
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            left_out = f"ended two worker processes ({how})"
        self._finish(assignment, Result(Outcome(), left_out=left_out))

    def _finish(self, assignment: _Assignment, result: Result) -> None:
        if assignment.attempts > 1 and result.left_out is None:
            note = f"{assignment.job.name}: its worker process ended, it was checked once more"
            result = replace(result, notes=(note, *result.notes))
        self._done[assignment.index] = (assignment.planned, result)

    def _started(self, job: Job) -> _Worker | None:
        """A new worker; None where the system has nothing left for one."""
        if self._imports_first:
            self._imports_first = False
            _import(self._rules[id] for id in job.rules)
            # what is there already is no worker's to look through, page by page
            gc.freeze()
        try:
            ours, theirs = _CONTEXT.Pipe()
        except OSError:
            return None
        args: tuple[Any, ...] = (theirs, self._request)
        if _IS_FORKED:
            args += (self._rules, [ours, *(worker.connection for worker in self._all())])
        process = _CONTEXT.Process(target=_serve, args=args, daemon=True)
        try:
            process.start()
        except (OSError, AssertionError):  # a process of a pool may have no children
            ours.close()
            return None
        finally:
            theirs.close()
        return _Worker(process, ours)

    def _all(self) -> Sequence[_Worker]:
        return [*self._idle, *(worker for worker, _ in self._busy.values())]

    def _dismiss(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.join()

    def _end(self) -> None:
        crew = self._all()
        for worker in crew:
            # it writes nothing, so nothing is lost
            worker.process.kill()
        for worker in crew:
            self._dismiss(worker)
        self._idle.clear()
        self._busy.clear()


def _neighbour(index: int) -> int:
    """The other one of a pair of inputs."""
    return index ^ 1


def _import(rules: Iterable[AnyRule]) -> None:
    """Imports rules with their subjects, but for those about programs: few runs have one.

    A rule that fails does so in a worker, which tells it.
    """
    for rule in rules:
        if isinstance(rule, ListedRule) and rule.types != _OF_PROGRAMS:
            with suppress(Exception):
                _ = rule.on, rule.whole


def _news(job: Job, before: Job | None) -> dict[str, Any]:
    """What a job has otherwise than the one before it: little but its file, as a rule."""
    fields = {name: getattr(job, name) for name in Job.__struct_fields__}
    if before is None:
        return fields
    return {name: value for name, value in fields.items() if value != getattr(before, name)}


def _serve(
    connection: Connection,
    request: Request,
    rules: Mapping[str, AnyRule] | None = None,
    inherited: Sequence[Connection] = (),
) -> None:
    """What a worker does: job in, result out, until nobody is there any more."""
    for other in inherited:
        # while a worker has them open, others do not see that the parent is gone
        other.close()
    # an interrupt is the parent's, which ends the workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if rules is None:
        loaded = every_rule(request.config, isolated=request.isolated)
        rules = {rule.id: rule for rule in loaded}
    suites = SuitesOfRun()
    known: dict[str, Any] = {}
    with suppress(EOFError, OSError):
        while True:
            known |= connection.recv()
            job = Job(**known)
            _limit(job.max_seconds + _GRACE_SECONDS)
            result = audit(job, rules, suites=suites)
            try:
                connection.send(result)
            except (TypeError, ValueError, AttributeError, pickle.PicklingError) as error:
                connection.send(Result(Outcome(), failure=failure(error)))


def _limit(seconds: int) -> None:
    """Has the system end this process should the next job keep it from hearing of its own alarm.

    That is where one call to a library written in C takes all of the time.
    """
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    if most == resource.RLIM_INFINITY or soft < most:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

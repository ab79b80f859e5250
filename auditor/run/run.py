"""One run over all inputs, whoever started it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.cache.folder import location
from auditor.config.fault import BadConfiguration
from auditor.disk import asking
from auditor.run.collect import Collector, Summary
from auditor.run.execute import results
from auditor.run.frontend import Frontend
from auditor.run.inputs import Input, expanded
from auditor.run.plan import Plan, Planned
from auditor.run.request import Request
from auditor.run.result import Result
from auditor.run.search import ConfiguredSearch
from auditor.run.services import with_services
from auditor.run.tests import SuitesOfRun

if TYPE_CHECKING:
    from auditor.cache.store import Store

_MOST_NAMES = 3


def run(request: Request, plan: Plan, frontend: Frontend) -> Summary:
    """Checks or fixes all inputs."""
    collector = Collector(request, plan, frontend)
    rules = {rule.id: rule for rule in plan.rules}
    settled: set[str] = set()
    """The folders that had a template, or an error that says why not."""

    def refused(path: str, message: str) -> None:
        collector.error(message)
        settled.add(path)

    built: list[Path] = []
    search = partial(ConfiguredSearch, plan.configurations, excluded=plan.exclude, built=built)
    inputs = list(expanded(request.paths, refused, search, request.stdin_filename, frontend.note))
    if built:
        frontend.note(_passed_over(built))
    scheduled = list(_scheduled(with_services(inputs), plan))
    plan.find_nested(scheduled)
    asker = frontend.asker(rules, plan.least)
    suites = SuitesOfRun()
    store = None if asker is not None or not request.cache else _store(request, suites)
    planned_ones = (_with_known_result(plan.of(one), store) for one in scheduled)
    done = results(request, rules, planned_ones, len(scheduled), asker, suites)
    added: set[str] = set()
    for planned, result in frontend.tracked(done, len(scheduled)):
        if planned.input.key in added:
            continue
        if collector.is_outdated(planned, result):
            from auditor.run.audit import audit

            planned = plan.of(planned.input)  # noqa: PLW2901 (it was written meanwhile)
            anew = None if planned.job is None else audit(planned.job, rules, suites=SuitesOfRun())
            result = anew  # noqa: PLW2901
        else:
            _keep(planned, result, store)
            if request.is_repeatable:
                _note(planned, result, suites)
        if collector.add(planned, result):
            added.add(planned.input.key)
    settled |= {one.folder for one in inputs if one.folder is not None and one.key in added}
    for path in dict.fromkeys(request.paths):
        if asking.is_folder(path) and path not in settled:
            collector.error(f"{path}: no templates in this folder ({_left_out(path, plan)})")
    collector.finish_parameters()
    collector.finish_baseline()
    return collector.summary()


def _keep(planned: Planned, result: Result | None, store: Store | None) -> None:
    """Remembers a result, if it is a new one."""
    job = planned.job
    if store is not None and job is not None and result is not None and planned.result is None:
        store.keep(job, result)


def _note(planned: Planned, result: Result | None, suites: SuitesOfRun) -> None:
    """Notes what of the disk a result depends on, for whoever remembers the run."""
    job = planned.job
    if job is None or job.folder is None or result is None:
        return
    asking.beside(job.folder, result.beside.files, result.beside.folders)
    if job.bound is not None:
        asking.beside(job.bound, result.beside.above, {})
    if result.tests is not None:
        suites.note(job.folder, job.excluded)


def _store(request: Request, suites: SuitesOfRun) -> Store | None:
    """The results of earlier runs, if there is a place for them."""
    from auditor.cache.stamp import stamp
    from auditor.cache.store import Store

    folder = location()
    if folder is None:
        return None
    try:
        return Store(folder, stamp(request.config, isolated=request.isolated), suites)
    except (BadConfiguration, OSError):
        return None


def _with_known_result(planned: Planned, store: Store | None) -> Planned:
    if store is None or planned.job is None:
        return planned
    result = store.find(planned.job)
    return planned if result is None else replace(planned, result=result)


def _scheduled(inputs: Sequence[Input], plan: Plan) -> Iterator[Input]:
    """Each file once, but twice where it may be passed over first and is named later."""
    may_be_passed_over: dict[str, bool] = {}
    for one in inputs:
        is_lenient = plan.may_pass_over(one)
        if may_be_passed_over.get(one.key, True) and not (
            is_lenient and one.key in may_be_passed_over
        ):
            may_be_passed_over[one.key] = is_lenient
            yield one


def _passed_over(built: Sequence[Path]) -> str:
    """That folders of build output were passed over, and which."""
    names = [str(folder) for folder in built[:_MOST_NAMES]]
    more = f" and {len(built) - len(names):,} more" if built[_MOST_NAMES:] else ""
    return f"{', '.join(names)}{more}: passed over as build output; name a folder to check it"


def _left_out(folder: str, plan: Plan) -> str:
    """Why templates of a folder may not have been found."""
    with suppress(BadConfiguration):
        configuration = plan.configurations.for_folder(Path(folder))
        if configuration.include is not None or configuration.exclude is not None:
            return "what git ignores, and what the configuration leaves out, is passed over"
    return "what git ignores is passed over"

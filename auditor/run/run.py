"""One run over all inputs, whoever started it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from auditor.config.fault import BadConfiguration
from auditor.run.audit import audit
from auditor.run.collect import Collector, Summary
from auditor.run.frontend import Frontend
from auditor.run.inputs import expanded, is_folder
from auditor.run.plan import Plan
from auditor.run.request import Request
from auditor.run.search import ConfiguredSearch


def run(request: Request, plan: Plan, frontend: Frontend) -> Summary:
    """Checks or fixes all inputs, one after the other."""
    collector = Collector(request, plan, frontend)
    rules = {rule.id: rule for rule in plan.rules}
    asker = frontend.asker(rules, plan.least)
    added: dict[str, bool] = {}
    """The files so far by their keys: False for those that were passed over."""
    settled: set[str] = set()
    """The folders that had a template, or an error that says why not."""

    def refused(path: str, message: str) -> None:
        collector.error(message)
        settled.add(path)

    search = partial(ConfiguredSearch, plan.configurations)
    inputs = list(expanded(request.paths, refused, search, request.stdin_filename, frontend.tell))
    for one in frontend.tracked(inputs):
        is_added = added.get(one.key)
        if is_added is None or not (is_added or plan.may_pass_over(one)):
            planned = plan.of(one)
            result = None
            if planned.job is not None:
                ask = None if asker is None else asker(planned.job.file, planned.job.name)
                result = audit(planned.job, rules, ask)
            is_added = added[one.key] = collector.add(planned, result)
        if is_added and one.folder is not None:
            settled.add(one.folder)
    for path in dict.fromkeys(request.paths):
        if is_folder(path) and path not in settled:
            collector.error(f"{path}: no templates in this folder ({_left_out(path, plan)})")
    collector.finish_baseline()
    return collector.summary()


def _left_out(folder: str, plan: Plan) -> str:
    """Why templates of a folder may not have been found."""
    with suppress(BadConfiguration):
        configuration = plan.configurations.for_folder(Path(folder))
        if configuration.include is not None or configuration.exclude is not None:
            return "what git ignores, and what the configuration leaves out, is passed over"
    return "what git ignores is passed over"

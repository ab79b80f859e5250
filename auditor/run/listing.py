"""Which templates a run would check."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from auditor.run.inputs import expanded
from auditor.run.plan import Plan
from auditor.run.request import Request
from auditor.run.search import ConfiguredSearch
from auditor.run.services import is_template


def templates(request: Request, plan: Plan, refused: Callable[[str], None]) -> list[str]:
    """The names of the templates, each once; what cannot be read or searched goes to `refused`."""
    search = partial(ConfiguredSearch, plan.configurations, excluded=plan.exclude)
    found: dict[str, str] = {}
    inputs = expanded(
        request.paths, lambda _path, message: refused(message), search, request.stdin_filename
    )
    for one in inputs:
        planned = plan.of(one)
        if planned.failure is not None:
            refused(f"{one.name}: internal error ({planned.failure.cause})")
        elif planned.error is not None:
            refused(planned.error)
        elif planned.job is not None and (
            not planned.job.only_templates or is_template(planned.job)
        ):
            found.setdefault(one.key, one.name)
    return list(found.values())

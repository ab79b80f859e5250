"""Jobs for tests: a file as a run would plan it, with all rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from auditor import files
from auditor.engine import registry
from auditor.model.choices import AS_RULES_SAY
from auditor.model.finding import Safety, Severity
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.run.job import Job, KnownFindings, Task


@cache
def rules() -> dict[str, AnyRule]:
    """All rules by id."""
    return {rule.id: rule for rule in registry.listed()}


def job(path: Path, task: Task = Task.CHECK) -> Job:
    """The job of a file, with all that a report can ask for."""
    return Job(
        file=files.read(path),
        name=str(path),
        folder=path.parent,
        root=None,
        rules=tuple(rules()),
        choices=AS_RULES_SAY,
        settings=(Settings(),),
        fail_on=Severity.INFO,
        task=task,
        least=Safety.UNSAFE,
        detailed=True,
        with_stack=True,
    )


def with_baseline(job: Job) -> Job:
    """The same where everything found is listed."""
    return replace(job, known=KnownFindings(job.name, None))

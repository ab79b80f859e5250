"""The function of a run is pure: plain data in, plain data out, nothing besides."""

from __future__ import annotations

import gc
import io
import pickle
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.embedded.javascript.meanings import Meanings
from auditor.embedded.python.parse import parse
from auditor.embedded.python.sdk.objects import Objects
from auditor.model.report import Status
from auditor.run.audit import audit
from auditor.run.job import Job, Task
from auditor.schemas.evaluate import Evaluation
from auditor.source.yaml_.places import Places
from auditor.template.template import Resource
from tests.run.jobs import job, rules, with_baseline
from tests.runner import BROKEN, CLEAN, MENDED, RULE

_FREED = (Evaluation, Meanings, Objects, Places, Resource)
INCIDENTS = sorted((Path(__file__).parents[2] / "fixtures" / "incidents").rglob("*.yaml"))[:6]


SERVICE = """\
service: a
provider:
  name: aws
custom:
  topics:
    A:
      Type: AWS::SNS::Topic
resources:
  Resources:
    ${self:custom.topics}
"""


def jobs(path: Path) -> Iterator[Job]:
    for task in Task:
        yield job(path, task)
        yield with_baseline(job(path, task))


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_jobs_and_results_survive_pickling_and_nothing_is_written(path: Path) -> None:
    before = content(path.parent)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        for one in jobs(path):
            result = audit(one, rules())
            assert result.failure is None
            assert pickle.loads(pickle.dumps(result)) == result
            again = pickle.loads(pickle.dumps(one))
            assert again == one
            assert audit(again, rules()) == result
    assert out.getvalue() == ""
    assert content(path.parent) == before


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(BROKEN)
    return path


def test_a_fix_has_the_state_before_and_the_state_after(broken: Path) -> None:
    result = audit(job(broken, Task.FIX), rules())
    assert [(new.file.path, new.text) for new in result.texts] == [(broken, MENDED)]
    assert result.changed is not None
    assert [entry.status for entry in result.found.entries] == [Status.OPEN]
    assert [entry.status for entry in result.changed.entries] == [Status.FIXED]
    assert broken.read_text() == BROKEN


def test_a_check_changes_nothing(broken: Path) -> None:
    result = audit(job(broken), rules())
    assert (result.changed, result.texts) == (None, ())
    assert [entry.rule for entry in result.found.entries] == [RULE]


def test_what_does_not_look_like_a_template_is_passed_over_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n")
    one = job(path)
    assert audit(one, rules()).found.entries
    assert audit(replace(one, only_templates=True), rules()).is_passed_over


@pytest.mark.parametrize("task", [Task.CHECK, Task.FIX])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Resources:\n{% if live %}\n  A: {Type: 'AWS::SNS::Topic'}\n", "a Jinja template"),
        ("Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Name: %name%\n", "placeholders"),
        (SERVICE, "a Serverless Framework service"),
    ],
)
def test_what_another_tool_fills_in_is_left_out_on_demand(
    tmp_path: Path, task: Task, text: str, what: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    one = job(path, task)
    assert audit(one, rules()).found.entries
    result = audit(replace(one, only_templates=True), rules())
    assert result.is_passed_over
    assert what in "".join(result.notes)


def test_a_baseline_hears_of_templates_only(tmp_path: Path, broken: Path) -> None:
    assert audit(job(broken), rules()).found.known is None
    listed = audit(with_baseline(job(broken)), rules())
    assert [known.rule for known in listed.found.known or ()] == [RULE]
    assert [entry.status for entry in listed.found.entries] == [Status.SUPPRESSED]
    unreadable = tmp_path / "b.yaml"
    unreadable.write_text("Resources: [\n")
    assert audit(with_baseline(job(unreadable)), rules()).found.known is None


def test_the_stack_is_drawn_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(CLEAN)
    drawn = audit(job(path), rules()).found.stack
    assert drawn is not None
    assert [node.logical_id for node in drawn.nodes] == ["Topic"]
    assert audit(replace(job(path), with_stack=False), rules()).found.stack is None


def test_an_unexpected_fault_is_a_result(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def raise_fault(*_: object) -> None:
        raise LookupError("here")

    monkeypatch.setattr("auditor.engine.fixpoint.fix", raise_fault)
    result = audit(job(broken, Task.FIX), rules())
    assert result.failure is not None
    assert result.failure.cause == "LookupError: here"


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_check_leaves_no_circles_to_be_searched_for(path: Path) -> None:
    def alive() -> int:
        parse.cache_clear()  # the last sources are kept on purpose
        return sum(isinstance(one, _FREED) for one in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = alive()
        assert audit(job(path), rules()).failure is None
        assert alive() == before
    finally:
        gc.enable()

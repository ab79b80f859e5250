"""A rule that is passed over for its types and words would have had nothing to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine import registry
from auditor.engine.check import REVIEW, check
from auditor.engine.work import Agenda
from auditor.model.finding import Finding, Severity
from auditor.model.rule import AnyRule, Rule, rule
from auditor.model.settings import Settings
from auditor.programs.document import program_document
from auditor.project import ProjectFolder
from auditor.source.base import SyntaxFault
from auditor.source.detect import is_project, parse
from auditor.template.template import Template

FIXTURES = Path(__file__).parents[2] / "fixtures"
RULES = [rule for rule in registry.load() if rule.subject != REVIEW]
SETTINGS = Settings()


def templates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        is_beside = path.name.endswith((".findings.json", ".settings.json"))
        if path.suffix in (".yaml", ".json") and not is_beside:
            yield path


def with_work(
    rules: Sequence[AnyRule], text: str, project: ProjectFolder | None = None
) -> list[AnyRule]:
    agenda = Agenda(rules)
    try:
        document = parse(text)
    except SyntaxFault:
        return agenda.of(text, None)
    if is_project(document.tree):
        document = program_document(document, project)
    if not isinstance(document.tree, dict):
        return agenda.of(text, None)
    template = Template(document.tree, SETTINGS)
    template.program = document.origin
    return agenda.of(document.all_text, template)


def passed_over(text: str, project: ProjectFolder | None) -> list[Rule[object]]:
    """The rules without work in a text, as if each had some in every text."""
    busy = {rule.id for rule in with_work(RULES, text, project)}
    return [replace(rule, given=(), words=()) for rule in RULES if rule.id not in busy]


@pytest.mark.parametrize("folder", sorted(p for p in FIXTURES.iterdir() if p.is_dir()), ids=str)
def test_rules_without_work_find_nothing(folder: Path) -> None:
    for path in templates(folder):
        text = path.read_bytes().decode()
        beside = path.with_name(path.name + ".files")
        project = ProjectFolder(beside) if beside.is_dir() else None
        checked = check(text, passed_over(text, project), SETTINGS, project)
        assert not checked.crashes
        assert [(path.name, found.rule) for found in checked.findings] == []


def looking_for(types: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Rule[Template]:
    @rule(id="own", severity=Severity.ERROR, on=Template, types=types, words=words)
    def own(_: Template) -> Iterator[Finding]:
        yield Finding(at=(), message="There is work")

    return own


TEXT = """
Resources:
  Queue:
    Type: AWS::SQS::Queue
  Own:
    Type: Custom::Thing
"""
ESCAPED = 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\nOutputs:\n  Q: {Value: "tim\\u0065"}\n'


@pytest.mark.parametrize(
    ("text", "types", "words", "has_work"),
    [
        (TEXT, (), (), True),
        (TEXT, ("AWS::SQS::Queue",), (), True),
        (TEXT, ("AWS::SNS::Topic", "AWS::SQS::Queue"), (), True),
        (TEXT, ("AWS::SNS::Topic",), (), False),
        (TEXT, ("AWS::SQS::",), (), False),
        (TEXT, ("AWS::SQS::*",), (), True),
        (TEXT, ("Custom::*",), (), True),
        (TEXT, ("AWS::SNS::*",), (), False),
        (TEXT, (), ("Thing",), True),
        (TEXT, (), ("Nothing", "Thing"), True),
        (TEXT, (), ("Nothing",), False),
        (TEXT, ("AWS::SQS::Queue",), ("Nothing",), False),
        (TEXT, ("AWS::SNS::Topic",), ("Thing",), False),
        (ESCAPED, (), ("time",), True),
        ("Resources: [", ("AWS::SQS::Queue",), (), False),
        ("- Resources", ("AWS::SQS::Queue",), (), False),
    ],
)
def test_what_is_work(
    text: str, types: tuple[str, ...], words: tuple[str, ...], has_work: bool
) -> None:
    own = looking_for(types, words)
    assert with_work([own], text) == ([own] if has_work else [])
    if text.startswith(("\n", "R")) and "[" not in text:
        assert bool(check(text, [own], SETTINGS).findings) is has_work


def test_what_a_rule_looks_for_is_what_its_subjects_are() -> None:
    assert {rule.id: rule.types for rule in RULES}["acl-disabled"] == ("AWS::S3::Bucket",)

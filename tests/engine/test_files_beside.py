"""Fixes that change files beside the template: with it, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.edit import Change, ReplaceInFile, SetValue
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.rule import AnyRule, Rule
from auditor.model.settings import Settings
from auditor.model.text import Span
from auditor.project import ProjectFolder
from auditor.template.template import Template

TEMPLATE = """\
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.12
      Description: old
Transform: AWS::Serverless-2016-10-31
"""
SOURCE = "# one\r\ndef handler(event, context):\r\n    return 'old'\r\n"
AT = ("Resources", "Fn", "Properties", "Description")


def renaming(*more: Change, new: str = "'new'") -> AnyRule:
    """A rule that finds `'old'` in the file and puts another text there."""

    def look(template: Template) -> Iterator[Finding]:
        text = (template.project.read("src/app.py") if template.project else None) or ""
        start = text.find("'old'")
        if start >= 0:
            span = Span(start, start + 5)
            edits = (ReplaceInFile("src/app.py", span.start, span.end, new), *more)
            at = Fix("rename", edits, Safety.SAFE)
            yield Finding(AT, "old", at, span=span, file="src/app.py")

    look.__doc__ = "https://example.org"
    return Rule(id="old", severity=Severity.ERROR, on=Template, function=look)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_bytes(SOURCE.encode())
    return tmp_path


def fixed(folder: Path, rule: AnyRule) -> Fixed:
    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, (rule,), Settings(), ProjectFolder(folder), beside)

    return fix(TEMPLATE, run, Safety.SAFE)


def test_the_file_is_changed_and_nothing_else_of_it(folder: Path) -> None:
    result = fixed(folder, renaming())
    assert result.final.text == TEMPLATE
    assert result.final.beside == {"src/app.py": SOURCE.replace("old", "new")}
    assert [finding.rule for finding, _ in result.made] == ["old"]
    assert result.final.findings == ()


def test_template_and_file_are_changed_together(folder: Path) -> None:
    result = fixed(folder, renaming(SetValue(AT, "new")))
    assert result.final.text == TEMPLATE.replace("old", "new")
    assert result.final.beside == {"src/app.py": SOURCE.replace("old", "new")}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        pytest.param(renaming(new="'new"), "could not be read", id="code that does not parse"),
        pytest.param(renaming(new="'old' "), "would still be found", id="still found"),
        pytest.param(
            renaming(SetValue((*AT, "nothing"), "new")), "nothing is", id="no place for it"
        ),
    ],
)
def test_neither_is_changed_where_one_cannot_be(folder: Path, rule: AnyRule, reason: str) -> None:
    result = fixed(folder, rule)
    assert (result.final.text, result.final.beside) == (TEMPLATE, {})
    assert len(result.rejected) == 1
    assert reason in result.rejected[0][1]


def test_overlapping_edits_of_one_file_are_made_in_two_passes(folder: Path) -> None:
    result = fixed(folder, renaming(ReplaceInFile("src/app.py", 2, 5, "two")))
    assert result.final.beside == {"src/app.py": SOURCE.replace("old", "new").replace("one", "two")}

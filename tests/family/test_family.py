"""The harness counts by side, tells what fixes do, and fails where they do what none may."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine.fixpoint import Check, Fixed, fix
from auditor.model.finding import Safety
from tests.family import audit as auditing
from tests.family.__main__ import main
from tests.family.audit import Job, audit
from tests.family.stacks import stack_files

BROKEN = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      # who reads it
      Displayname: news
"""


@pytest.fixture
def family(tmp_path: Path) -> Path:
    stack = tmp_path / "one"
    stack.mkdir()
    (stack / "broken.yaml").write_text(BROKEN)
    (stack / "final.yaml").write_text(BROKEN.replace("Displayname", "DisplayName"))
    return tmp_path


def test_findings_are_counted_by_side(family: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(family), "--rule", "unknown-property"]) == 0
    printed = capsys.readouterr().out
    assert "| unknown-property | 1 / 0 | 0 / 0 | 0 / 0 |" in printed
    assert "broken: 1 of 1 files exit with 1, 1 have an error" in printed
    assert "final: 0 of 1 files exit with 1, 0 have an error" in printed


def test_findings_are_shown(family: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(family), "--rule", "unknown-property", "--side", "broken", "--show"]) == 0
    assert capsys.readouterr().out.startswith("one/broken.yaml:6: error[unknown-property] ")


def test_fixes_are_counted(family: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(family), "--fixes", "--judge"]) == 0
    printed = capsys.readouterr().out
    assert "| unknown-property | 1 | 1 | 0 |" in printed
    assert "1 fixes made, 1 files changed, 0 rejected" in printed
    assert "1 broken files lose all their errors" in printed


def test_a_new_code_of_cfn_lint_is_a_trouble(family: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "new_codes", lambda *_: ["E1 at Resources/Topic"])
    file = next(stack_files(family))
    told = audit(file, Job(least=Safety.SAFE, judge=True)).repair
    assert told is not None
    assert told.troubles == ("cfn-lint says E1 at Resources/Topic (fixed: unknown-property)",)


def test_a_lost_comment_is_a_trouble(family: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def careless(text: str, check: Check, least: Safety) -> Fixed:
        fixed = fix(text, check, least)
        without = fixed.final.text.replace("      # who reads it\n", "")
        return replace(fixed, final=check(without, beside={}))

    monkeypatch.setattr(auditing, "fix", careless)
    told = audit(next(stack_files(family)), Job(least=Safety.SAFE)).repair
    assert told is not None
    assert told.troubles == ("the comment '# who reads it' is lost (fixed: unknown-property)",)


def test_a_folder_without_stacks_fails(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1

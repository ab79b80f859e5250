"""The judge compares codes, and remembers what cfn-lint said of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judge import cfn_lint

RIGHT = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"
WRONG = RIGHT + "    Properties:\n      Sise: 1\n"


@pytest.fixture(autouse=True)
def _own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cfn_lint, "_folder", lambda: tmp_path)


def test_a_new_code_is_named_with_its_resource() -> None:
    assert cfn_lint.new_codes(RIGHT, WRONG) == ["E3002 at Resources/Queue"]


def test_a_code_that_was_there_before_is_not_new() -> None:
    assert cfn_lint.new_codes(WRONG, WRONG + "      QueueName: it\n") == []
    assert cfn_lint.new_codes(WRONG, RIGHT) == []


def test_more_of_the_same_code_is_new() -> None:
    assert cfn_lint.new_codes(WRONG, WRONG + "      Nam: it\n") == ["E3002 at Resources/Queue"]


def test_what_shows_only_after_a_text_can_be_read_is_not_new() -> None:
    unread = WRONG + "Resources: [\n"
    assert list(cfn_lint.codes(unread)) == [("E0000", "")]
    assert cfn_lint.new_codes(unread, WRONG) == []


def test_a_text_that_cannot_be_read_any_more_is_told() -> None:
    assert cfn_lint.new_codes(WRONG, WRONG + "Resources: [\n") == ["E0000 at "]


def test_an_answer_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = cfn_lint.codes(WRONG)
    monkeypatch.setattr(cfn_lint, "_lint", lambda _: pytest.fail("cfn-lint was asked again"))
    assert cfn_lint.codes(WRONG) == first


def test_a_resource_is_looked_at_only_when_its_logical_id_is_one() -> None:
    unnamed = WRONG.replace("Queue:", "My-queue:")
    assert cfn_lint.new_codes(unnamed, WRONG.replace("Queue:", "MyQueue:")) == []
    assert cfn_lint.new_codes(unnamed, WRONG.replace("Queue:", "MyQueue:") + WRONG[11:]) != []


def test_what_moves_into_a_resource_that_is_added_is_not_new() -> None:
    other = WRONG.replace("Queue:", "Other:")
    assert cfn_lint.new_codes(WRONG, RIGHT + other[11:]) == []
    assert cfn_lint.new_codes(WRONG, WRONG + other[11:]) == ["E3002 at Resources/Other"]

"""The findings of a rule that ask are put together for its question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.config.configuration import DEFAULTS
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.engine.questions import questions
from auditor.model.finding import Finding, Severity
from auditor.model.question import Ask, Asked, Question
from auditor.model.report import OpenQuestion
from auditor.model.rule import AnyRule, Rule
from auditor.model.settings import Settings
from auditor.template.template import Template
from tests.rules.cases import rules

TEXT = "Resources:\n  A: {Type: x}\n  B: {Type: x}\n"


def asking(*asks: tuple[str, Ask], question: Question | None) -> AnyRule:
    def look(_template: Template) -> Iterator[Finding]:
        """Asks."""
        for number, (name, ask) in enumerate(asks):
            yield Finding(("Resources", name), f"Resource '{name}' {number}", ask=ask)

    return Rule(id="asks", severity=Severity.ERROR, on=Template, function=look, question=question)


def asked(*asks: tuple[str, Ask]) -> OpenQuestion:
    question = Question("account.concurrency", lambda asked: f"{asked}", "Say it")
    rule = asking(*asks, question=question)
    checked = check(TEXT, [rule], Settings())
    (found,) = questions(entries(checked, "a.yaml", {rule.id: rule}), {rule.id: rule})
    return found


def test_resources_are_counted_once_with_the_largest_amount_of_their_cases() -> None:
    found = asked(("A", Ask(5)), ("A", Ask(20)), ("B", Ask(7)))
    assert found.message == str(Asked(2, 27))
    assert len(found.places) == 3


def test_names_are_sorted_and_each_is_there_once() -> None:
    found = asked(("A", Ask(name="two")), ("B", Ask(name="one")), ("A", Ask(name="two")))
    assert found.message == str(Asked(2, 2, ("one", "two")))


def test_a_rule_without_a_question_may_not_ask() -> None:
    rule = asking(("A", Ask()), question=None)
    (crash,) = check(TEXT, [rule], Settings()).crashes
    assert "the rule has no question" in str(crash.error)


@pytest.mark.parametrize("rule", [one for one in rules().values() if one.question])
def test_questions_of_rules_name_a_key_and_read_as_sentences(rule: AnyRule) -> None:
    assert rule.question is not None
    assert rule.question.setting in DEFAULTS
    for few in (Asked(1, 1, ("a",)), Asked(2, 1_000_000, ("a", "b"))):
        assert rule.question.summary(few).startswith(("1 ", "2 "))
        assert not rule.question.summary(few).endswith(".")
    assert rule.question.setting in rule.question.answer
    assert not rule.question.answer.endswith(".")

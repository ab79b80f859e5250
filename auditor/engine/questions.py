"""From the findings of a run that ask to the questions of their rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.model.question import Asked
from auditor.model.report import Entry, OpenQuestion
from auditor.model.rule import AnyRule

_Resource = tuple[str, str]


def questions(entries: Iterable[Entry], rules: Mapping[str, AnyRule]) -> tuple[OpenQuestion, ...]:
    """One question for each rule whose findings ask, in the order of the rules' ids."""
    by_rule: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.is_question:
            by_rule.setdefault(entry.rule, []).append(entry)
    return tuple(
        OpenQuestion(
            rule=id,
            setting=question.setting,
            message=question.summary(_asked(found)),
            answer=question.answer,
            places=tuple(found),
        )
        for id, found in sorted(by_rule.items())
        if (question := rules[id].question) is not None
    )


def _asked(found: Iterable[Entry]) -> Asked:
    amounts: dict[_Resource, int] = {}
    names: set[str] = set()
    for entry in found:
        if entry.ask is None:
            continue
        resource = (entry.file, entry.resource or entry.path)
        amounts[resource] = max(entry.ask.amount, amounts.get(resource, 0))
        names.add(entry.ask.name)
    return Asked(len(amounts), sum(amounts.values()), tuple(sorted(names - {""})))

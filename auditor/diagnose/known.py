"""What is known of an error text: the rules whose error it is, or another kind of cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

from msgspec import Struct

from auditor.data.error_families import Family
from auditor.data.known_errors import Kind, KnownError, known_errors
from auditor.diagnose.alike import Alike, alike
from auditor.diagnose.error_section import patterns
from auditor.diagnose.event import Phase
from auditor.diagnose.signatures import Match, Signature, holding, matches, signature
from auditor.model.finding import Fails
from auditor.model.rule import AnyRule, ListedRule

_INDEX = "auditor.rules.errors"
_NEAR = 0.8
"""The part of the best pattern's weight that another rule's has to have to be named too."""
_MOST = 5
_GENERAL = 30
"""Patterns of a rule that is about many things: one that is about this alone comes before it."""


class Verdict(Struct, frozen=True):
    """The kind of an error; `rules` explain it, the best first, or `row` does, or nothing.

    `other` is the kind that it may be as well, where the text does not decide it.
    """

    kind: Kind
    rules: tuple[AnyRule, ...] = ()
    row: KnownError | Family | None = None
    other: Kind | None = None

    @property
    def is_general(self) -> bool:
        """Whether only codes and usual words show it."""
        return isinstance(self.row, Family)

    @property
    def is_loose(self) -> bool:
        """Whether nothing shows it, or only words that stand in many texts."""
        return self.kind is Kind.UNKNOWN or (isinstance(self.row, Family) and self.row.is_weak)


class Catalogue:
    """All patterns of some rules, and those of the table of known errors."""

    def __init__(self, rules: Iterable[AnyRule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._of_rules = _of_rules(self._rules)
        self._alike: Alike | None = None
        self._rows = {str(number): row for number, row in enumerate(known_errors())}
        self._of_rows = {
            number: [one for text in row.texts if (one := signature(text)) is not None]
            for number, row in self._rows.items()
        }

    def verdict(self, text: str, phase: Phase = Phase.UNKNOWN) -> Verdict:
        """What is known of a text."""
        rules = self._ranked(matches(self._of_rules, text), phase)
        rows = sorted(matches(self._of_rows, text), key=self._rank_of_row)
        first = self._first(rows)
        if first is not None and (not rules or self._says_more(first, rules[0], phase)):
            row = self._rows[first.key]
            own = [self._rules[id] for id in row.rules if id in self._rules]
            return Verdict(row.kind, tuple(own), row, row.other)
        if rules:
            return Verdict(Kind.TEMPLATE, tuple(self._near(rules)))
        return Verdict(Kind.UNKNOWN)

    def alike(self, text: str) -> AnyRule | None:
        """The rule whose error in other words a refusal is likely to be; None where none is near.

        Of the rules whose faults show in a deployment.
        """
        if self._alike is None:
            of_deployment = {
                id: rule for id, rule in self._rules.items() if rule.fails is Fails.DEPLOYMENT
            }
            self._alike = alike(
                {
                    id: [text for text, _ in written]
                    for id, written in _written(of_deployment).items()
                }
            )
        id = self._alike.rule(text)
        return None if id is None else self._rules[id]

    def explaining(self, text: str) -> list[AnyRule]:
        """The rules one of whose errors a text is, or is a part of, the best first."""
        verdict = self.verdict(text)
        if verdict.rules:
            return list(verdict.rules)
        return [self._rules[id] for id in holding(self._of_rules, text)][:_MOST]

    def _rank_of_row(self, match: Match) -> tuple[bool, bool, int, int]:
        """What tells no cause says less than whatever else the text says."""
        row = self._rows[match.key]
        tells_none = row.kind in (Kind.CONSEQUENCE, Kind.VAGUE)
        return tells_none, row.is_symptom, -match.weight, int(match.key)

    def _first(self, ranked: Sequence[Match]) -> Match | None:
        """The row that says most: of a guard, that it stops whoever lacks a permission, too."""
        first = next(iter(ranked), None)
        if first is None or self._rows[first.key].kind is not Kind.DEPLOYER:
            return first
        guards = (one for one in ranked if self._rows[one.key].kind is Kind.GUARD)
        return next(guards, first)

    def _says_more(self, row: Match, rule: Match, phase: Phase) -> bool:
        """Whether a row of the table says more of a text than a rule."""
        found = self._rows[row.key]
        if found.is_symptom or found.kind in (Kind.CONSEQUENCE, Kind.TEMPLATE):
            return False
        if phase is Phase.DEPLOYMENT and _is_of(self._rules[rule.key], phase) is False:
            return True
        of_run = _is_of(self._rules[rule.key], Phase.DEPLOYMENT) is False
        if phase is Phase.UNKNOWN and of_run and found.names_who:
            return True
        return row.weight >= rule.weight

    def _ranked(self, found: Iterable[Match], phase: Phase) -> list[Match]:
        def rank(match: Match) -> tuple[bool, int, bool, int, bool, str]:
            rule = self._rules[match.key]
            misfit = _is_of(rule, phase) is False
            is_general = len(self._of_rules[match.key]) >= _GENERAL
            return (not match.is_main, -match.weight, misfit, -rule.severity, is_general, rule.id)

        found = list(found)
        heaviest = max((one.weight for one in found), default=0)
        near = [one for one in found if one.weight >= heaviest * _NEAR]
        fitting = [one for one in near if _is_of(self._rules[one.key], phase) is not False]
        return sorted(fitting, key=rank)

    def _near(self, ranked: Sequence[Match]) -> Iterable[AnyRule]:
        return (self._rules[one.key] for one in ranked[:_MOST])


def _is_of(rule: AnyRule, phase: Phase) -> bool | None:
    """Whether the faults of a rule show in a phase; None where the phase is not known."""
    if phase is Phase.UNKNOWN:
        return None
    return (rule.fails is Fails.DEPLOYMENT) is (phase is Phase.DEPLOYMENT)


def _of_rules(rules: Mapping[str, AnyRule]) -> dict[str, list[Signature]]:
    found = {}
    for id, written in _written(rules).items():
        made = (signature(text, is_main=is_main) for text, is_main in written)
        found[id] = [one for one in made if one is not None]
    return found


def _written(rules: Mapping[str, AnyRule]) -> dict[str, list[tuple[str, bool]]]:
    """The patterns of rules as they are written, and whether each is one of the main ones."""
    indexed: Mapping[str, tuple[tuple[str, bool], ...]] = dict(import_module(_INDEX).ROWS)
    return {
        id: list(
            indexed[id] if isinstance(rule, ListedRule) and id in indexed else patterns(rule.doc)
        )
        for id, rule in rules.items()
    }

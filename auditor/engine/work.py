"""Which rules a text gives something to do: the others are not even imported."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import Final

from auditor.expression import expression
from auditor.model.rule import AnyRule
from auditor.template.template import Template

PROGRAM = "Pulumi::Program"
"""The type that rules have for which only programs give work."""
_PART = "::"
_ALL = "*"
"""Ends a type that stands for all types that begin so."""
_ESCAPES = expression(r"\\[uxU\n\r]")
"""What a text in quotes has that may hold a word which cannot be seen in it."""


class Agenda:
    """Rules by the types that give them something to do, so that not each has to be asked.

    Those that are on one of the subjects in `late` come after all others.
    """

    def __init__(self, rules: Sequence[AnyRule], late: Set[str] = frozenset()) -> None:
        self.rules: Final = rules
        self.late: Final = [rule for rule in rules if rule.subject in late]
        """The rules that come after all others."""
        self.early: Final = [rule for rule in rules if rule.subject not in late]
        """All others."""
        self._always: list[int] = []
        self._by_type: dict[str, list[int]] = {}
        self._by_begin: list[tuple[str, int]] = []
        for number, rule in enumerate(self.early):
            if not rule.types:
                self._always.append(number)
            for type in rule.types:
                begin = type.removesuffix(_ALL)
                if begin == type or begin.endswith(_PART):
                    self._by_type.setdefault(type, []).append(number)
                else:
                    self._by_begin.append((begin, number))

    def of(self, text: str, template: Template | None) -> list[AnyRule]:
        """The early rules that may have something to say; without `template` it cannot be read."""
        types = [] if template is None else list(template.by_type)
        if template is not None and template.program is not None:
            types.append(PROGRAM)
        numbers = {*self._always}
        for looked_up in set(types).union(*map(_services_of, types)):
            numbers.update(self._by_type.get(looked_up, ()))
        for begin, number in self._by_begin:
            if any(type.startswith(begin) for type in types):
                numbers.add(number)
        words = _Words(text)
        found = [self.early[number] for number in sorted(numbers)]
        return [rule for rule in found if not rule.words or any(map(words.has, rule.words))]


class _Words:
    """The words of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}
        self._may_hide: bool | None = None

    def has(self, word: str) -> bool:
        """Whether a word may stand in the text."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = word in self._text or self._hides_words()
        return known

    def _hides_words(self) -> bool:
        if self._may_hide is None:
            self._may_hide = _ESCAPES.search(self._text) is not None
        return self._may_hide


_LAST: deque[Agenda] = deque(maxlen=4)
"""A run asks for the same rules with each text, and for fewer of them inside of texts."""


def agenda_of(rules: Sequence[AnyRule], late: Set[str]) -> Agenda:
    """The agenda of rules, made once for a run."""
    for known in _LAST:
        if known.rules == rules:
            return known
    made = Agenda(rules, late)
    _LAST.append(made)
    return made


@lru_cache(maxsize=1024)
def _services_of(type: str) -> tuple[str, ...]:
    """The types for all of its service and above, such as `AWS::S3::*`, by which most are asked."""
    found = []
    end = type.find(_PART)
    while end >= 0:
        end += len(_PART)
        found.append(f"{type[:end]}{_ALL}")
        end = type.find(_PART, end)
    return tuple(found)

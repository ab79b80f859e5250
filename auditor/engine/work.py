"""Which rules a text gives something to do: the others are not even imported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from auditor.model.rule import AnyRule
from auditor.template.template import Template

PROGRAM = "Pulumi::Program"
"""The type that rules have for which only programs give work."""
_PART = "::"
_ALL = "*"
"""Ends a type that stands for all types that begin so."""
_ESCAPED = frozenset("uxU\n\r")
"""What follows a backslash where a text in quotes may hold a word that cannot be seen in it."""


class Work:
    """What stands in a text; `template` is None where it could not be read."""

    def __init__(self, text: str, template: Template | None) -> None:
        self._text = text
        types = set() if template is None else set(template.by_type)
        if template is not None and template.program is not None:
            types.add(PROGRAM)
        self._types = types
        self._present = types.union(*map(_services_of, types))
        self._words: dict[str, bool] = {}
        self._may_hide: bool | None = None

    def is_there_for(self, rule: AnyRule) -> bool:
        """Whether a rule may have something to say."""
        types, words = rule.types, rule.words
        if types and self._present.isdisjoint(types):
            begins = _other_begins(types)
            if not begins or not any(name.startswith(begins) for name in self._types):
                return False
        return not words or any(map(self._has_word, words))

    def _has_word(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = word in self._text or self._hides_words()
        return known

    def _hides_words(self) -> bool:
        if self._may_hide is None:
            after = islice(self._text.split("\\"), 1, None)
            self._may_hide = any(part[:1] in _ESCAPED for part in after)
        return self._may_hide


def _services_of(type: str) -> Iterator[str]:
    """The types for all of its service and above, such as `AWS::S3::*`, by which most are asked."""
    end = type.find(_PART)
    while end >= 0:
        end += len(_PART)
        yield f"{type[:end]}{_ALL}"
        end = type.find(_PART, end)


@lru_cache(maxsize=1024)
def _other_begins(types: tuple[str, ...]) -> tuple[str, ...]:
    """How types begin that stand for others than those of one service."""
    every = (type.removesuffix(_ALL) for type in types if type.endswith(_ALL))
    return tuple(begin for begin in every if not begin.endswith(_PART))

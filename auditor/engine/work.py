"""Which rules a text gives something to do: the others are not even imported."""

from __future__ import annotations

from auditor.model.rule import AnyRule
from auditor.template.template import Template

PROGRAM = "Pulumi::Program"
"""The type that rules have for which only programs give work."""
_PART = "::"
_PARTS_OF_SERVICE = 2
"""`AWS::S3::` ends the second part of a type."""
_ALL = "*"
"""Ends a type that stands for all types that begin so."""
_ESCAPES = ("\\u", "\\x", "\\U", "\\\n", "\\\r")
"""How a text in quotes may hold a word that cannot be seen in it."""


class Work:
    """What stands in a text; `template` is None where it could not be read."""

    def __init__(self, text: str, template: Template | None) -> None:
        self._text = text
        self._present = () if template is None else tuple(template.by_type)
        if template is not None and template.program is not None:
            self._present = (*self._present, PROGRAM)
        self._types = dict.fromkeys(self._present, True)
        self._services: set[str] | None = None
        self._words: dict[str, bool] = {}
        self._may_hide: bool | None = None

    def is_there_for(self, rule: AnyRule) -> bool:
        """Whether a rule may have something to say."""
        types, words = rule.types, rule.words
        return (not types or any(map(self._has_type, types))) and (
            not words or any(map(self._has_word, words))
        )

    def _has_type(self, type: str) -> bool:
        known = self._types.get(type)
        if known is None:
            begin = type.removesuffix(_ALL)
            known = begin != type and self._has_begin(begin)
            self._types[type] = known
        return known

    def _has_begin(self, begin: str) -> bool:
        """Whether a type that is there begins so: most are asked for by their service."""
        if not begin.endswith(_PART) or begin.count(_PART) != _PARTS_OF_SERVICE:
            return any(name.startswith(begin) for name in self._present)
        if self._services is None:
            parts = (name.split(_PART, _PARTS_OF_SERVICE) for name in self._present)
            self._services = {
                _PART.join((*some[:-1], "")) for some in parts if len(some) > _PARTS_OF_SERVICE
            }
        return begin in self._services

    def _has_word(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = word in self._text or self._hides_words()
        return known

    def _hides_words(self) -> bool:
        if self._may_hide is None:
            self._may_hide = any(escape in self._text for escape in _ESCAPES)
        return self._may_hide

"""The rule whose error a refusal is in other words: older ones of the service, or those of a tool.

A pattern of a rule fits the sentence that it is written after, and nothing else. Here the words of
a text are compared with those of the patterns of all rules, rare words counting most. A rule is
named only where nearly all of what a pattern says is in the text, little else is, and no other rule
comes near.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from msgspec import Struct

from auditor.diagnose.words import stem, stems
from auditor.expression import expression

_HOLE = expression(r"<[^<>]{1,60}>")
_OFTEN = (
    "the a an of to in is not be for or and it that this was with on by at from as are must can"
    " which your you error fail create failed service status code request id 0 null invalid"
    " resource handler returned message operation when call occur exception"
)
_SAY_NOTHING = frozenset(map(stem, _OFTEN.split()))
"""Words that stand in any text about a failure."""
_LEAST_WORDS = 3
"""Words of a pattern that the text has to have."""
_LEAST = 0.7
_LEAST_BEFORE = 0.2
"""How much more a text has to be like one rule than like the next one."""
_OF_PATTERN = 0.6
"""How much it counts that the text says what a pattern says; the rest, that it says little else."""
_OF_RULE = 0.125
"""How much a word counts that only other patterns of the rule have."""
_UNKNOWN = 0.6
"""How rare a word is that no rule has, as a part of the rarest one that a rule has."""
_LONGEST = 2_000
"""Characters of a text that may be one sentence of a service."""


class Alike(Struct, frozen=True):
    """The words of all patterns of some rules, and how rare each is."""

    patterns: Mapping[str, tuple[frozenset[str], ...]]
    words: Mapping[str, frozenset[str]]
    rare: Mapping[str, float]

    def rule(self, text: str) -> str | None:
        """The id of the rule whose error a text is likely to be; None where none is near enough."""
        if len(text) > _LONGEST:
            return None
        said = _words(text)
        unknown = _UNKNOWN * log(1 + len(self.words))
        whole = sum(self.rare.get(word, unknown) for word in said)
        found = sorted(
            ((self._near(id, said, whole), id) for id, words in self.words.items() if words & said),
            reverse=True,
        )
        (best, id), (next_best, _) = (*found, (0.0, ""), (0.0, ""))[:2]
        return id if best >= _LEAST and best - next_best >= _LEAST_BEFORE else None

    def _near(self, id: str, said: frozenset[str], whole: float) -> float:
        """How near a text is to the nearest pattern of a rule, from 0 to about 1."""
        own = self._weight(self.words[id] & said)
        nearest = 0.0
        for pattern in self.patterns[id]:
            both = pattern & said
            if len(both) < _LEAST_WORDS:
                continue
            shared = self._weight(both)
            rest = _OF_RULE * (own - shared)
            of_pattern = shared / self._weight(pattern)
            near = _OF_PATTERN * of_pattern + (1 - _OF_PATTERN) * (shared + rest) / whole
            nearest = max(nearest, near)
        return nearest

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.rare[word] for word in words)


def alike(texts: Mapping[str, Iterable[str]]) -> Alike:
    """What is compared, of the patterns of rules by their ids."""
    patterns = {id: tuple(_words(_HOLE.sub(" ", text)) for text in of) for id, of in texts.items()}
    words = {
        id: frozenset(id.split("-")).union(*found) - _SAY_NOTHING for id, found in patterns.items()
    }
    often = Counter(word for found in words.values() for word in found)
    rare = {word: log(1 + len(words) / number) for word, number in often.items()}
    return Alike(patterns, words, rare)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in stems(text) if len(word) > 1) - _SAY_NOTHING

"""Patterns of error texts: fixed words with holes between them, found in linear time.

A pattern is written as people write it: `Bucket <name> already exists`. What stands in angle
brackets, and `...`, may be anything of a bounded length. White space, case, kinds of quotes and
backslashes are not compared, since tools wrap a text in the middle of words and quote it again.
"Isn't" is the same as "is not".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from auditor.expression import expression

_HOLE = expression(r"(<[^<>\n]{1,60}>|\.\.\.|…)")
_MOST_BETWEEN = 400
"""Characters that a hole may stand for: more is a text about something else."""
_SAYS_LITTLE = 16
"""Characters of a pattern besides its holes: with fewer, a hole is for one name only."""
_MOST_OF_NAME = 32
_LEAST = 8
"""Characters that a pattern has to have besides its holes, and a text that is part of one."""
_CODE = "errorcode:"
"""A pattern that begins with it says less than any words: services use one code for much."""
_ESCAPED_BREAK = expression(r"\\[nrt](?![a-z])")
"""A line break or a tab as JSON writes it; not the beginning of a name in a path of Windows."""
_QUOTES = str.maketrans(dict.fromkeys('"`\u2018\u2019\u201c\u201d', "'") | {"\\": None})


_SHORTENED = expression(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should|must)n't\b"
)
_IRREGULAR = {"can't": "cannot", "won't": "will not"}


def squeezed(text: str) -> str:
    """The text as patterns see it."""
    said = _ESCAPED_BREAK.sub(" ", text).lower().translate(_QUOTES)
    # a quote inside quotes of YAML or SQL is written twice
    said = said.replace("n''t", "n't")
    return "".join(_SHORTENED.sub(_in_full, said).split())


def _in_full(shortened: re.Match[str]) -> str:
    word = shortened.group()
    return _IRREGULAR.get(word, word.removesuffix("n't") + " not")


class Signature(Struct, frozen=True):
    """A pattern by its fixed parts, squeezed; `is_main` where it is what a rule is first about.

    `holes` are the names of what stands before, between and after the parts: where two have one
    name, the same text stands in both. `reach` is how many characters a hole may stand for.
    """

    parts: tuple[str, ...]
    holes: tuple[str, ...] = ()
    is_main: bool = True
    reach: int = _MOST_BETWEEN

    @property
    def weight(self) -> int:
        """How much it says: of two patterns that fit, the heavier one is the more specific."""
        if self.parts[0].startswith(_CODE):
            return 1
        return sum(map(len, self.parts)) + self._shared

    @property
    def _shared(self) -> int:
        named = [hole for hole in self.holes if hole]
        return len(named) - len(set(named))

    def fits(self, said: str) -> bool:
        """Whether a squeezed text has the parts in their order, near enough to each other."""
        first = self.parts[0]
        start = said.find(first)
        while start >= 0:
            if self._goes_on(said, start + len(first)):
                return True
            start = said.find(first, start + len(first))
        return False

    def _goes_on(self, said: str, at: int) -> bool:
        """Whether the other parts follow, the first of which ends somewhere."""
        known: dict[str, str] = {}
        for part, hole in zip(self.parts[1:], self.holes[1:], strict=False):
            found = said.find(part, at, at + self.reach + len(part))
            if found < 0 or known.setdefault(hole, said[at:found]) != said[at:found]:
                return False
            at = found + len(part)
        return True

    def has(self, said: str) -> bool:
        """Whether a squeezed text is a part of it."""
        return len(said) >= _LEAST and any(said in part for part in self.parts)


def signature(
    text: str, *, is_main: bool = True, least: int = _LEAST, reach: int | None = None
) -> Signature | None:
    """A pattern as it is written; None for one that would fit nearly anything.

    `least` is how many characters it has to have besides its holes.
    """
    parts: list[str] = []
    holes = [""]
    for number, piece in enumerate(_HOLE.split(text.rstrip("."))):
        if number % 2:
            # one without a name is like no other
            holes[-1] = piece if piece.startswith("<") else f"{number}"
        elif fixed := squeezed(piece):
            parts.append(fixed)
            holes.append("")
    said = sum(map(len, parts))
    most = _MOST_OF_NAME if said < _SAYS_LITTLE else _MOST_BETWEEN
    found = Signature(tuple(parts), tuple(holes), is_main, reach or most)
    return found if said >= least else None


class Match(Struct, frozen=True):
    """What one of somebody's patterns fits, and how much of the text that says."""

    key: str
    weight: int
    is_main: bool


def matches(known: Mapping[str, Iterable[Signature]], text: str) -> Iterator[Match]:
    """Whose patterns fit a text: for each key its heaviest one."""
    said = squeezed(text)
    for key, signatures in known.items():
        fitting = [one for one in signatures if one.fits(said)]
        if fitting:
            best = max(fitting, key=lambda one: (one.weight, one.is_main))
            yield Match(key, best.weight, best.is_main)


def holding(known: Mapping[str, Iterable[Signature]], text: str) -> list[str]:
    """The keys of the patterns that a text is a part of."""
    said = squeezed(text).rstrip(".")
    return [key for key, signatures in known.items() if any(one.has(said) for one in signatures)]

"""How much each word of an error speaks for each kind of cause: a linear model of labelled texts.

`kind_words.json` is written by `scripts/kind_words.py`, which tells from which texts. `kinds` are
what a text may be of, `start` what speaks for each before a word is read, and `words` has for each
word, and for each pair of words (`not+found`), a letter for each kind that it says something of
(`a` is the first one), and the weight after it: `a-25c14`. Weights are tenths. `likely_kinds.json`
is written by hand: what is said of a kind that only words show.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from auditor.data.error_families import Family
from auditor.data.known_errors import Kind
from auditor.data.table import read_table
from auditor.expression import expression

_FIRST = ord("a")
_WEIGHT = expression(r"([a-z])(-?\d{1,4})")


class KindWords(Struct, frozen=True):
    """The model: `start` is in the order of `kinds`, and all weights are tenths."""

    kinds: tuple[Kind, ...]
    start: tuple[int, ...]
    words: Mapping[str, str]

    def weights(self, word: str) -> list[tuple[int, int]]:
        """The number of each kind that a word says something of, with its weight."""
        said = _WEIGHT.findall(self.words.get(word, ""))
        return [(ord(letter) - _FIRST, int(weight)) for letter, weight in said]


@lru_cache(maxsize=1)
def kind_words() -> KindWords:
    """The table."""
    table = read_table("kind_words.json")
    return KindWords(tuple(map(Kind, table["kinds"])), tuple(table["start"]), table["words"])


@lru_cache(maxsize=1)
def likely_kinds() -> Mapping[Kind, Family]:
    """What is said of each kind where nothing but words shows it."""
    return {
        Kind(row["kind"]): Family(Kind(row["kind"]), row["means"], row["do"], is_weak=True)
        for row in read_table("likely_kinds.json")["kinds"]
    }


@lru_cache(maxsize=1)
def said_of_rule() -> Family:
    """What is said of a refusal whose words are near to those of the error of a rule."""
    row = read_table("likely_kinds.json")["of_rule"]
    return Family(Kind.REFUSED, row["means"], row["do"], is_weak=True)

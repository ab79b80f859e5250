"""The words of an error text, as far as they are no names: their stems, in lower case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from auditor.expression import expression

_ARN = expression(r"\barn:aws[\w-]{0,20}:([\w-]{0,40}):\S{0,2000}")
_NO_WORD = expression(r"https?://\S{1,2000}|\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,40}")
_ID = expression(r"\b(i|vpc|subnet|sg|ami|eni|igw|rtb|snap|vol|eipalloc|lt)-[0-9a-fx]{4,40}")
_TYPE = expression(r"\b(?:AWS|Alexa)::(\w{1,80})::\w{1,80}")
_CUSTOM = expression(r"\bCustom::[\w-]{1,80}")
_NUMBER = expression(r"\b\d[\d.,:/-]{0,60}\b")
_WORD = expression(r"[A-Za-z]{1,60}(?:'[a-z]{1,3})?|0")
_HUMP = expression(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+(?:'[a-z]+)?|[A-Z]+|0")
_ENDINGS = ("ing", "ed", "es", "s")
_LEAST_STEM = 4
PAIR = "+"
"""What stands between two words that are one sign."""
_LITTLE = "the a an of to in is be for or and it that this was with on by at from as are"
_BETWEEN = frozenset(_LITTLE.split())
"""Words that a pair is not made with."""


def stems(text: str) -> Iterator[str]:
    """The stems of a text in their order.

    Words with humps come in parts. Of ARNs, ids and types the service or what they are ids of is
    left, and of each number `0`.
    """
    text = _ARN.sub(r" arn \1 ", _NO_WORD.sub(" ", text))
    text = _TYPE.sub(r" type \1 ", _ID.sub(r" \1 ", text))
    text = _NUMBER.sub(" 0 ", _CUSTOM.sub(" custom type ", text))
    for word in _WORD.findall(text):
        yield from map(stem, parts(word))


def pairs(words: Iterable[str]) -> Iterator[str]:
    """Each two stems that follow each other, but for the little words between them.

    Two words say what neither does: `not found` of something else than `not allowed`.
    """
    told = [word for word in words if word not in _BETWEEN and len(word) > 1]
    for one, other in pairwise(told):
        yield f"{one}{PAIR}{other}"


def parts(word: str) -> list[str]:
    """The words that a word with humps has in it, in lower case: `TableName` is two."""
    return [part.lower() for part in _HUMP.findall(word)]


def stem(word: str) -> str:
    """A word in lower case without the ending of a plural or of a verb."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word

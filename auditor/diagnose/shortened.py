"""Texts as people shorten them: the reason that they give, and the topic where they say no more."""

from __future__ import annotations

from itertools import pairwise

from auditor.expression import expression

_STATE = r"\b(?:[A-Z]{4,8}_){1,3}(?:FAILED|COMPLETE|IN_PROGRESS)\b"
_FAILS = expression(
    rf"(?i)\b(?:fail(?:s|ed|ing|ure)?|errors?|issues?|problems?|stuck|roll(?:s|ed|ing)?[ -]?back"
    r"|reject(?:s|ed)|cancell?ed|hit|hangs?|hung|crash(?:es|ed)?|broken?|cannot|can't|missing"
    r"|denie[sd]|lacks?|(?:does|do|is|are|did)(?:n't| not) work(?:ing)?|unable"
    rf"|time[sd]? ?outs?|refuse[sd])\b|{_STATE}"
)
_GIVES = expression(
    r"(?i)(?:\b(?:because(?: of)?|due to|caused by|as a result of|owing to"
    r"|fail(?:s|ed|ing) (?:on|with(?: an?| the)?(?: [\w-]{1,30})? (?:error|message|reason)|with))\b"
    r"|_(?:FAILED|COMPLETE)(?= with\b| ?[:\u2013\u2014-] )(?: with\b)?)[\s:\u2013\u2014'\"`(-]{1,8}"
)
"""What stands between a failure and its reason."""
_SAYS_WHO = expression(r"(?i)authori[sz]ed|denied|permission|\(service:|resource handler|`")
"""What somebody writes down word by word: what is before the reason belongs to it."""
_MOST_BEFORE = 25
"""Words of what failed, before its reason."""
_WORD = expression(r"[A-Za-z][A-Za-z0-9']{0,60}|\d{1,20}")
_ACTION = expression(r"(?<![\w:/-])[a-z][a-z0-9-]{1,30}:[A-Z][A-Za-z]{2,60}(?![\w:/])")
ACTION = "<action>"
"""Stands among the words for an action of IAM."""
_MOST_WORDS = 18
"""Words of a text that has nothing but a topic."""
_TRACEBACK = "Traceback (most recent call last)"
"""What is no text of words, short as it may be."""


def given_reason(text: str) -> str:
    """What a sentence gives as the reason of a failure; empty where it does not say one so."""
    found = _GIVES.search(text)
    if found is None:
        return ""
    before = text[: found.start()]
    is_told = _FAILS.search(text[: found.end()]) is not None and not _SAYS_WHO.search(before)
    is_short = len(_WORD.findall(before)) <= _MOST_BEFORE
    return text[found.end() :].strip() if is_told and is_short else ""


def topic_words(text: str, *, is_reason: bool = False) -> frozenset[str]:
    """The words of a short text about a failure; none of a longer one.

    `is_reason` where it is known to be about one.
    """
    words = _WORD.findall(text)
    if len(words) > _MOST_WORDS or _TRACEBACK in text or not (is_reason or _FAILS.search(text)):
        return frozenset()
    said = [word.lower() for word in words]
    # some write a word as two, such as "time out" and "health check"
    joined = map("".join, pairwise(said))
    actions = {ACTION} if _ACTION.search(text) else set()
    return frozenset({*said, *joined, *actions})

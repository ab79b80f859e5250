"""How certain it is that something is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Answer(Enum):
    """What a template says about a permission. UNKNOWN is never a reason to speak."""

    ALLOWED = "allowed"
    DENIED = "denied"
    """Everything that could allow it is readable, and nothing does."""
    UNKNOWN = "unknown"


def any_of(answers: Iterable[Answer]) -> Answer:
    """ALLOWED where one of the answers is, DENIED where all of them are."""
    return _settled(answers, Answer.ALLOWED, Answer.DENIED)


def all_of(answers: Iterable[Answer]) -> Answer:
    """DENIED where one of the answers is, ALLOWED where all of them are."""
    return _settled(answers, Answer.DENIED, Answer.ALLOWED)


def _settled(answers: Iterable[Answer], deciding: Answer, otherwise: Answer) -> Answer:
    """What one answer decides: none after it is asked for."""
    found = otherwise
    for answer in answers:
        if answer is deciding:
            return answer
        if answer is Answer.UNKNOWN:
            found = answer
    return found

"""Texts that say that something failed, and have no word about why."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.data.error_families import Family
from auditor.data.known_errors import Kind
from auditor.expression import expression

_TOKEN = expression(r"[^\s\"'`,;!?(){}\[\]=<>*|]{1,2000}")
_WORD = expression(r"[A-Za-z]?[a-z]{0,40}(?:n't)?\Z|[A-Z]{2,20}\Z")
_FAILS = frozenset({"failed", "failure", "fail", "error", "errors", "failing", "fails"})
_STATE = expression(r"\b(?:CREATE|UPDATE|DELETE|ROLLBACK|IMPORT)_[A-Z_]{4,40}")
_WORDS = (
    "a an and are at be been by during for from has have in is it its of on or that the this to "
    "was were with while when your code creating creation deleting deletion deploy deploying "
    "deployment event events finished id message name occurred operation process reason "
    "resource resources result stack state status step true false type update updating changed "
    "encountered executing execution null none undefined request fatal info warning line "
    "adding app application applications build building changes cluster command complete completed "
    "container did do environment environments exit exited infrastructure job jobs phase pipeline "
    "project run running service services set sets stage successfully unsuccessful"
)
_SAY_NOTHING = _FAILS | frozenset(_WORDS.split())
"""Words that stand in any text about a failure."""
_MOST_OTHER = 2
"""Other words that a text may have: the name of something."""
_OF_STACK = Family(
    Kind.CONSEQUENCE,
    "It says in which state something is, and not why",
    "Look at the lines around it, or get the events: aws cloudformation describe-stack-events"
    " --stack-name STACK",
    other=Kind.VAGUE,
)
_NO_REASON = replace(
    _OF_STACK,
    kind=Kind.VAGUE,
    means="It says that something failed, and not why",
    other=Kind.CONSEQUENCE,
)


def without_reason(text: str) -> Family | None:
    """What a text is that tells a failure without a reason; None for every other one."""
    tokens = filter(None, map(_bare, _TOKEN.findall(text)))
    words = {word.lower() for word in tokens if _WORD.match(word)}
    is_of_stack = _STATE.search(text) is not None
    if (not is_of_stack and not words & _FAILS) or len(words - _SAY_NOTHING) > _MOST_OTHER:
        return None
    return _OF_STACK if is_of_stack else _NO_REASON


def _bare(token: str) -> str:
    return token.strip(".:-")

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
    "a about adding after am an and app application applications are arn at be became become "
    "been build building by changed changes cloudformation cluster code command complete "
    "completed container create created creates creating creation debug delete deleting "
    "deletion deploy deploying deployment did do during encountered environment environments "
    "erro event events executing execution exit exited expected false fatal finished for from "
    "get has have id in info infrastructure is it its job jobs launch line message minutes name "
    "none now null occurred of on operation or phase pipeline pm process project reached reason "
    "request resource resources result run running seconds service services set sets stack "
    "stage start started state status step still successfully target that the this to true type "
    "undefined unexpected unknown unsuccessful until update updating wait waiting wanted warn "
    "warning was were when while with your"
)
_SAY_NOTHING = _FAILS | frozenset(_WORDS.split())
"""Words that stand in any text about a failure."""
_TELLS_STATE = expression(
    r"(?i)\b(?:un)?expected (?:state|status):? '\w{1,40}'(?:, wanted (?:target )?'[^']{1,200}')?"
    r"|\b(?:current )?(?:stack)?(?:state|status)(?: is(?: set to)?|:|=) ?['\"]?[a-z_]{2,40}['\"]?"
)
"""What says in which state something is."""
_WAITS = expression(
    r"(?i)\bwaiting for [^:;\n]{1,100}?(?: to (?:be )?[a-z]{1,20}| creation| deletion)(?= |:|\Z)"
)
"""What a tool says while it waits, which is no reason yet."""
_FAILED = expression(r"(?i)fail|rollback|error")
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


def only_state(text: str) -> Family | None:
    """What a text is that only says that something is in a failed state; None for any other one.

    The words around it ("waiting for the group to be created") are those of progress, and show
    neither that it took too long nor that something else changes.
    """
    if not _FAILED.search(text):
        return None
    rest = _TELLS_STATE.sub(" ", text)
    if rest == text:
        return None
    rest = _WAITS.sub(" ", rest)
    tokens = filter(None, map(_bare, _TOKEN.findall(rest)))
    words = {word.lower() for word in tokens if _WORD.match(word)}
    return _NO_REASON if len(words - _SAY_NOTHING) <= _MOST_OTHER else None


def _bare(token: str) -> str:
    return token.strip(".:-")

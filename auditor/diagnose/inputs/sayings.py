"""What JSON says of an error that is of no known form: the texts of its keys that are for that."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from auditor.expression import expression

_KEY = expression(r"(?i)err|message|msg\Z|reason|cause|code\Z|fail|exception")
_FAILED = expression(r"(?i)err|cause|fail|exception")
_IS_FAILURE = expression(r"(?i)(?:\w{1,40}_)?(?:error|fail(?:ed|ure)?|fatal|critical)\Z")
_OF_ANSWER = expression(
    r"(?i)message|(?:__|error)?type|(?:error|status)?code|status|(?:request|connection)_?id|cause|stack_?trace"
)
"""Keys of what an API answers with where it could not do what it was asked for."""
_OF_ENTRY = "@message"
"""The key of what an entry says in results of CloudWatch Logs Insights."""
_LEAST_CODE = 400
"""The codes of HTTP from which on something failed."""
_OF_OTHERS = ("Resources", "StackResources", "StackResourceSummaries", "Stacks")
"""Keys of what is read by another command, or has no events."""
_MOST = 500
"""Values that are looked into."""


def sayings(values: Iterable[Any]) -> Iterator[str]:
    """The texts in JSON that may be of an error: those of such keys, and those of a list."""
    waiting: deque[tuple[bool, Any]] = deque((False, value) for value in values)
    for _ in range(_MOST):
        if not waiting:
            return
        is_failed, value = waiting.popleft()
        if isinstance(value, str) and value.strip():
            yield value.strip()
        elif isinstance(value, list):
            waiting += [(is_failed, one) for one in value]
        elif isinstance(value, dict) and not any(one in value for one in _OF_OTHERS):
            is_failed = is_failed or _tells_failure(value)
            key_of = _KEY if is_failed else _FAILED
            waiting += [
                (is_failed or _FAILED.search(name) is not None, one)
                for name, one in value.items()
                if isinstance(one, dict | list) or key_of.search(name)
            ]


def _tells_failure(value: dict[str, Any]) -> bool:
    """Whether an object is of something that failed, by a level or a status of it.

    One that has a message and nothing else to tell may be, and so may an entry of a log group.
    """
    is_answer = all(_OF_ANSWER.fullmatch(name) for name in value)
    is_well = any(isinstance(one, int) and one < _LEAST_CODE for one in value.values())
    levels = (one for one in value.values() if isinstance(one, str))
    is_entry = _OF_ENTRY in value
    return (is_answer and not is_well) or is_entry or any(_IS_FAILURE.match(one) for one in levels)

"""JSON: pages of describe-stack-events and describe-events, and what Lambda writes; as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.lambda_ import from_object
from auditor.diagnose.inputs.sayings import sayings
from auditor.diagnose.inputs.stack_event import stack_event
from auditor.diagnose.inputs.status import told_by
from auditor.expression import expression

_LIST = expression(
    r'\s*\{(?:\s*"\w{1,80}"\s*:\s*(?:"[^"\n]{0,4000}"|null)\s*,)*'
    r'\s*"(?:\w*[Ee]vents|results)"\s*:\s*\['
)
_BETWEEN = expression(r'(?:[\s,\[\]}]|"\w{1,80}"\s*:\s*(?:"[^"\n]{0,8000}"|null|\d{1,20}))*')
_LONGEST = 1 << 24
"""Characters of one event; more is a file of another kind."""
_WORDS = 4
_MOST_OTHERS = 20
"""Values of another kind that are looked into."""
_REASONS = ("ResourceStatusReason", "ValidationStatusReason", "HookStatusReason")
"""Keys of what is worth to be read as text, where JSON breaks off."""


class NoEvents(ValueError):
    """The text is no JSON of events: why, or None where it may be something else than JSON.

    `seen` is what was read of the text, and `said` what JSON of another kind says of an error.
    """

    def __init__(self, reason: str | None, seen: str = "", said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen
        self.said = said


def events_of(texts: Iterator[str]) -> Iterator[Event]:
    """The events of one or many JSON texts. Raises NoEvents, before the first event only."""
    found = False
    others: list[Any] = []
    for value in _values(texts):
        told = list(_events(value)) if isinstance(value, dict) else []
        if told:
            found = True
            yield from told
        elif len(others) < _MOST_OTHERS:
            others.append(value)
    if not found:
        first = next((value for value in others if isinstance(value, dict)), None)
        raise NoEvents(_other(first), said="\n".join(sayings(others)))


def _values(texts: Iterator[str]) -> Iterator[dict[str, Any] | str]:
    """The objects of lists of events, one after the other; where it ends in the middle, so far.

    Of lists of texts, the texts.
    """
    decoder = JSONDecoder()
    text, at, any_yet = "", 0, False
    while True:
        at = _next_value(text, at)
        try:
            value, at = decoder.raw_decode(text, at)
        except JSONDecodeError:
            more = next(texts, "")
            if not more:
                if any_yet or not text[at:].strip():
                    return
                raise NoEvents(_broken(text), text) from None
            text, at = text[at:] + more, 0
            if not any_yet:
                _refuse_other(text)
            continue
        if isinstance(value, dict | str):
            any_yet = any_yet or isinstance(value, dict)
            yield value


def _next_value(text: str, at: int) -> int:
    """Where the next event begins, past the lists and the tokens of pages around it."""
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between is not None else at
        opened = _LIST.match(text, at)
        if opened is None:
            return at
        at = opened.end()


def _refuse_other(text: str) -> None:
    """Raises NoEvents where the beginning shows that it is something else."""
    if not _begins_like_json(text):
        raise NoEvents(None, text)
    if len(text) > _LONGEST:
        raise NoEvents("is JSON, and none of stack events")


def _begins_like_json(text: str) -> bool:
    return text.lstrip()[1:].lstrip()[:1] in ('"', "{", "[", "}", "]")


def _broken(text: str) -> str | None:
    """Why JSON cannot be read, or None for a text that only begins so, as logs do."""
    is_told = any(f'"{key}"' in text for key in _REASONS)
    if not _begins_like_json(text) or "Event" not in text or is_told:
        return None
    return "is JSON that ends or breaks off before the first event; get the events again"


def _other(value: Any) -> str:
    """What JSON is that has no events."""
    if isinstance(value, dict):
        if "Resources" in value:
            return "is a template, not events: name it with --template, and the events first"
        if "StackResources" in value or "StackResourceSummaries" in value or "Stacks" in value:
            return "has the resources of a stack, not its events (describe-stack-events)"
        keys = ", ".join(f"'{key}'" for key in list(value)[:_WORDS])
        if keys:
            return f"is JSON without stack events (it has {keys})"
    return "is JSON without stack events"


def _events(value: dict[str, Any]) -> Iterator[Event]:
    """An object as an event, or the failures that it tells; nothing for any other."""
    if "ResourceStatus" in value or "EventType" in value or "OperationId" in value:
        yield stack_event(value)
        return
    told = list(told_by(value))
    event = None if told else from_object(value)
    yield from told if event is None else (event,)

"""JSON: pages of describe-stack-events and describe-events, and what Lambda writes; as a stream."""

from __future__ import annotations

from collections.abc import Generator, Iterator
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
_FEW = 100
"""Characters in which JSON shows that it is none."""
_MOST_MEMBERS = 40
"""Members of an object that are left out where it ends in the middle: an event has fewer."""
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


def events_of(texts: Iterator[str]) -> Generator[Event, None, str]:
    """The events of one or many JSON texts, and what is read of a text that no JSON goes on with.

    Raises NoEvents, before the first event only.
    """
    found = False
    others: list[Any] = []
    values = _Values(texts)
    for value in values:
        told = list(_events(value)) if isinstance(value, dict) else []
        if told:
            found = True
            yield from told
        elif len(others) < _MOST_OTHERS:
            others.append(value)
    if found:
        return values.rest
    if values.is_left:
        raise NoEvents(None, values.text)
    first = next((value for value in others if isinstance(value, dict)), None)
    raise NoEvents(_other(first), said="\n".join(sayings(others)))


class _Values:
    """The objects of lists of events, one after the other; where it ends in the middle, so far.

    Of lists of texts, the texts. It ends where something else than JSON follows.
    """

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self.text = ""
        """What is in memory: what was read last, and what is not read yet."""
        self._at = 0

    @property
    def rest(self) -> str:
        """What is not read."""
        return self.text[self._at :]

    @property
    def is_left(self) -> bool:
        """Whether anything is."""
        return self._at < len(self.text) and bool(self.rest.strip())

    def __iter__(self) -> Iterator[dict[str, Any] | str]:
        decoder = JSONDecoder()
        any_yet = False
        while True:
            self._at = _next_value(self.text, self._at)
            try:
                value, self._at = decoder.raw_decode(self.text, self._at)
            except JSONDecodeError:
                if any_yet and self._is_other():
                    return
                more = next(self._texts, "")
                if not more:
                    yield from self._cut(any_yet=any_yet)
                    return
                self.text, self._at = self.rest + more, 0
                if not any_yet:
                    _refuse_other(self.text)
                continue
            if isinstance(value, dict | str):
                any_yet = any_yet or isinstance(value, dict)
                yield value

    def _is_other(self) -> bool:
        """Whether what follows is no JSON, or too long to be one event."""
        start = self.text[self._at : self._at + _FEW].lstrip()
        is_long = len(self.text) - self._at > _LONGEST
        return is_long or (start[:1] not in ("", '"') and not _begins_like_json(start))

    def _cut(self, *, any_yet: bool) -> Iterator[dict[str, Any]]:
        """What an object has that ends in the middle. Raises NoEvents where it is no event."""
        cut = self.rest
        self._at = len(self.text)
        value = _whole_part(cut)
        if any(event.is_failure for event in _events(value)):
            yield value
        elif not any_yet and cut.strip():
            raise NoEvents(_broken(self.text), self.text)


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


def _whole_part(text: str) -> dict[str, Any]:
    """The members of an object that ends in the middle, the last text as far as it goes."""
    decoder = JSONDecoder()
    for _ in range(_MOST_MEMBERS):
        for end in ('"}', "}"):
            try:
                value, _end = decoder.raw_decode(text + end)
            except JSONDecodeError:
                continue
            return value if isinstance(value, dict) else {}
        text = text[: max(text.rfind(","), 0)]
    return {}


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
    # what a function returns has what it was told by AWS in it
    is_of_function = "errorType" in value
    told = [] if is_of_function else list(told_by(value))
    event = None if told else from_object(value)
    if event is None and is_of_function:
        told = list(told_by(value))
    yield from told if event is None else (event,)

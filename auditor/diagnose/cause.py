"""Which of the failures is the cause, and which are only what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.kind_words import said_of_rule
from auditor.data.known_errors import Kind, KnownError
from auditor.diagnose.event import PROSE, Event, Phase
from auditor.diagnose.focus import focused
from auditor.diagnose.judge import judged
from auditor.diagnose.known import Catalogue, Verdict
from auditor.diagnose.likely import likely
from auditor.diagnose.naming import named, raised_in
from auditor.diagnose.normalise import Message, unwrapped
from auditor.diagnose.redact import redacted
from auditor.diagnose.signatures import squeezed
from auditor.expression import expression

_GOES_ON = "Proceeding anyway"
"""What the CDK writes where it cannot use a role, and tries its own credentials."""
_SAYS_NOTHING = (Kind.CONSEQUENCE, Kind.VAGUE)
_REFUSALS = (Kind.REFUSED, Kind.TEMPLATE)
_MOST_COMPARED = 100
"""Different messages of one deployment that are looked into."""
_MOST_FOCUSED = 3
"""Causes that people are shown, the line of each of which is looked for."""
_TELLS_ERROR = expression(
    r"(?i)error|exception|fail|denied|unable|cannot|could not|can't|not found|exceeded|traceback"
)
"""What a line of a log has that tells a failure."""
_LEAST_COMMON = 20
"""Characters of a message that make it the same as one that has it in it."""


class Cause(Struct, frozen=True):
    """A failure with what is known of it."""

    event: Event
    message: Message
    verdict: Verdict


class Diagnosis(Struct, frozen=True):
    """The causes, the first of which is the root cause, and how many failures follow from them.

    Where nothing but consequences is known, they are the causes.
    """

    causes: tuple[Cause, ...]
    consequences: int = 0

    @property
    def root(self) -> Cause | None:
        """What failed first; None where nothing did."""
        return self.causes[0] if self.causes else None


def diagnosed(failures: Iterable[Event], catalogue: Catalogue) -> Diagnosis:
    """What the failures of one deployment come from, given in their order."""
    listed = list(failures)
    told = [event for event in listed if event.reason.strip()]
    if not told:
        # better than nothing: which resource failed, if not why
        told = [replace(event, reason=event.status) for event in listed if event.status]
    every = list(_each_once(_cause(event, catalogue) for event in told))
    checked = [one.event for one in every if one.event.check]
    causes = [
        one
        for one in every
        if one.verdict.kind not in _SAYS_NOTHING and not _is_told_by(one.event, checked)
    ]
    known = [one for one in causes if not _is_unknown_prose(one)]
    # sentences around the rows of a tool are no failures of their own
    known = [one for one in known if not _is_usual_prose(one)] or known
    if any(one.event.phase is Phase.INVOCATION and not one.verdict.is_loose for one in known):
        known = [one for one in known if not _is_around_log(one)]
    vague = [one for one in every if one.verdict.kind is Kind.VAGUE]
    of_tool = [one for one in vague if not _is_usual_prose(one)]
    consequence = [one for one in every if one.verdict.kind is Kind.CONSEQUENCE][:1]
    known = list(_explained(sorted(known, key=_lateness)))
    causes = known or of_tool or consequence or vague or causes
    causes = [_focused(one, catalogue) for one in causes[:_MOST_FOCUSED]] + causes[_MOST_FOCUSED:]
    causes = [_weighed(one, catalogue) for one in causes[:_MOST_COMPARED]] + causes[_MOST_COMPARED:]
    shown = {id(one.event) for one in causes}
    following = [one for one in every if id(one.event) not in shown and one.event.status]
    return Diagnosis(tuple(causes), len(following))


def _lateness(cause: Cause) -> int:
    """How often it came of the others, or says where they are told, or stopped nothing."""
    if _is_pointer(cause):
        return 2
    return int(cause.verdict.kind is Kind.INTERNAL or _GOES_ON in cause.message.text)


def _is_pointer(cause: Cause) -> bool:
    """Whether a function only says that it failed, and in which log the reason is."""
    row = cause.verdict.row
    return isinstance(row, KnownError) and row.is_symptom and row.kind is Kind.CODE


def _explained(causes: Iterable[Cause]) -> Iterator[Cause]:
    """The causes; of a resource that did not get ready, what else is said of it stands for that."""
    waiting = list(causes)
    while waiting:
        cause = waiting.pop(0)
        reason = next((one for one in waiting if _explains(one, cause)), None)
        if reason is not None:
            waiting = [one for one in waiting if one is not reason]
        yield reason or cause


def _explains(one: Cause, cause: Cause) -> bool:
    """Whether a cause is why the resource of another one did not get ready in time."""
    is_timeout = cause.verdict.kind is Kind.TIMEOUT and one.verdict.kind is not Kind.TIMEOUT
    return is_timeout and one.event.logical_id == cause.event.logical_id != ""


def _is_told_by(event: Event, checked: Iterable[Event]) -> bool:
    """Whether an event only says that a check failed, of which another one has the reason."""
    return any(
        one.check in event.reason and _can_be_same(one, event)
        for one in checked
        if one is not event and not event.check
    )


def _is_unknown_prose(cause: Cause) -> bool:
    return cause.event.format == PROSE and cause.verdict.kind is Kind.UNKNOWN


def _is_usual_prose(cause: Cause) -> bool:
    """Whether nothing but usual words speaks for it, which prose about anything has.

    A function may write down what is no failure in the words of one, as that a table exists.
    """
    is_known = not cause.verdict.is_general and not _is_pointer(cause)
    is_said_by_service = cause.message.has_facts or is_known
    is_written = cause.event.phase is Phase.INVOCATION and not _TELLS_ERROR.search(
        cause.event.reason
    )
    return cause.event.format == PROSE and (is_written or not is_said_by_service)


def _is_around_log(cause: Cause) -> bool:
    """Whether it is what somebody says around the log of a function, in no words of an error."""
    is_prose = cause.event.format == PROSE and cause.event.phase is Phase.UNKNOWN
    return is_prose and cause.verdict.is_loose


def _focused(cause: Cause, catalogue: Catalogue) -> Cause:
    message = focused(cause.event, cause.message, cause.verdict, catalogue)
    return cause if message is cause.message else replace(cause, message=message)


def _weighed(cause: Cause, catalogue: Catalogue) -> Cause:
    """The cause with what all of its words together say, where nothing else decides."""
    verdict = likely(cause.verdict, cause.event)
    if verdict.kind in _REFUSALS and not verdict.rules and verdict.is_general:
        rule = catalogue.alike(cause.message.text)
        if rule is not None:
            verdict = replace(verdict, rules=(rule,), row=said_of_rule())
    return cause if verdict is cause.verdict else replace(cause, verdict=verdict)


def _cause(event: Event, catalogue: Catalogue) -> Cause:
    return Cause(named(event), unwrapped(event.reason), judged(event, catalogue))


def _each_once(causes: Iterable[Cause]) -> list[Cause]:
    """The causes without those that a tool prints again: the one that names more is kept."""
    every: list[Cause] = []
    places: dict[str, list[int]] = {}
    for cause in causes:
        said = squeezed(redacted(cause.message.text))
        key = said if said in places else next(_holding(places, said), said)
        same = places.pop(key, [])
        for place in same:
            if _can_be_same(every[place].event, cause.event):
                every[place] = _fuller(every[place], cause)
                break
        else:
            same.append(len(every))
            every.append(cause)
        places[min(key, said, key=len)] = same
    return every


def _holding(kept: Iterable[str], said: str) -> Iterator[str]:
    """The messages that have this one in them, or are a part of it."""
    for known in islice(kept, _MOST_COMPARED):
        if min(len(known), len(said)) >= _LEAST_COMMON and (said in known or known in said):
            yield known


def _can_be_same(one: Event, other: Event) -> bool:
    """Whether two events may be about one resource, as far as they name any."""
    pairs = ((one.logical_id, other.logical_id), (one.stack, other.stack))
    return all(first == second or not first or not second for first, second in pairs)


def _fuller(one: Cause, other: Cause) -> Cause:
    """The first of two that are the same, with what only the second names."""
    names_more = other.event.logical_id and not one.event.logical_id
    tells_where = raised_in(other.event.reason)[0] and not raised_in(one.event.reason)[0]
    if names_more or (tells_where and other.event.logical_id == one.event.logical_id):
        one, other = other, one
    named = {
        name: getattr(other.event, name)
        for name in ("type", "construct", "pointer", "stack", "check")
        if not getattr(one.event, name)
    }
    return replace(one, event=replace(one.event, **named))

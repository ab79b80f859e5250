"""The kind that a text is likely of by all of its words, where nothing decides it by itself.

A rule, a known text or the code of a service decides by one sign. Where there is none, or only a
word that stands in many texts, each word of the text speaks a little for some kinds and against
others (`auditor.data.kind_words`), and the kind that most speaks for is named, with a second one
where that is not far behind.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from math import exp

from msgspec.structs import replace

from auditor.data.kind_words import kind_words, likely_kinds
from auditor.data.known_errors import Kind
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.families import signs, without
from auditor.diagnose.known import Verdict
from auditor.diagnose.normalise import unwrapped
from auditor.diagnose.words import parts, stem, stems

_MOST_WORDS = 120
_LONGEST = 4_000
"""Characters of a text that are looked at."""
_FEW = 12
_SHOWN = 1.5
"""What speaks for a kind that a loose word shows, as a logarithm."""
_ANSWERED = 3.0
"""The same of a refusal that a service has answered with: most of what it answers is one."""
_CONFLICT = "409"
"""The status of a refusal that is not of a value."""
_RAISED = 6.0
"""The same of a kind that more than a word shows: what ran failed, or was to be deleted."""
_LEAST_WORDS = 3
"""Words that the table has to know of a text of which nothing else is known."""
_LEAST = 0.3
"""The part of all that has to speak for a kind, for it to be named of such a text."""
_SECOND = 0.15
"""The part of all that speaks for a second kind that is named too."""
_CLEAR = 0.8
"""The part of all that speaks for another kind than a word or a code says, for both to be named."""
_BEFORE = 1.0
"""How much more has to speak for the second of two kinds to be named first: a logarithm."""
_BEFORE_RULE = 3.0
_OF_WHOM = {Kind.DEPLOYER, Kind.TEMPLATE}
"""Of whom a permission is: often only the names in a text show that."""
_TELL_NOTHING = (Kind.VAGUE, Kind.CONSEQUENCE)
_SAME = ({Kind.REFUSED, Kind.TEMPLATE},)
"""Kinds that are not named beside each other: to a reader they are one."""


def likely(verdict: Verdict, event: Event) -> Verdict:
    """A verdict with the kinds that the words of the event speak for, where it leaves that open."""
    if verdict.is_loose and verdict.kind not in _TELL_NOTHING:
        return _of_words(verdict, event)
    other = verdict.other
    if verdict.kind in _TELL_NOTHING:
        return verdict
    if other is None:
        return _beside(verdict, event) if verdict.is_general else verdict
    of_whom = {verdict.kind, other} == _OF_WHOM
    if verdict.is_general or (verdict.row is not None and not of_whom):
        return verdict
    speaks = speaking(words_of(event))
    more = speaks.get(other, 0) - speaks.get(verdict.kind, 0)
    if more <= (_BEFORE_RULE if verdict.row is None else _BEFORE):
        return verdict
    return replace(verdict, kind=other, other=verdict.kind)


def _beside(verdict: Verdict, event: Event) -> Verdict:
    """A verdict of one word or code, with the kind that all words together clearly speak for."""
    found = _parts(speaking(words_of(event)))
    first = max(found, key=found.__getitem__)
    is_clear = found[first] >= _CLEAR and {first, verdict.kind} not in _SAME
    return replace(verdict, other=first) if is_clear and first is not verdict.kind else verdict


def _of_words(verdict: Verdict, event: Event) -> Verdict:
    words = words_of(event)
    speaks = speaking(words)
    if verdict.kind in speaks:
        speaks[verdict.kind] += _shown(verdict, event)
    parts = _parts(speaks)
    first, *others = sorted(parts, key=lambda kind: -parts[kind])
    is_unknown = verdict.kind is Kind.UNKNOWN
    if is_unknown and (parts[first] < _LEAST or _known(words) < _LEAST_WORDS):
        return verdict
    second = next(kind for kind in others if {first, kind} not in _SAME)
    other = second if parts[second] >= _SECOND else None
    if first is verdict.kind:
        return replace(verdict, other=other or verdict.other)
    shown = None if is_unknown or verdict.kind is first else verdict.kind
    is_named = shown is not None and {first, shown} not in _SAME
    row = likely_kinds()[first]
    return Verdict(first, row=row, other=other or (shown if is_named else None))


def _shown(verdict: Verdict, event: Event) -> float:
    """What speaks for the kind of a verdict, which only a loose word or a status shows."""
    if verdict.kind in (Kind.CODE, Kind.IN_USE):
        return _RAISED
    message = unwrapped(event.reason)
    is_answer = message.has_facts and message.status != _CONFLICT
    is_refusal = verdict.kind is Kind.REFUSED and verdict.other is None
    return _ANSWERED if is_refusal and is_answer else _SHOWN


def speaking(words: Collection[str]) -> dict[Kind, float]:
    """How much words speak for each kind: logarithms, which mean nothing but by comparison."""
    table = kind_words()
    sums = [0.0] * len(table.kinds)
    found = [word for word in words if word in table.words]
    for word in found:
        for kind, weight in table.weights(word):
            sums[kind] += weight
    # a long text is not surer than a short one only for its length
    scale = 10 * max(len(found), 1) ** 0.5
    return {
        kind: start / 10 + total / scale
        for kind, start, total in zip(table.kinds, table.start, sums, strict=True)
    }


def words_of(event: Event) -> frozenset[str]:
    """What of an event speaks for a kind: the stems of its words, codes and what was tried."""
    message = unwrapped(event.reason)
    shown = signs(event, message)
    said = without(event.logical_id, message.text[:_LONGEST])
    words = list(islice(stems(said), _MOST_WORDS))
    found = set(words)
    if len(words) <= _FEW:
        found.add("short text")
    for code in shown.codes:
        found.add(f"code {code}")
        found.update(f"code of {stem(part)}" for part in parts(code))
    named = {
        "handler": shown.handler_code,
        "status": shown.status,
        "tried": shown.tried,
        "phase": event.phase.value if event.phase is not Phase.UNKNOWN else "",
        "type": event.type.split("::")[1] if event.type.count("::") > 1 else "",
    }
    found.update(f"{name} {value}" for name, value in named.items() if value)
    return frozenset(found)


def _known(words: Collection[str]) -> int:
    """How many words of a text the table has, codes and what else is known of it left out."""
    table = kind_words().words
    return sum(word in table and " " not in word for word in words)


def _parts(speaks: dict[Kind, float]) -> dict[Kind, float]:
    """The parts of one that kinds have of all that speaks."""
    most = max(speaks.values())
    weights = {kind: exp(value - most) for kind, value in speaks.items()}
    every = sum(weights.values())
    return {kind: weight / every for kind, weight in weights.items()}

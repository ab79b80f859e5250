"""The kind that a text is likely of by all of its words, where nothing decides it by itself.

A rule or a known text decides by one sign. Where there is none, or only a word that stands in many
texts, each word of the text, and each two that follow each other, speak a little for some kinds and
against others (`auditor.data.kind_words`). The kind that most speaks for is named, with a second
one where that is not far behind. The code of a service, and what AWS usually says of a kind, count
as much as many words do, so that a longer text may outweigh them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from math import exp

from msgspec.structs import replace

from auditor.data.kind_words import kind_words, likely_kinds
from auditor.data.known_errors import Kind
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.families import signs, without
from auditor.diagnose.known import Verdict
from auditor.diagnose.normalise import unwrapped
from auditor.diagnose.words import PAIR, pairs, parts, stem, stems

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
_RAISED = {Kind.CODE: 3.0, Kind.IN_USE: 6.0}
"""The same of kinds that more than a word shows: what ran failed, or was to be deleted."""
_DECIDED = 2.5
"""The same of a kind that a code or usual words of AWS mean."""
_BEFORE = 1.0
"""How much more has to speak for the second of two kinds to be named first."""
_BEFORE_RULE = 1.8
_LEAST_WORDS = 2
"""Words that the table has to know of a text of which nothing else is known."""
_MANY_WORDS = 15
"""The same of a text in which its words may outweigh a code or what AWS usually says."""
_LEAST = 0.2
"""The part of all that has to speak for a kind, for it to be named of such a text."""
_SECOND = 0.15
"""The part of all that speaks for a second kind that is named too."""
_CLEAR = 0.6
"""The part of all that speaks for another kind than a word or a code says, for both to be named."""
_OF_WHOM = {Kind.DEPLOYER, Kind.TEMPLATE}
"""Of whom a permission is: often only the names in a text show that."""
_TELL_NOTHING = (Kind.VAGUE, Kind.CONSEQUENCE)
_SAME = ({Kind.REFUSED, Kind.TEMPLATE},)
"""Kinds that are not named beside each other: to a reader they are one."""


def likely(verdict: Verdict, event: Event) -> Verdict:
    """A verdict with the kinds that the words of the event speak for, where it leaves that open."""
    is_of_pattern = not verdict.is_loose and not verdict.is_general
    if verdict.kind in _TELL_NOTHING or (is_of_pattern and verdict.other is None):
        return verdict
    words = words_of(event)
    speaks, known = speaking(words), _known(words)
    if is_of_pattern:
        return _swapped(verdict) if _says_other(verdict, speaks) else verdict
    if verdict.is_loose:
        return _weighed(verdict, speaks, known, _shown(verdict, event))
    return _decided(verdict, speaks, known)


def _says_other(verdict: Verdict, speaks: Mapping[Kind, float]) -> bool:
    """Whether the words speak more for the second kind of a verdict of a pattern."""
    other = verdict.other
    if other is None or not {verdict.kind, other} <= speaks.keys():
        return False
    more = speaks[other] - speaks[verdict.kind]
    if verdict.row is not None:
        return {verdict.kind, other} == _OF_WHOM and more > _BEFORE
    # the error of a rule is a refusal in most words
    return more > _BEFORE_RULE and speaks[other] > speaks[Kind.REFUSED]


def _swapped(verdict: Verdict) -> Verdict:
    return replace(verdict, kind=verdict.other or verdict.kind, other=verdict.kind)


def _decided(verdict: Verdict, speaks: Mapping[Kind, float], known: int) -> Verdict:
    """A verdict of a word or a code, or what all words of a longer text speak much more for."""
    shown = dict(speaks)
    shown[verdict.kind] = shown.get(verdict.kind, 0) + _DECIDED
    if verdict.other in shown:
        shown[verdict.other] += _DECIDED - _BEFORE
    first = max(shown, key=shown.__getitem__)
    if first is verdict.kind or known < _MANY_WORDS or {first, verdict.kind} in _SAME:
        return verdict if verdict.other else _beside(verdict, speaks)
    if first is verdict.other:
        return _swapped(verdict)
    return Verdict(first, row=likely_kinds()[first], other=verdict.kind)


def _beside(verdict: Verdict, speaks: Mapping[Kind, float]) -> Verdict:
    """A verdict of one word or code, with the kind that all words together clearly speak for."""
    found = _parts(speaks)
    first = max(found, key=found.__getitem__)
    is_clear = found[first] >= _CLEAR and {first, verdict.kind} not in _SAME
    return replace(verdict, other=first) if is_clear and first is not verdict.kind else verdict


def _weighed(verdict: Verdict, speaks: Mapping[Kind, float], known: int, own: float) -> Verdict:
    """What the words speak for of a text of which little or nothing else is known.

    `own` is what speaks for the kind of the verdict beside the words.
    """
    shown = dict(speaks)
    if verdict.kind in shown:
        shown[verdict.kind] += own
    parts = _parts(shown)
    first, *others = sorted(parts, key=lambda kind: -parts[kind])
    is_unknown = verdict.kind is Kind.UNKNOWN
    if is_unknown and (parts[first] < _LEAST or known < _LEAST_WORDS):
        return verdict
    second = next(kind for kind in others if {first, kind} not in _SAME)
    other = second if parts[second] >= _SECOND else None
    if first is verdict.kind:
        return replace(verdict, other=other or verdict.other)
    is_named = not is_unknown and {first, verdict.kind} not in _SAME
    row = likely_kinds()[first]
    return Verdict(first, row=row, other=other or (verdict.kind if is_named else None))


def _shown(verdict: Verdict, event: Event) -> float:
    """What speaks for the kind of a verdict, which only a loose word or a status shows."""
    if verdict.kind in _RAISED:
        return _RAISED[verdict.kind]
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
    found = {*words, *pairs(words)}
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
    """How many words of a text the table has, pairs, codes and what else is known left out."""
    table = kind_words().words
    return sum(word in table and " " not in word and PAIR not in word for word in words)


def _parts(speaks: Mapping[Kind, float]) -> dict[Kind, float]:
    """The parts of one that kinds have of all that speaks."""
    most = max(speaks.values())
    weights = {kind: exp(value - most) for kind, value in speaks.items()}
    every = sum(weights.values())
    return {kind: weight / every for kind, weight in weights.items()}

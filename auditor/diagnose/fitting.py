"""Which findings of a template are about a cause: by their rule, or by what its text names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.data.known_errors import Kind
from auditor.diagnose.cause import Cause
from auditor.diagnose.place import Place
from auditor.expression import expression
from auditor.model.finding import Fails, Severity
from auditor.model.path import dotted
from auditor.model.report import Entry

_MOST = 5
"""Findings that are shown for one cause."""
_QUOTED = expression(r"['\"\[]([\w./:-]{3,200})['\"\]]")
_PROPERTY = expression(r"\b[A-Za-z][a-z0-9]{1,40}[A-Z]\w{1,60}\b")
"""A word with a hump, as only names of properties have one."""
_OPEN = (Kind.UNKNOWN, Kind.REFUSED, Kind.VAGUE, Kind.INTERNAL, Kind.CODE)
_MAY_BE_TOLD = (Kind.TEMPLATE, Kind.REFUSED, Kind.UNKNOWN)


def is_open(cause: Cause) -> bool:
    """Whether no rule is known to be about it, and a fault at its place may be the cause."""
    is_open = cause.verdict.kind in _OPEN or cause.verdict.is_loose
    return is_open and not cause.verdict.rules


def of_its_rules(cause: Cause, place: Place | None, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The findings of the rules that know the text, as near to its place as there are any."""
    ids = [rule.id for rule in cause.verdict.rules]
    resource = _resource(cause, place)
    own = [entry for entry in entries if entry.rule in ids and entry.is_open]
    there = [entry for entry in own if entry.resource == resource]
    below = [] if place is None else [entry for entry in there if _is_near(entry, place)]
    said = [] if place is not None else [entry for entry in own if _is_named(entry, cause)]
    shown = sorted(
        below or there or said or own, key=lambda entry: (ids.index(entry.rule), -entry.severity)
    )
    return tuple(shown[:_MOST])


def told(cause: Cause, place: Place | None, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The findings of whatever rule at the resource that failed and the property the text names."""
    if cause.verdict.kind not in _MAY_BE_TOLD and not cause.verdict.is_loose:
        return ()
    resource = _resource(cause, place)
    text = cause.message.text
    names = {name.lower() for name in (*_QUOTED.findall(text), *_PROPERTY.findall(text))}
    names -= {resource.lower()}
    found = [entry for entry in _there(resource, entries) if _key(entry) in names]
    return tuple(sorted(found, key=lambda entry: -entry.severity)[:_MOST])


def there(cause: Cause, place: Place | None, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The findings that only lie where it failed, and may be the cause of it."""
    of_code = cause.verdict.kind is Kind.CODE
    least = Severity.WARNING if of_code else Severity.ERROR
    fails = Fails.INVOCATION if of_code else Fails.DEPLOYMENT
    found = [
        entry
        for entry in _there(_resource(cause, place), entries, fails)
        if entry.severity >= least
    ]
    return tuple(found[:_MOST])


def _resource(cause: Cause, place: Place | None) -> str:
    return cause.event.logical_id if place is None else place.resource


def _there(
    resource: str, entries: Iterable[Entry], fails: Fails = Fails.DEPLOYMENT
) -> Iterable[Entry]:
    return (
        entry
        for entry in entries
        if resource and entry.resource == resource and entry.is_open and entry.fails is fails
    )


def _key(entry: Entry) -> str:
    """The property that a finding is about."""
    return entry.path.rpartition(".")[2].partition("[")[0].lower()


def _is_named(entry: Entry, cause: Cause) -> bool:
    """Whether a finding is about something that the text of the error has in quotes."""
    names = _QUOTED.findall(cause.message.text)
    return any(name in entry.message for name in names)


def _is_near(entry: Entry, place: Place) -> bool:
    """Whether a finding is about what a pointer leads to."""
    path = dotted(place.path)
    is_of_property = place.path != ("Resources", place.resource)
    return is_of_property and (entry.path.startswith(path) or path.startswith(entry.path))

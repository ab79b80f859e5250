"""What `check` finds of a cause in its template, and the fix of that and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.known_errors import Kind
from auditor.diagnose.cause import Cause
from auditor.diagnose.place import Place, TemplateIndex
from auditor.engine.check import Checked
from auditor.engine.fixpoint import Verdict
from auditor.expression import expression
from auditor.files import SourceFile
from auditor.model.finding import Fails, Finding, Safety, Severity
from auditor.model.path import dotted, logical_id
from auditor.model.report import Entry, Report
from auditor.model.rule import AnyRule
from auditor.run.collect import Summary
from auditor.run.frontend import Asker, Frontend
from auditor.run.plan import Plan
from auditor.run.request import Request
from auditor.run.run import run

_MOST = 5
"""Findings that are shown for one cause."""
_QUOTED = expression(r"['\"\[]([\w./:-]{3,200})['\"\]]")
_OPEN = (Kind.UNKNOWN, Kind.REFUSED, Kind.VAGUE, Kind.INTERNAL, Kind.CODE)
_PROVEN = {"account-logging-role": ("account.api-gateway-logging-role", False)}
"""What the error of a rule proves about the account, by the key of the configuration."""


class Explained(Struct, frozen=True):
    """A cause with its place, and the findings that may explain it.

    `is_likely` is False where the text is of no rule, and the findings only lie where it failed.
    """

    cause: Cause
    place: Place | None = None
    entries: tuple[Entry, ...] = ()
    is_likely: bool = True


class Search:
    """Looks for the causes of one diagnosis in templates."""

    def __init__(self, request: Request, frontend: Frontend) -> None:
        self._request = request
        self._frontend = frontend
        self.summary: Summary | None = None

    def explained(
        self, causes: Sequence[Cause], templates: Sequence[TemplateIndex]
    ) -> tuple[Explained, ...]:
        """The causes with what the templates show of them. Raises BadConfiguration, Unreadable."""
        places = [self._place(cause, templates) for cause in causes]
        ids = dict.fromkeys(rule.id for cause in causes for rule in cause.verdict.rules)
        is_open = any(_is_open(cause) for cause in causes)
        given = dict(self._request.given) | {"min-severity": "info"}
        if not is_open:
            given["select"] = tuple(ids)
        for id in ids.keys() & _PROVEN.keys():
            key, value = _PROVEN[id]
            given[key] = value
        if not ids and not is_open:
            return tuple(map(Explained, causes, places))
        request = replace(self._request, given=given, show_fixes=True)
        self.summary = self._run(replace(request, fix=False), self._frontend)
        report = self.summary.report
        found = tuple(map(_explained, causes, places, [report] * len(causes)))
        if not self._request.fix:
            return found
        wanted = {(e.rule, e.resource) for one in found if one.is_likely for e in one.entries}
        self.summary = self._run(request, _Only(self._frontend, frozenset(wanted)))
        report = self.summary.report
        return tuple(_after(one, report) for one in found)

    def _run(self, request: Request, frontend: Frontend) -> Summary:
        return run(request, Plan(request), frontend)

    def _place(self, cause: Cause, templates: Sequence[TemplateIndex]) -> Place | None:
        places = (template.place(cause.event) for template in templates)
        return next((place for place in places if place is not None), None)


def _explained(cause: Cause, place: Place | None, report: Report) -> Explained:
    resource = cause.event.logical_id if place is None else place.resource
    if _is_open(cause):
        of_code = cause.verdict.kind is Kind.CODE
        fails = Fails.INVOCATION if of_code else Fails.DEPLOYMENT
        least = Severity.WARNING if of_code else Severity.ERROR
        near = [
            entry
            for entry in report.entries
            if entry.resource == resource is not None
            and entry.is_open
            and entry.severity >= least
            and entry.fails is fails
        ]
        return Explained(cause, place, tuple(near[:_MOST]), is_likely=False)
    ids = [rule.id for rule in cause.verdict.rules]
    own = [entry for entry in report.entries if entry.rule in ids and entry.is_open]
    there = [entry for entry in own if entry.resource == resource]
    below = [] if place is None else [entry for entry in there if _is_near(entry, place)]
    said = [] if place is not None else [entry for entry in own if _is_named(entry, cause)]
    shown = sorted(
        below or there or said or own, key=lambda entry: (ids.index(entry.rule), -entry.severity)
    )
    return Explained(cause, place, tuple(shown[:_MOST]))


def _is_open(cause: Cause) -> bool:
    """Whether no rule is known to be about it, and a fault at its place may be the cause."""
    return cause.verdict.kind in _OPEN and not cause.verdict.rules


def _is_named(entry: Entry, cause: Cause) -> bool:
    """Whether a finding is about something that the text of the error has in quotes."""
    names = _QUOTED.findall(cause.message.text)
    return any(name in entry.message for name in names)


def _is_near(entry: Entry, place: Place) -> bool:
    """Whether a finding is about what a pointer leads to."""
    path = dotted(place.path)
    is_of_property = place.path != ("Resources", place.resource)
    return is_of_property and (entry.path.startswith(path) or path.startswith(entry.path))


def _after(one: Explained, report: Report) -> Explained:
    """A cause with its findings as they are after fixing."""
    wanted = {(entry.rule, entry.resource) for entry in one.entries}
    entries = [entry for entry in report.entries if (entry.rule, entry.resource) in wanted]
    return replace(one, entries=tuple(entries))


class _Only(Frontend):
    """Lets nothing be fixed but some findings, by rule and resource."""

    def __init__(self, outer: Frontend, wanted: frozenset[tuple[str, str | None]]) -> None:
        self._outer = outer
        self._wanted = wanted
        self.tell = outer.tell  # type: ignore[method-assign]
        self.note = outer.note  # type: ignore[method-assign]
        self.tell_failure = outer.tell_failure  # type: ignore[method-assign]

    def asker(self, rules: Mapping[str, AnyRule], least: Safety) -> Asker | None:  # noqa: ARG002
        """What answers for each fix of a file."""
        return self._about

    def _about(self, file: SourceFile, name: str) -> _Answer:  # noqa: ARG002
        return _Answer(self._wanted)


class _Answer(Struct, frozen=True):
    wanted: frozenset[tuple[str, str | None]]

    def __call__(self, before: Checked, finding: Finding, after: Checked) -> Verdict:  # noqa: ARG002
        """Whether a fix is one of those that are wanted."""
        is_wanted = (finding.rule, logical_id(finding.at)) in self.wanted
        return Verdict.MAKE if is_wanted else Verdict.LEAVE

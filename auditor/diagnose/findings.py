"""What `check` finds of a cause in its template, and the fix of that and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.known_errors import Kind
from auditor.diagnose.cause import Cause
from auditor.diagnose.fitting import is_open, of_its_rules, there, told
from auditor.diagnose.place import Place, TemplateIndex
from auditor.engine.check import Checked
from auditor.engine.fixpoint import Verdict
from auditor.files import SourceFile
from auditor.model.finding import Finding, Safety
from auditor.model.path import logical_id
from auditor.model.report import Entry, Report
from auditor.model.rule import AnyRule
from auditor.run.collect import Summary
from auditor.run.frontend import Asker, Frontend
from auditor.run.plan import Plan
from auditor.run.request import Request
from auditor.run.run import run

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

    def __init__(self, request: Request, frontend: Frontend, rules: Iterable[AnyRule]) -> None:
        self._request = request
        self._rules = {rule.id: rule for rule in rules}
        self._frontend = frontend
        self.summary: Summary | None = None

    def explained(
        self, causes: Sequence[Cause], templates: Sequence[TemplateIndex]
    ) -> tuple[Explained, ...]:
        """The causes with what the templates show of them. Raises BadConfiguration, Unreadable."""
        places = [self._place(cause, templates) for cause in causes]
        ids = dict.fromkeys(rule.id for cause in causes for rule in cause.verdict.rules)
        is_any_open = any(map(is_open, causes))
        if not ids and not is_any_open:
            return tuple(map(Explained, causes, places))
        given = dict(self._request.given) | {"min-severity": "info"}
        given |= dict(_PROVEN[id] for id in ids.keys() & _PROVEN.keys())
        asked = given if is_any_open else given | {"select": tuple(ids)}
        found = self._found(causes, places, asked)
        if asked is not given and any(one.place and not one.entries for one in found):
            # none of the rules that know the text finds anything: another one may
            asked = given
            found = self._found(causes, places, asked)
        if not self._request.fix:
            return tuple(found)
        wanted = {(e.rule, e.resource) for one in found if one.is_likely for e in one.entries}
        request = self._asking(asked)
        self.summary = self._run(request, _Only(self._frontend, frozenset(wanted)))
        report = self.summary.report
        return tuple(_after(one, report) for one in found)

    def _found(
        self, causes: Sequence[Cause], places: Sequence[Place | None], given: Mapping[str, Any]
    ) -> list[Explained]:
        request = replace(self._asking(given), fix=False)
        self.summary = self._run(request, self._frontend)
        report = self.summary.report
        found = [_explained(*one, report) for one in zip(causes, places, strict=True)]
        return [self._renamed(one) for one in found]

    def _asking(self, given: Mapping[str, Any]) -> Request:
        return replace(self._request, given=given, show_fixes=True)

    def _renamed(self, one: Explained) -> Explained:
        """A cause with the rule before the others whose finding is at what the text names."""
        rules = one.cause.verdict.rules
        first = self._rules.get(one.entries[0].rule) if one.entries else None
        if first is None or not one.is_likely or first in rules:
            return one
        verdict = replace(
            one.cause.verdict, kind=Kind.TEMPLATE, rules=(first, *rules), row=None, other=None
        )
        return replace(one, cause=replace(one.cause, verdict=verdict))

    def _run(self, request: Request, frontend: Frontend) -> Summary:
        return run(request, Plan(request), frontend)

    def _place(self, cause: Cause, templates: Sequence[TemplateIndex]) -> Place | None:
        places = (template.place(cause.event) for template in templates)
        return next((place for place in places if place is not None), None)


def _explained(cause: Cause, place: Place | None, report: Report) -> Explained:
    if cause.verdict.rules and (own := of_its_rules(cause, place, report.entries)):
        return Explained(_decided(cause, own[0].rule), place, own)
    named = told(cause, place, report.entries)
    if named:
        return Explained(cause, place, named)
    near = there(cause, place, report.entries) if is_open(cause) else ()
    return Explained(cause, place, near, is_likely=not is_open(cause))


def _decided(cause: Cause, found: str) -> Cause:
    """A cause that the template shows to be the one of two kinds that is a fault of it.

    Of the rules that know the text, the one that found something comes first.
    """
    verdict = cause.verdict
    rules = tuple(sorted(verdict.rules, key=lambda rule: rule.id != found))
    verdict = replace(verdict, rules=rules)
    if Kind.TEMPLATE in (verdict.kind, verdict.other):
        verdict = replace(verdict, kind=Kind.TEMPLATE, other=None)
    return replace(cause, verdict=verdict)


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

"""A rule: a generator function that looks at one subject, with metadata that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from auditor.model.finding import Finding, Severity

Subject = TypeVar("Subject")
Check = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A check and what is said about it. `on` is the class of the subjects that it is given."""

    id: str
    severity: Severity
    on: type[Subject]
    function: Check[Subject]

    @property
    def doc(self) -> str:
        """The documentation: the docstring of the check."""
        return self.function.__doc__ or ""

    @property
    def service(self) -> str:
        """The folder that the rule's module lies in, which is the service; empty without one."""
        return ("", *self.function.__module__.split("."))[-2].rstrip("_")

    def check(self, subject: Subject) -> Iterator[Finding]:
        """The findings in one subject, with this rule's id and severity filled in."""
        for finding in self.function(subject):
            severity = self.severity if finding.severity is None else finding.severity
            yield replace(finding, rule=self.id, severity=severity)


AnyRule = Rule[Any]


def rule(
    *, id: str, severity: Severity, on: type[Subject]
) -> Callable[[Check[Subject]], Rule[Subject]]:
    """Makes a rule of a generator function that takes one subject of the class `on`."""

    def make(function: Check[Subject]) -> Rule[Subject]:
        return Rule(id=id, severity=severity, on=on, function=function)

    return make

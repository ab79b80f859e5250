"""A rule: a generator function that looks at one subject, with metadata that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.finding import Finding, Severity

Subject = TypeVar("Subject")
Check = Callable[[Subject], Iterator[Finding]]


class Rule(Struct, Generic[Subject], frozen=True):
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

"""Rules with a schedule, and the buses that they are on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_RULE, _BUS = "AWS::Events::Rule", "AWS::Events::EventBus"
_DEFAULT = ("default", "event-bus/default")


class ScheduledRule(Struct, frozen=True):
    """A rule that has, or may have, a schedule."""

    rule: Resource

    types: ClassVar[tuple[str, ...]] = (_RULE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[ScheduledRule]:
        """All of a template."""
        for rule in template.of_type(_RULE):
            if rule.has("ScheduleExpression"):
                yield cls(rule)

    def custom_buses(self) -> Iterator[Case]:
        """The cases in which the rule is on a bus other than the default one."""
        template = self.rule.template
        for written in self.rule.written("EventBusName"):
            bus = leading_resource(template, written.value)
            if bus is not None:
                yield from [written] if bus.type == _BUS else []
                continue
            for case in template.cases(written.value, written.path, written.when):
                if case.text is not None and not case.text.endswith(_DEFAULT):
                    yield case

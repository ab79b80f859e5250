"""Event patterns wherever a template has them: rules, filters of sources, subscriptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import UNSET, Struct

from auditor.aws.sam.event import HOLDERS, sam_events
from auditor.grammar.event_pattern.fault import PatternFault
from auditor.grammar.event_pattern.limits import size_faults
from auditor.grammar.event_pattern.pattern import (
    Reading,
    pattern_faults,
    text_faults,
    unknown_fields,
)
from auditor.model.edit import Edit, Rename, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.below import field, items
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.resolve import has_plain_type
from auditor.template.template import Template
from auditor.template.values import Case

_RULES = ("AWS::Events::Rule", "AWS::Events::Archive")
_SNS = "SNS"
_SUBSCRIPTION = "AWS::SNS::Subscription"
_FILTERED: dict[str, tuple[str, ...]] = {
    "AWS::Lambda::EventSourceMapping": ("FilterCriteria", "Filters"),
    "AWS::Pipes::Pipe": ("SourceParameters", "FilterCriteria", "Filters"),
}
_PSEUDO = ("AWS::AccountId", "AWS::Region", "AWS::StackName", "AWS::StackId", "AWS::Partition")
_SOURCES = ("SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB")


class PatternUse(Struct, frozen=True):
    """A pattern, and the service that reads it.

    `is_of_events` is True for patterns of EventBridge, whose fields are known at their top, and
    `is_flat` for filters by message attributes.
    """

    template: Template
    case: Case
    service: str
    is_of_events: bool = False
    is_flat: bool = False

    types: ClassVar[tuple[str, ...]] = (*_RULES, *_FILTERED, _SUBSCRIPTION, *HOLDERS)

    @classmethod
    def find(cls, template: Template) -> Iterator[PatternUse]:
        """All that can be read."""
        for rule in template.of_type(*_RULES):
            for case in rule.cases("EventPattern"):
                yield cls(template, case, "EventBridge", is_of_events=True)
        for source in template.of_type(*_FILTERED):
            for case in source.cases(*_FILTERED[source.type]):
                yield from _filters(template, case)
        for subscription in template.of_type(_SUBSCRIPTION):
            scopes = subscription.cases("FilterPolicyScope")
            is_flat = all(scope.absent or scope.text == "MessageAttributes" for scope in scopes)
            for case in subscription.cases("FilterPolicy"):
                yield cls(template, case, _SNS, is_flat=is_flat)
        yield from _in_sam(template)

    def faults(self) -> list[PatternFault]:
        """What the grammar says of it."""
        value: Tree = self.case.value
        if isinstance(value, str):
            pattern, faults = text_faults(value, is_flat=self.is_flat)
        elif isinstance(value, dict) and is_plain_mapping(value):
            pattern = value
            reading = Reading(_is_hole, self._is_text, self.is_flat)
            faults = list(pattern_faults(value, reading))
        else:
            return []
        if self.is_of_events:
            return [*faults, *unknown_fields(pattern)]
        return [*faults, *(size_faults(pattern, _is_hole) if self.service == _SNS else ())]

    def place(self, fault: PatternFault) -> Path:
        """Where a fault stands: in a text, where that stands."""
        return self.case.path if isinstance(self.case.value, str) else self._path(fault)

    def _path(self, fault: PatternFault) -> Path:
        return (*self.case.path, *fault.path)

    def edit(self, fault: PatternFault) -> Edit | None:
        """Puts what is meant into a pattern that is written as mappings."""
        if isinstance(self.case.value, str) or not self.case.direct:
            return None
        if fault.key:
            return Rename(self._path(fault), fault.key)
        return None if fault.value is UNSET else SetValue(self._path(fault), fault.value)

    def _is_text(self, value: Tree) -> bool:
        """Whether a value that only the deployment knows is one text."""
        call = function_of(value)
        if call is None:
            return False
        if call[0] == "Ref" and isinstance(call[1], str):
            declared = self.template.parameters.get(call[1])
            is_plain = declared is not None and has_plain_type(declared)
            return is_plain or call[1] in self.template.resources or call[1] in _PSEUDO
        return call[0] in ("Fn::Sub", "Fn::Join")


def _is_hole(value: Tree) -> bool:
    """Whether a value is what only the deployment knows."""
    if not isinstance(value, dict):
        return False
    return function_of(value) is not None or not is_plain_mapping(value)


def _filters(template: Template, listed: Case) -> Iterator[PatternUse]:
    for entry in items(template, listed):
        if isinstance(entry.value, dict):
            for case in field(template, entry, "Pattern"):
                yield PatternUse(template, case, "the event source")


def _in_sam(template: Template) -> Iterator[PatternUse]:
    for event in sam_events(template, "EventBridgeRule", "CloudWatchEvent"):
        for case in _case(template, event.properties, "Pattern", event.path, event.when):
            yield PatternUse(template, case, "EventBridge", is_of_events=True)
    for event in sam_events(template, *_SOURCES):
        for case in _case(template, event.properties, "FilterCriteria", event.path, event.when):
            for listed in field(template, case, "Filters"):
                yield from _filters(template, listed)
    for event in sam_events(template, "SNS"):
        scope = event.properties.get("FilterPolicyScope", "MessageAttributes")
        for case in _case(template, event.properties, "FilterPolicy", event.path, event.when):
            yield PatternUse(template, case, _SNS, is_flat=scope == "MessageAttributes")


def _case(
    template: Template,
    properties: dict[str, Tree],
    key: str,
    path: Path,
    when: frozenset[tuple[str, bool]],
) -> list[Case]:
    if key not in properties:
        return []
    return template.cases(properties[key], (*path, key), when)

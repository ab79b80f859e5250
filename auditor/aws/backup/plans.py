"""How long AWS Backup keeps recovery points in cold storage.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.resolve import whole_number
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_PLAN = "AWS::Backup::BackupPlan"
DAYS_IN_COLD_STORAGE = 90


class ShortStay(Struct, frozen=True):
    """A lifecycle that deletes less than 90 days after it moves to cold storage."""

    resource: Resource
    moved: Case
    deleted: Case
    least: int


def short_stays(template: Template) -> Iterator[ShortStay]:
    """All of a template, of rules and of their copies."""
    for plan in template.of_type(_PLAN):
        for rules in plan.cases("BackupPlan", "BackupPlanRule"):
            for rule in items(template, rules):
                for lifecycle in _lifecycles(template, rule):
                    yield from _short(plan, lifecycle)


def _lifecycles(template: Template, rule: Case) -> Iterator[Case]:
    yield from field(template, rule, "Lifecycle")
    for copies in field(template, rule, "CopyActions"):
        for copy in items(template, copies):
            yield from field(template, copy, "Lifecycle")


def _short(plan: Resource, lifecycle: Case) -> Iterator[ShortStay]:
    template = plan.template
    for moved in field(template, lifecycle, "MoveToColdStorageAfterDays"):
        begin = whole_number(moved.value)
        if begin is None:
            continue
        least = begin + DAYS_IN_COLD_STORAGE
        for deleted in field(template, lifecycle, "DeleteAfterDays"):
            end = whole_number(deleted.value)
            if end is not None and end < least and template.can_meet(moved, deleted):
                yield ShortStay(plan, moved, deleted, least)

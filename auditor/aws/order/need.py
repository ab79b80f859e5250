"""A resource that needs others first, and does not wait for them."""

from __future__ import annotations

from msgspec import Struct

from auditor.template.template import Resource
from auditor.template.values import Case


class Need(Struct, frozen=True):
    """`source` names `targets` at `case` in a way that CloudFormation does not follow.

    `outcome` says what happens where they are not there in time.
    """

    source: Resource
    targets: tuple[Resource, ...]
    case: Case
    outcome: str


def unmet(source: Resource, targets: list[Resource]) -> tuple[Resource, ...]:
    """Those of the targets that the source can meet and does not wait for."""
    template = source.template
    return tuple(
        target
        for target in targets
        if target is not source
        and template.can_hold(source.when | target.when)
        and not source.waits_for(target.logical_id)
    )

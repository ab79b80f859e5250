"""What must be there before something else is created, though nothing refers to it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order import (
    configured,
    files,
    gateways,
    listeners,
    permissions,
    roles,
    schemas,
    searched,
    stages,
    texts,
    users,
)
from auditor.aws.order.need import Need
from auditor.template.template import Template

_ROOMS = (
    stages,
    configured,
    files,
    gateways,
    listeners,
    permissions,
    roles,
    schemas,
    searched,
    texts,
    users,
)
ORDERED_TYPES = tuple(type for room in _ROOMS for type in room.TYPES)
"""The resource types that needs are known of."""

__all__ = ["ORDERED_TYPES", "Need", "needs"]


def needs(template: Template) -> Iterator[Need]:
    """All needs of a template that nothing makes CloudFormation follow."""
    for room in _ROOMS:
        yield from room.needs(template)

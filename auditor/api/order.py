"""What must be there before something else is created, though nothing refers to it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order import files, gateways, listeners, mail, schemas, stages, texts
from auditor.aws.order.need import Need
from auditor.template.template import Template

ORDERED_TYPES = (
    *files.TYPES,
    *gateways.TYPES,
    *listeners.TYPES,
    *mail.TYPES,
    *schemas.TYPES,
    *stages.TYPES,
    *texts.TYPES,
)
"""The resource types that needs are known of."""

__all__ = ["ORDERED_TYPES", "Need", "needs"]


def needs(template: Template) -> Iterator[Need]:
    """All needs of a template that nothing makes CloudFormation follow."""
    for room in (stages, files, gateways, listeners, mail, schemas, texts):
        yield from room.needs(template)

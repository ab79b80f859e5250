"""Domain names that a template wants to have, and those that are kept from everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_NAMES = {
    "AWS::CertificateManager::Certificate": "DomainName",
    "AWS::Route53::HostedZone": "Name",
}
_RESERVED = ("example.com", "example.net", "example.org")
"""https://www.rfc-editor.org/rfc/rfc2606#section-3"""


class WantedDomain(Struct, frozen=True):
    """A hosted zone, or a certificate, for a domain."""

    resource: Resource
    case: Case

    types: ClassVar[tuple[str, ...]] = tuple(_NAMES)

    @classmethod
    def find(cls, template: Template) -> Iterator[WantedDomain]:
        """All whose names are known."""
        for resource in template.of_type(*_NAMES):
            for case in resource.cases(_NAMES[resource.type]):
                if case.text is not None:
                    yield cls(resource, case)

    @property
    def is_private(self) -> bool:
        """Whether the zone is, or may be, for the networks that it names only."""
        return self.resource.has("VPCs") is not False

    @property
    def reserved(self) -> str | None:
        """The reserved domain that it is, or lies in."""
        name = (scalar_text(self.case.value) or "").lower().rstrip(".")
        return next((one for one in _RESERVED if name == one or name.endswith(f".{one}")), None)

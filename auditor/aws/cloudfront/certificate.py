"""Certificates that have to be in us-east-1: of distributions, and of edge-optimized domains.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.template import Resource, Template
from auditor.template.values import Case

_DISTRIBUTION, _DOMAIN = "AWS::CloudFront::Distribution", "AWS::ApiGateway::DomainName"
_REGION_FIELD = 3
_FIELDS = 6
EDGE_REGION = "us-east-1"


class EdgeCertificate(Struct, frozen=True):
    """A certificate by its ARN, with the Region that the ARN says."""

    resource: Resource
    case: Case
    region: str

    types: ClassVar[tuple[str, ...]] = (_DISTRIBUTION, _DOMAIN)

    @classmethod
    def find(cls, template: Template) -> Iterator[EdgeCertificate]:
        """All whose Region is written."""
        for resource in template.of_type(_DISTRIBUTION):
            keys = ("DistributionConfig", "ViewerCertificate", "AcmCertificateArn")
            yield from cls._of(resource, resource.cases(*keys))
        for resource in template.of_type(_DOMAIN):
            yield from cls._of(resource, resource.cases("CertificateArn"))

    @classmethod
    def _of(cls, resource: Resource, cases: list[Case]) -> Iterator[EdgeCertificate]:
        for case in cases:
            fields = case.text.split(":") if case.text is not None else []
            is_arn = len(fields) >= _FIELDS and fields[:3] == ["arn", "aws", "acm"]
            if is_arn and fields[_REGION_FIELD]:
                yield cls(resource, case, fields[_REGION_FIELD])

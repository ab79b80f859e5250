"""Certificates that have to be in us-east-1: of distributions, and of edge-optimized domains.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.intrinsics import function_of
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_DISTRIBUTION, _DOMAIN = "AWS::CloudFront::Distribution", "AWS::ApiGateway::DomainName"
_REGION_FIELD = 3
_FIELDS = 6
EDGE_REGION = "us-east-1"
_CERTIFICATE = "AWS::CertificateManager::Certificate"
_OTHER_PARTITIONS = ("cn-", "us-gov-", "us-iso", "eu-isoe", "eusc-")


class EdgeCertificate(Struct, frozen=True):
    """A certificate with the Region that its ARN says.

    Of a certificate that the stack creates it is each that the stack is deployed to, where none of
    them is us-east-1.
    """

    resource: Resource
    case: Case
    region: str

    types: ClassVar[tuple[str, ...]] = (_DISTRIBUTION, _DOMAIN)

    @classmethod
    def find(cls, template: Template) -> Iterator[EdgeCertificate]:
        """All whose Region is written."""
        for resource in template.of_type(_DISTRIBUTION):
            keys = ("DistributionConfig", "ViewerCertificate", "AcmCertificateArn")
            yield from cls._of(resource, *keys)
        for resource in template.of_type(_DOMAIN):
            yield from cls._of(resource, "CertificateArn")

    @classmethod
    def _of(cls, resource: Resource, *keys: str) -> Iterator[EdgeCertificate]:
        for case in resource.cases(*keys):
            fields = case.text.split(":") if case.text is not None else []
            is_arn = len(fields) >= _FIELDS and fields[:3] == ["arn", "aws", "acm"]
            if is_arn and fields[_REGION_FIELD]:
                yield cls(resource, case, fields[_REGION_FIELD])
        for case in resource.written(*keys) if resource.condition is None else ():
            if _is_created_elsewhere(resource.template, case):
                regions = " and ".join(dict.fromkeys(resource.template.settings.regions))
                yield cls(resource, case, regions)


def _is_created_elsewhere(template: Template, case: Case) -> bool:
    """Whether it is a certificate of the stack, which is deployed to other Regions only."""
    regions = template.settings.regions
    if not regions or any(one == EDGE_REGION or not one[:1].isalpha() for one in regions):
        return False
    if any(one.startswith(_OTHER_PARTITIONS) for one in regions):
        return False
    call = function_of(case.value) if case.known else None
    made = template.resources.get(str(call[1])) if call and call[0] == "Ref" else None
    if made is None or made.type != _CERTIFICATE or made.condition is not None:
        return False
    return not made.may_be_elsewhere

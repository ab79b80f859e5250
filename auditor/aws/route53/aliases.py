"""Alias records in a hosted zone that their target is not in.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.template.below import field
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

DISTRIBUTIONS_ZONE = "Z2FDTNDATAQYW2"
"""Of all distributions: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"""
_IN_CHINA = "Z3RFFRIM2A3IF5"
_DISTRIBUTION = "AWS::CloudFront::Distribution"
_OF_DISTRIBUTIONS = ".cloudfront.net"
_OF_SERVICES = (_OF_DISTRIBUTIONS, ".elb.amazonaws.com", ".elasticbeanstalk.com")
_GIVEN = frozenset(
    {
        (_DISTRIBUTION, "DomainName"),
        ("AWS::ApiGateway::DomainName", "DistributionDomainName"),
        ("AWS::ApiGateway::DomainName", "RegionalDomainName"),
        ("AWS::ApiGatewayV2::DomainName", "RegionalDomainName"),
        ("AWS::Cognito::UserPoolDomain", "CloudFrontDistribution"),
        ("AWS::ElasticLoadBalancing::LoadBalancer", "CanonicalHostedZoneName"),
        ("AWS::ElasticLoadBalancing::LoadBalancer", "DNSName"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName"),
        ("AWS::GlobalAccelerator::Accelerator", "DnsName"),
    }
)
"""Attributes that are names in a zone of AWS."""


def strayed(template: Template, own: Case, record: Case) -> Iterator[tuple[Case, Case, bool]]:
    """The zones of alias targets that their names are not in, each with the name.

    And whether that is one of a distribution, all of which are in one zone.
    """
    for target in field(template, record, "AliasTarget"):
        if not isinstance(target.value, dict):
            continue
        for name in field(template, target, "DNSName"):
            for zone in field(template, target, "HostedZoneId"):
                if template.can_meet(name, zone) and _is_elsewhere(template, own, record, target):
                    written = target.value.get("DNSName")
                    yield zone, name, _is_of_distribution(template, written)


def _is_elsewhere(template: Template, own: Case, record: Case, target: Case) -> bool:
    written = target.value if isinstance(target.value, dict) else {}
    name, zone = written.get("DNSName"), written.get("HostedZoneId")
    if _is_of_distribution(template, name) and isinstance(zone, str):
        is_open = "{{" in zone or "${" in zone
        return zone not in (DISTRIBUTIONS_ZONE, _IN_CHINA) and not is_open
    if not _is_of_service(template, name) or zone is None:
        return False
    holders = (own, record)
    return any(
        isinstance(holder.value, dict) and holder.value.get("HostedZoneId") == zone
        for holder in holders
    )


def _is_of_distribution(template: Template, name: object) -> bool:
    if isinstance(name, str):
        return _bare(name).endswith(_OF_DISTRIBUTIONS)
    source = _source(template, name)
    return source is not None and source == (_DISTRIBUTION, "DomainName")


def _is_of_service(template: Template, name: object) -> bool:
    if isinstance(name, str):
        return _bare(name).endswith(_OF_SERVICES)
    return _source(template, name) in _GIVEN


def _source(template: Template, name: object) -> tuple[str, str] | None:
    """The type and the attribute of a resource that a name is, with nothing after it."""
    first = leading(name, ()) if isinstance(name, dict) else None
    found: Resource | None = template.resources.get(first.logical_id) if first else None
    return None if first is None or found is None else (found.type, first.attribute)


def _bare(name: str) -> str:
    return name.lower().rstrip(".")

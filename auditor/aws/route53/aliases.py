"""Alias records in a hosted zone that their target is not in.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.data.alias_zones import API, APPLICATION, NETWORK, WEBSITE, alias_zones, owners
from auditor.expression import expression
from auditor.template.below import field
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

DISTRIBUTIONS_ZONE = "Z2FDTNDATAQYW2"
"""Of all distributions: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"""
_IN_CHINA = "Z3RFFRIM2A3IF5"
_DISTRIBUTION = "AWS::CloudFront::Distribution"
_OF_DISTRIBUTIONS = ".cloudfront.net"
_ARE_OF_DISTRIBUTIONS = frozenset(
    {
        (_DISTRIBUTION, "DomainName"),
        ("AWS::ApiGateway::DomainName", "DistributionDomainName"),
        ("AWS::Cognito::UserPoolDomain", "CloudFrontDistribution"),
    }
)
_OF_A_REGION = {
    ("AWS::ApiGateway::DomainName", "RegionalDomainName"): API,
    ("AWS::ApiGatewayV2::DomainName", "RegionalDomainName"): API,
    ("AWS::ElasticLoadBalancing::LoadBalancer", "DNSName"): APPLICATION,
}
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
_REGION = "(?P<region>[a-z]{2}-[a-z-]{4,16}-[0-9])"
_KINDS = (
    (WEBSITE, expression(rf"\As3-website[.-]{_REGION}\.amazonaws\.com\Z")),
    (APPLICATION, expression(rf"\.{_REGION}\.elb\.amazonaws\.com\Z")),
    (NETWORK, expression(rf"\.elb\.{_REGION}\.amazonaws\.com\Z")),
    (API, expression(rf"\.execute-api\.{_REGION}\.amazonaws\.com\Z")),
)
"""The names of services by their Regions."""


def strayed(template: Template, own: Case, record: Case) -> Iterator[tuple[Case, Case, str]]:
    """The zones of alias targets that their names are not in, each with the name.

    And the zone that they are in, where it is known.
    """
    for target in field(template, record, "AliasTarget"):
        if not isinstance(target.value, dict):
            continue
        for name in field(template, target, "DNSName"):
            for zone in field(template, target, "HostedZoneId"):
                if not template.can_meet(name, zone):
                    continue
                written = target.value.get("DNSName")
                if _is_elsewhere(template, own, record, target):
                    is_known = _is_of_distribution(template, written)
                    yield zone, name, DISTRIBUTIONS_ZONE if is_known else ""
                elif zone.text is not None and zone.certain:
                    kind, region = _place(template, name, written)
                    if kind and _is_of_another(zone.text, kind, region):
                        yield zone, name, alias_zones()[kind].get(region, "")


def _place(template: Template, name: Case, written: object) -> tuple[str, str]:
    """The kind and the Region of what a name belongs to, "" where that is not known."""
    bare = _bare(name.text) if name.text is not None and name.certain else ""
    for kind, form in _KINDS:
        found = form.search(bare)
        if found is not None:
            return kind, found["region"]
    source = _source(template, written)
    if source in _OF_A_REGION:
        return _OF_A_REGION[source], ""
    first = leading(written, ()) if isinstance(written, dict) else None
    balancer = template.resources.get(first.logical_id) if first else None
    if source != ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName") or balancer is None:
        return "", ""
    kinds = {APPLICATION if case.absent else case.text for case in balancer.cases("Type")}
    own = next(iter(kinds)) if len(kinds) == 1 else None
    return (own, "") if own in (APPLICATION, NETWORK) else ("", "")


def _is_of_another(zone: str, kind: str, region: str) -> bool:
    """Whether a zone is known not to be that of a kind in a Region."""
    if zone in (DISTRIBUTIONS_ZONE, _IN_CHINA):
        return True
    if kind == WEBSITE and region in alias_zones()[WEBSITE]:
        return zone != alias_zones()[WEBSITE][region]  # there is no other one
    owner = owners().get(zone)
    return owner is not None and (owner[0] != kind or (bool(region) and owner[1] != region))


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
    return source in _ARE_OF_DISTRIBUTIONS


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

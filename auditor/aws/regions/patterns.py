"""What a Region looks like in ARNs, endpoints and names, and where another one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.template.pieces import HOLE

_REGION = (
    r"(?P<region>(?:us(?:-gov|-iso[a-z]?)?|eu(?:-isoe)?|ap|sa|ca|me|af|il|mx|cn|eusc-de)-"
    r"(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9])"
)
_WHERE = rf"(?P<where>{_REGION}|{HOLE})"
_REST = r"(?=(?P<rest>[^\s,\"']{0,512}))"
_ARN = expression(
    rf"arn:(?:aws(?:-[a-z]+)*|\$\{{AWS::Partition\}}|{HOLE}):"
    rf"(?P<service>[a-z0-9-]+):{_WHERE}:{_REST}"
)
_SUFFIX = rf"\.amazonaws\.com{_REST}"
_ENDPOINTS = (
    re.compile(rf"(?<![A-Za-z0-9-])(?P<service>[a-z0-9-]+)\.{_WHERE}{_SUFFIX}"),
    re.compile(rf"(?<![A-Za-z0-9-])(?P<service>s3|s3-website)-{_WHERE}{_SUFFIX}"),
    re.compile(
        rf"(?<![A-Za-z0-9-]){_WHERE}\."
        rf"(?P<service>cache|elasticbeanstalk|elb|es|rds|redshift){_SUFFIX}"
    ),
    re.compile(rf"(?<![A-Za-z0-9-])(?P<service>auth)\.{_WHERE}\.amazoncognito\.com{_REST}"),
    re.compile(rf"(?<![A-Za-z0-9-])com\.amazonaws\.{_WHERE}\.(?P<service>[a-z0-9-]+){_REST}"),
)
"""The hosts of services, and the names of endpoint services for `AWS::EC2::VPCEndpoint`:
https://docs.aws.amazon.com/general/latest/gr/rande.html
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html"""
_BARE = expression(rf"(?<![A-Za-z0-9]){_REGION}(?![A-Za-z0-9])")
_HOST_BEGINS = expression(r"[\s/]")
_MAX_HOST = 128
_DIRECTION = expression("central|east|north|south|west")
_WORDS = expression(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_HOMES = {
    "acm": "us-east-1",
    "budgets": "us-east-1",
    "ce": "us-east-1",
    "cloudwatch": "us-east-1",
    "cur": "us-east-1",
    "ecr-public": "us-east-1",
    "globalaccelerator": "us-west-2",
    "health": "us-east-1",
    "networkmanager": "us-west-2",
    "organizations": "us-east-1",
    "pricing": "us-east-1",
    "route53domains": "us-east-1",
    "support": "us-east-1",
    "waf": "us-east-1",
    "wafv2": "us-east-1",
}
"""Services that global resources use in one Region, whatever the Region of the stack:
https://docs.aws.amazon.com/general/latest/gr/rande.html"""
_SHARED = frozenset({"serverlessrepo"})
"""Services whose ARNs are taken in every Region: an application stays where it was published."""
_ELSEWHERE_KEYS = frozenset(
    {
        "ArtifactStores",
        "CopyActions",
        "CrossRegionCopyTargets",
        "LambdaFunctionAssociations",
        "NotPrincipal",
        "PeerRegion",
        "PrimaryKeyArn",
        "Principal",
        "ReplicaKmsKeyID",
        "ReplicaRegions",
        "Replicas",
        "ReplicationConfiguration",
        "ReplicationSourceIdentifier",
        "SourceDBClusterIdentifier",
        "SourceDBInstanceIdentifier",
        "SourceRegion",
        "TemplateURL",
    }
)
"""Properties whose value may lie in another Region by their meaning, and principals."""
_ELSEWHERE_WORDS = frozenset(
    {
        "acm",
        "allowed",
        "backup",
        "bedrock",
        "billing",
        "cdn",
        "cert",
        "certificate",
        "cloudfront",
        "cross",
        "denied",
        "dest",
        "destination",
        "dr",
        "edge",
        "failover",
        "global",
        "home",
        "hub",
        "main",
        "master",
        "opposite",
        "organizations",
        "other",
        "peer",
        "primary",
        "remote",
        "replica",
        "replication",
        "secondary",
        "ses",
        "source",
        "sso",
        "target",
        "waf",
    }
)
"""Words in the key of a Region that is not the one of the stack, or of a service that few have."""


class Shown(Struct, frozen=True):
    """A Region in an ARN or an endpoint, by its places in a composed text.

    `region` is None where a value that is not known stands in its place, `at`. The resource that
    is meant is named between `start` and `end`: by the account and what follows in an ARN, by host
    and path in an endpoint. `is_dashed` tells the endpoints that S3 has for old Regions only.
    """

    service: str
    region: str | None
    at: tuple[int, int]
    start: int
    end: int
    is_arn: bool
    is_dashed: bool


def shown_regions(text: str) -> Iterator[Shown]:
    """All Regions in the ARNs and endpoints of a composed text."""
    if "arn:" not in text and ".amazon" not in text:
        return
    for found in _ARN.finditer(text):
        yield _shown(found, found.start("rest"), is_arn=True)
    for pattern in _ENDPOINTS:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _MAX_HOST) : found.start()]
            start = found.start() - len(_HOST_BEGINS.split(before)[-1])
            yield _shown(found, start, is_arn=False)


def _shown(found: re.Match[str], start: int, *, is_arn: bool) -> Shown:
    place = found.span("where")
    dashed = found.string[found.start() : place[0]].endswith("-")
    end = found.end("rest")
    return Shown(found["service"], found["region"], place, start, end, is_arn, dashed)


def bare_regions(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """All Regions that stand alone between other words of a text, with their places."""
    return ((found["region"], found.span("region")) for found in _BARE.finditer(text))


def may_have_region(text: str) -> bool:
    """Whether a text, or a part of one, can be or hold a Region."""
    return _DIRECTION.search(text) is not None


def is_region(text: str) -> bool:
    """Whether a text is a Region and nothing else."""
    return _BARE.fullmatch(text) is not None


def is_of_all_regions(service: str, region: str) -> bool:
    """Whether what a service has in a Region is used from every Region."""
    return service in _SHARED or _HOMES.get(service) == region


def is_elsewhere(path: Path) -> bool:
    """Whether a value lies below a property that is for other Regions, or for principals."""
    return not _ELSEWHERE_KEYS.isdisjoint(path)


def says_own_region(key: str) -> bool:
    """Whether a name such as `REGION` or `DdbRegion` says that it is for the stack's Region."""
    words = [word.lower() for word in _WORDS.findall(key.removesuffix("_NAME"))]
    return words[-1:] == ["region"] and _ELSEWHERE_WORDS.isdisjoint(words)

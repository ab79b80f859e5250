"""Regions that are written out in ARNs and endpoints of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.intrinsics import sub_parts
from auditor.template.template import Resource, Template

_REGION = (
    r"(?P<region>(?:us(?:-gov|-isob?)?|eu|ap|sa|ca|me|af|il|mx|cn)-"
    r"(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9])"
)
_ARN = re.compile(
    r"arn:(?P<partition>aws(?:-[a-z]+)*|\$\{AWS::Partition\}):(?P<service>[a-z0-9-]+):"
    + _REGION
    + r":(?P<rest>\S*)"
)
_ENDPOINT = re.compile(
    r"(?P<before>[^\s/.]{0,128})\.?(?<![A-Za-z0-9-])(?P<service>execute-api|[a-z0-9-]+)\."
    + _REGION
    + r"\.amazonaws\.com"
)
_GLOBAL = frozenset({"acm", "budgets", "ce", "cloudwatch", "health", "pricing", "waf", "wafv2"})
"""Services that global resources use in us-east-1, whatever the Region of the stack:
https://docs.aws.amazon.com/general/latest/gr/rande.html"""
_SHARED = frozenset({"serverlessrepo"})
"""Services whose ARNs are taken in every Region: an application stays where it was published."""
_GLOBAL_TYPES = ("AWS::CloudFront::", "AWS::Route53", "AWS::WAFv2::", "AWS::Budgets::")
_CODE = frozenset(
    {
        "BuildSpec",
        "Content",
        "Definition",
        "DefinitionString",
        "Description",
        "InlineCode",
        "Tags",
        "UserData",
        "ZipFile",
    }
)
"""Properties that hold programs and remarks, where a Region may mean anything."""


@dataclass(frozen=True, slots=True)
class RegionText:
    """A Region in an ARN or an endpoint: the string's path, and where the Region stands in it.

    `partition` is where the ARN says `aws`, None where it does not. `is_own` says that the rest of
    the string speaks of what the stack makes, or has, in its own Region.
    """

    template: Template
    path: Path
    text: str
    region: str
    span: Span
    partition: Span | None
    is_own: bool

    @classmethod
    def find(cls, template: Template) -> Iterator[RegionText]:
        """All such Regions in the properties of resources, but for global services."""
        for resource in template.resources.values():
            if not resource.type.startswith(_GLOBAL_TYPES):
                for path, text in _strings(resource):
                    yield from _in_text(template, path, text)


def _strings(resource: Resource) -> Iterator[tuple[Path, str]]:
    waiting: list[tuple[Path, Tree]] = [
        ((*resource.path, "Properties"), resource.body.get("Properties"))
    ]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            inner = [((*path, key), entry) for key, entry in value.items() if key not in _CODE]
            waiting += reversed(inner)
        elif isinstance(value, list):
            waiting += reversed([((*path, index), entry) for index, entry in enumerate(value)])


def _in_text(template: Template, path: Path, text: str) -> Iterator[RegionText]:
    if "-" not in text or not ("arn:" in text or ".amazonaws.com" in text) or len(text) > 4096:
        return
    is_sub = "Fn::Sub" in path[-2:]
    for found in (*_ARN.finditer(text), *_ENDPOINT.finditer(text)):
        region = found["region"]
        service = found["service"]
        if service in _SHARED or (region == "us-east-1" and service in _GLOBAL):
            continue
        partition = None
        if found.re is _ARN:
            beside = found["rest"]
            is_own = service == "apigateway" or beside.startswith("${AWS::AccountId}")
            if found["partition"] == "aws":
                partition = Span(*found.span("partition"))
        else:
            names = [part.text for part in sub_parts(found["before"]) if part.is_variable]
            is_own = bool(names) and all(name in template.resources for name in names)
        is_own = is_own and (is_sub or service == "apigateway")
        yield RegionText(
            template, path, text, region, Span(*found.span("region")), partition, is_own
        )

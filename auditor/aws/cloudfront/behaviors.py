"""Cache behaviors of distributions, with the methods that they pass on and cache.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.combining import Part, parts
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_DISTRIBUTION = "AWS::CloudFront::Distribution"
_PLACES = ("DistributionConfig.DefaultCacheBehavior", "DistributionConfig.CacheBehaviors[]")


class Methods(Struct, frozen=True):
    """The methods of one behavior under some conditions; None where the behavior names none."""

    resource: Resource
    allowed: Case
    cached: Case

    types: ClassVar[tuple[str, ...]] = (_DISTRIBUTION,)

    @classmethod
    def find(cls, template: Template) -> Iterator[Methods]:
        """All ways in which the lists of a behavior can be combined."""
        for resource in template.of_type(_DISTRIBUTION):
            for place in _PLACES:
                for part in parts(resource, place):
                    yield from cls._of(resource, part)

    @classmethod
    def _of(cls, resource: Resource, part: Part) -> Iterator[Methods]:
        for allowed in part.cases("AllowedMethods"):
            for cached in part.cases("CachedMethods"):
                if resource.template.can_hold(allowed.when | cached.when):
                    yield cls(resource, allowed, cached)

    def names(self, case: Case) -> tuple[str, ...] | None:
        """The methods of a list that is wholly known."""
        if not isinstance(case.value, list):
            return None
        names = tuple(name for name in case.value if isinstance(name, str))
        return names if len(names) == len(case.value) else None

"""Hosted zones of AWS in which the names of load balancers, APIs and websites in S3 are.

`alias_zones.json` lists them by kind and Region, as the pages of the general reference do; it was
copied by hand from two projects that follow these pages, which `sources` names. A kind has one zone
in a Region, but for load balancers of before 2015, which had others. Of APIs only one is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from auditor.data.table import read_table

WEBSITE, APPLICATION, NETWORK, API = "website", "application", "network", "api"


@cache
def alias_zones() -> Mapping[str, Mapping[str, str]]:
    """The zones by kind and Region."""
    zones: Mapping[str, Mapping[str, str]] = read_table("alias_zones.json")["zones"]
    return zones


@cache
def owners() -> Mapping[str, tuple[str, str]]:
    """The kind and the Region of each zone."""
    return {
        zone: (kind, region)
        for kind, by_region in alias_zones().items()
        for region, zone in by_region.items()
    }

"""Ranges of addresses of subnets: which ones a VPC has, and which ones two subnets share.

https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_VPC, _SUBNET, _MORE = "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::VPCCidrBlock"
TYPES = (_SUBNET, _VPC)
_BITS = 32
_LARGEST, _SMALLEST = 16, 28
"""Lengths of the prefix that EC2 accepts."""


class Misplaced(Enum):
    """Why EC2 refuses a range."""

    SIZE = "size"
    """It is larger or smaller than EC2 accepts."""
    OUTSIDE = "outside"
    """It is not a part of the VPC's."""
    SHARED = "shared"
    """Another subnet of the VPC has addresses of it."""


class RangeFault(Struct, frozen=True):
    """A range of a VPC or a subnet at `cases[0]`, and what it does not go together with."""

    resource: Resource
    why: Misplaced
    cases: tuple[Case, ...]
    other: Resource | None = None
    told: str = ""


class _Range(Struct, frozen=True):
    resource: Resource
    case: Case
    first: int
    length: int

    def holds(self, other: _Range) -> bool:
        """Whether all addresses of another range are in this one."""
        shift = _BITS - self.length
        return self.length <= other.length and self.first >> shift == other.first >> shift


def range_faults(template: Template) -> Iterator[RangeFault]:
    """All of a template's VPCs and subnets."""
    by_vpc: dict[str, list[_Range]] = {}
    for resource in template.of_type(*TYPES):
        for found in _ranges(resource):
            if not _LARGEST <= found.length <= _SMALLEST:
                yield RangeFault(resource, Misplaced.SIZE, (found.case,), told=str(found.length))
            elif resource.type == _SUBNET:
                by_vpc.setdefault(_vpc(resource), []).append(found)
    for name, subnets in by_vpc.items():
        yield from _outside(template, name, subnets)
        yield from _shared(template, subnets)


def _outside(template: Template, name: str, subnets: list[_Range]) -> Iterator[RangeFault]:
    vpc = template.resources.get(name)
    if vpc is None or vpc.type != _VPC:
        return
    more = [one for one in template.of_type(_MORE) if _vpc(one) in (name, "")]
    cases = [case for one in (vpc, *more) for case in one.cases("CidrBlock")]
    ranges = [found for one in (vpc, *more) for found in _ranges(one)]
    if len(ranges) != len(cases):
        return
    for subnet in subnets:
        met = [one for one in ranges if template.can_meet(one.case, subnet.case)]
        if met and not any(one.holds(subnet) for one in met):
            told = ", ".join(str(one.case.text) for one in met)
            cases_met = (subnet.case, *(one.case for one in met))
            yield RangeFault(subnet.resource, Misplaced.OUTSIDE, cases_met, vpc, told)


def _shared(template: Template, subnets: list[_Range]) -> Iterator[RangeFault]:
    """Neighbors in the order of their first addresses, the larger ones first."""
    order = {one.resource.logical_id: index for index, one in enumerate(subnets)}
    ordered = sorted(subnets, key=lambda one: (one.first, one.length))
    widest: _Range | None = None
    for subnet in ordered:
        is_shared = widest is not None and widest.holds(subnet)
        if widest is not None and is_shared and widest.resource is not subnet.resource:
            earlier, later = sorted(
                (subnet, widest), key=lambda one: order[one.resource.logical_id]
            )
            if template.can_meet(subnet.case, widest.case):
                cases = later.case, earlier.case
                told = str(earlier.case.text)
                yield RangeFault(later.resource, Misplaced.SHARED, cases, earlier.resource, told)
        if not is_shared:
            widest = subnet


def _ranges(resource: Resource) -> Iterator[_Range]:
    for case in resource.cases("CidrBlock"):
        parsed = _parsed(case.text) if case.text is not None else None
        if parsed is not None:
            first, length = parsed
            shift = _BITS - length
            yield _Range(resource, case, first >> shift << shift, length)


def _parsed(text: str) -> tuple[int, int] | None:
    address, _, length = text.partition("/")
    numbers = [int(one) for one in address.split(".") if one.isdecimal() and len(one) <= 3]
    is_length = length.isdecimal() and len(length) <= 2 and int(length) <= _BITS
    if len(numbers) != 4 or address.count(".") != 3 or max(numbers) > 255 or not is_length:
        return None
    first = 0
    for number in numbers:
        first = first << 8 | number
    return first, int(length)


def _vpc(resource: Resource) -> str:
    """The VPC that a subnet is in, by what the template says: a logical ID, or an expression."""
    properties = resource.body.get("Properties")
    written = properties.get("VpcId") if isinstance(properties, dict) else None
    vpc = referred_resource(resource.template, written, _VPC)
    return repr(written) if vpc is None else vpc.logical_id

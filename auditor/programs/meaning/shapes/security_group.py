"""Rules of security groups: CloudFormation has one for each range and each group."""

from __future__ import annotations

from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.shapes.given import argument, item_of
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Item, Known, Made, Mapping, Sequence, Value

_ALIKE = (("fromPort", "FromPort"), ("toPort", "ToPort"), ("description", "Description"))
_RANGES = (("cidrBlocks", "CidrIp"), ("ipv6CidrBlocks", "CidrIpv6"))
_SIDES = (
    ("ingress", "SecurityGroupIngress", "Source"),
    ("egress", "SecurityGroupEgress", "Destination"),
)


def group(shaper: Shaper, made: Made, name: str) -> Parts:
    """The rules that are written in a security group."""
    found: Parts = []
    for key, property, side in _SIDES:
        item = argument(made, key)
        if item is None:
            continue
        rules = _rules(shaper, item, side, name)
        out = shaper.unknown(item) if rules is None else sequence(rules, item.value)
        out.item = item
        found.append((property, out))
    return found


def group_rule(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The one range of a rule that is a resource; several are several rules of CloudFormation."""
    wanted = "Source" if _kind(made) == "ingress" else "Destination"
    ranges = [*_RANGES, ("prefixListIds", f"{wanted}PrefixListId")]
    given = [(property, item) for key, property in ranges if (item := argument(made, key))]
    values = [(property, _items(item.value)) for property, item in given]
    if len(given) == 1 and values[0][1] is not None and len(values[0][1]) == 1:
        value = values[0][1][0]
        return [(values[0][0], shaper.converter.of(value, {}, None, verbatim=True))]
    return [(property, shaper.unknown(item)) for property, item in given]


def _kind(made: Made) -> object:
    item = argument(made, "type")
    return item.value.value if item is not None and isinstance(item.value, Known) else None


def _items(value: Value) -> list[Value] | None:
    return value.items if isinstance(value, Sequence) and not value.is_open else None


def _rules(shaper: Shaper, item: Item, side: str, name: str) -> list[Out] | None:
    """All rules; None where one cannot be read."""
    listed = _items(item.value)
    if listed is None:
        return None
    found: list[Out] = []
    for one in listed:
        made = _expanded(shaper, one, side, name) if isinstance(one, Mapping) else None
        if made is None:
            return None
        found += made
    return found


def _expanded(shaper: Shaper, rule: Mapping, side: str, name: str) -> list[Out] | None:
    if rule.is_open or shaper.converter.is_full:
        return None
    common: Parts = []
    protocol = item_of(rule, "protocol")
    if protocol is not None:
        common.append(("IpProtocol", shaper.verbatim(protocol)))
    common += [
        (property, shaper.verbatim(one)) for key, property in _ALIKE if (one := item_of(rule, key))
    ]
    sources: Parts = []
    ranges = (
        *_RANGES,
        ("prefixListIds", f"{side}PrefixListId"),
        ("securityGroups", f"{side}SecurityGroupId"),
    )
    for key, property in ranges:
        one = item_of(rule, key)
        values = None if one is None else _items(one.value)
        if one is not None and values is None:
            return None
        for value in values or ():
            sources.append((property, shaper.converter.of(value, {}, None, verbatim=True)))
    own = item_of(rule, "self")
    if own is not None:
        is_own = own.value.value if isinstance(own.value, Known) else None
        if not isinstance(is_own, bool):
            return None
        if is_own:
            group = Out({"Fn::GetAtt": [name, "GroupId"]}, own.value, own.value.node)
            sources.append((f"{side}SecurityGroupId", group))
    return [_rule([*common, source], rule) for source in sources]


def _rule(parts: Parts, rule: Mapping) -> Out:
    made = mapping(parts, rule)
    made.value, made.is_direct = None, False  # a part of what is written: no entry goes into it
    return made

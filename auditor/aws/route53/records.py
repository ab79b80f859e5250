"""Records that Route 53 refuses: for their name in the zone, or for their values.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.aws.route53.aliases import strayed
from auditor.expression import expression
from auditor.template.below import field, items
from auditor.template.leading import referred_resource
from auditor.template.names import Equality
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_SET, _GROUP = "AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"
_ZONE = "AWS::Route53::HostedZone"
TYPES = (_SET, _GROUP)


class RefusedRecordReason(Enum):
    """Why a record is refused."""

    APEX = "apex"
    """An alias name where the zone itself has its records."""
    OUTSIDE = "outside"
    """A name that is not one of the zone."""
    QUOTES = "quotes"
    """A text without quotation marks."""
    ADDRESS = "address"
    """A value of an A record that is not an IPv4 address."""
    EXCHANGE = "exchange"
    """A value of an MX record without a preference."""
    ALIAS = "alias"
    """An alias whose target is not in the zone that it names."""
    ZONE = "zone"
    """An alias in another zone than the one that its target is known to be in."""


class RefusedRecord(Struct, frozen=True):
    """A record of a resource at `cases[0]`.

    `zone` is the name of its zone, or the ID of the one that its target is in, where that matters.
    """

    resource: Resource
    why: RefusedRecordReason
    cases: tuple[Case, ...]
    zone: str = ""


def refused_records(template: Template) -> Iterator[RefusedRecord]:
    """All of a template."""
    for resource in template.of_type(*TYPES):
        own = Case(resource.body.get("Properties"), (*resource.path, "Properties"), resource.when)
        records = [own]
        if resource.type == _GROUP:
            listed = field(template, own, "RecordSets")
            records = [one for some in listed if not some.absent for one in items(template, some)]
        for record in records:
            if isinstance(record.value, dict):
                yield from _named(resource, own, record)
                yield from _quoted(resource, record)
                yield from _formed(resource, record)
                for zone, name, wanted in strayed(template, own, record):
                    why = RefusedRecordReason.ZONE if wanted else RefusedRecordReason.ALIAS
                    yield RefusedRecord(resource, why, (zone, name), wanted)


def _named(resource: Resource, own: Case, record: Case) -> Iterator[RefusedRecord]:
    template = resource.template
    for name in field(template, record, "Name"):
        for zone in _zones(template, own, record):
            if not (name.known and zone.known and template.can_meet(name, zone)):
                continue
            is_apex = template.compare(_bare(name.value), _bare(zone.value)) is Equality.SAME
            told = zone.text or "its zone"
            for kind in field(template, record, "Type") if is_apex else ():
                if kind.text == "CNAME" and template.can_meet(name, kind):
                    yield RefusedRecord(
                        resource, RefusedRecordReason.APEX, (name, kind, zone), told
                    )
            if not is_apex and _is_outside(name, zone):
                yield RefusedRecord(resource, RefusedRecordReason.OUTSIDE, (name, zone), told)


def _bare(value: object) -> object:
    return value.lower().rstrip(".") if isinstance(value, str) else value


def _is_outside(name: Case, zone: Case) -> bool:
    bare, own = str(_bare(name.text)), str(_bare(zone.text))
    return name.text is not None and zone.text is not None and not bare.endswith(f".{own}")


def _zones(template: Template, own: Case, record: Case) -> Iterator[Case]:
    """The names of the zone that a record is in."""
    for holder in (own, record) if own is not record else (own,):
        yield from (case for case in field(template, holder, "HostedZoneName") if case.known)
        written = holder.value.get("HostedZoneId") if isinstance(holder.value, dict) else None
        zone = referred_resource(template, written, _ZONE)
        if zone is not None:
            yield from zone.cases("Name")


def _quoted(resource: Resource, record: Case) -> Iterator[RefusedRecord]:
    template = resource.template
    kinds = [case for case in field(template, record, "Type") if case.text in ("TXT", "SPF")]
    for listed in field(template, record, "ResourceRecords") if kinds else ():
        for value in [] if listed.absent else items(template, listed):
            text = value.text
            if text is not None and not text.lstrip().startswith('"') and "{{" not in text:
                for kind in kinds:
                    if template.can_meet(kind, value):
                        yield RefusedRecord(resource, RefusedRecordReason.QUOTES, (value, kind))


_FORMS = {
    "A": (expression(r"\d{1,3}(?:\.\d{1,3}){3}\Z"), RefusedRecordReason.ADDRESS),
    "MX": (expression(r"\d{1,10}[ \t]{1,20}\S{1,1000}\Z"), RefusedRecordReason.EXCHANGE),
}
"""What a value of a type looks like."""
_OPEN = ("{", "<", "$", "%")
"""Parts of a value that somebody is to fill in."""


def _formed(resource: Resource, record: Case) -> Iterator[RefusedRecord]:
    """Values that are not of the form of their type."""
    template = resource.template
    for kind in field(template, record, "Type"):
        if kind.text not in _FORMS:
            continue
        form, why = _FORMS[kind.text]
        for listed in field(template, record, "ResourceRecords"):
            for value in [] if listed.absent else items(template, listed):
                text = value.text
                if text is None or form.match(text.strip()) or any(part in text for part in _OPEN):
                    continue
                if template.can_meet(kind, value):
                    yield RefusedRecord(resource, why, (value, kind))

"""Which property of a SAM type is passed on, unchanged, to which property of CloudFormation.

`sam_passed_on.json` is written by `scripts/sam_passed_on.py`, which asks the SAM translator itself;
it says with which version. A value that is passed on is judged as if it stood there.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table

_SAM = "AWS::Serverless::"
_ROLE = "AWS::IAM::Role"


class PassedOn(Struct, frozen=True):
    """A property of a SAM type, or of one of its events, and where its value comes to stand.

    `way` are the keys below the properties, of the resource or of the event: `Domain.DomainName`.
    `place` are those below the properties of the `type`, with `[]` for the item of a list that the
    translator makes, and `*` for a key that it chooses: `Targets[].Input`.
    """

    way: str
    type: str
    place: str
    event: str | None = None
    is_dropped: bool = False
    """Whether the translator leaves out an empty mapping."""

    @property
    def unused_with(self) -> str | None:
        """The property, beside it or beside what it is below, with which SAM does not use it.

        SAM makes a role only where none is given: `Role` of a resource, `RoleArn` of an event.
        """
        if self.type != _ROLE:
            return None
        return "Role" if self.event is None else "RoleArn"

    @property
    def steps(self) -> list[str]:
        """The place, key by key."""
        return self.place.replace("[]", ".[]").split(".")


def sam_types() -> tuple[str, ...]:
    """The types of SAM that become other resources."""
    return tuple(_table())


@cache
def passed_on(type_name: str) -> tuple[PassedOn, ...]:
    """All that is passed on of a type of SAM; nothing for other types."""
    entry = _table().get(type_name) if type_name.startswith(_SAM) else None
    if entry is None:
        return ()
    found = _of(entry, None)
    for kind, event in entry.get("events", {}).items():
        found += _of(event, kind)
    return tuple(found)


@cache
def made_anyway(type_name: str, event: str | None, kind: str) -> frozenset[str]:
    """The properties of a `kind` that the translator writes where the template says nothing.

    Those of the resource that a SAM type becomes, or an event of a type.
    """
    entry = _table()[type_name]
    made = entry["made"] if event is None else entry["events"][event]["made"]
    return frozenset(place for type_, place in map(_split, made) if type_ == kind)


def passed_from(type_name: str, way: str, event: str | None) -> PassedOn | None:
    """What is passed on at a way, or above it: `VpcConfig` at `VpcConfig.SubnetIds`."""
    for one in passed_on(type_name):
        if one.event == event and (way == one.way or way.startswith(f"{one.way}.")):
            return one
    return None


def _of(entry: Mapping[str, Any], event: str | None) -> list[PassedOn]:
    dropped = entry["dropped"]
    return [
        PassedOn(way, *_split(place), event, way in dropped)
        for way, places in entry["properties"].items()
        for place in places
    ]


def _split(written: str) -> tuple[str, str]:
    """`AWS::Lambda::Function.Code.ZipFile` as the type and the place in it."""
    type_name, _, place = written.partition(".")
    return type_name, place


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("sam_passed_on.json")["types"]
    return table

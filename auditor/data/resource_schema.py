"""Which properties and attributes the resource types have.

The table in `resource_types/` is made by `scripts/resource_types.py` from the CloudFormation
resource schemas and the SAM translator; `resource_types/source.json` says of which date. It has a
file for each service, so that a run reads no more than a template uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from auditor.data.table import read_table

Shape = Mapping[str, str]
"""The keys that a mapping may have, each with what it holds.

That is a letter (`v` a scalar, `o` a mapping, `l` a list, `a` not known) and, where the keys of
that mapping, or of the mappings in that list, are known, the name of their shape. A key `*` stands
for all keys that are not there.
"""


class ResourceType(Struct, frozen=True):
    """A resource type.

    `attributes` are those of `Fn::GetAtt`; None where they are not known. One that ends in `.*`
    stands for all that begin like it. `ref` is the property that `Ref` returns, where it is one
    that the template can set. `create_only` are the paths of properties whose change replaces the
    resource, or may do so, with `*` for any item of a list or any key; `identifier` are the
    properties that name it, where the template can set all of them. `events` has the properties of
    the events that SAM knows for the type, and `globals` those that SAM takes from the section
    `Globals`.
    """

    name: str
    properties: Shape
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    attributes: frozenset[str] | None = None
    ref: str | None = None
    create_only: tuple[str, ...] = ()
    identifier: tuple[str, ...] = ()
    events: Mapping[str, Iterable[str]] = field(default_factory=dict)
    globals: Iterable[str] | None = None

    def shape(self, held: str) -> Shape | None:
        """The shape of what a key holds, None where any key may stand in it."""
        return self.shapes[held[1:]] if len(held) > 1 else None


def resource_type(name: str) -> ResourceType | None:
    """What is known of a resource type; None for custom resources, modules and unknown types."""
    service = "-".join(name.split("::")[:2])
    return _service(service).get(name) if name.count("::") == 2 else None


@lru_cache(maxsize=1024)
def _service(name: str) -> Mapping[str, ResourceType]:
    """The types of a service; its name comes from a template and may be anything."""
    if not name.replace("-", "").isalnum() or not name.isascii():
        return {}
    table = read_table("resource_types", f"{name}.json") or {}
    return {key: _made(key, entry) for key, entry in table.items()}


def _made(name: str, entry: dict[str, Any]) -> ResourceType:
    attributes = entry.get("attributes")
    return ResourceType(
        name=name,
        properties=entry["properties"],
        shapes=entry.get("shapes", {}),
        attributes=None if attributes is None else frozenset(attributes),
        ref=entry.get("ref"),
        create_only=tuple(entry.get("createOnly", ())),
        identifier=tuple(entry.get("identifier", ())),
        events=entry.get("events", {}),
        globals=entry.get("globals"),
    )

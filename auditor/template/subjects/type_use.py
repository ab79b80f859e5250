"""The types of resources, held against the list of those that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.data.resource_schemas import (
    Schema,
    has_service,
    lacking,
    schema_of,
    source,
    types_called,
    types_like,
)
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.nearest import meant, near
from auditor.template.template import Resource, Template

if TYPE_CHECKING:
    from auditor.data.meant import TypeRow

_SAM = "AWS::Serverless::"
_CUSTOM = frozenset({"AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Macro"})
_MODULE = "::MODULE"
_TELLING = 3
"""Properties from which on their names tell a type from all others of its name."""
_OF_MANY = frozenset(
    {
        *("Arn", "Configuration", "Description", "DisplayName", "Id", "KmsKeyArn", "KmsKeyId"),
        *("Name", "Policy", "Role", "RoleArn", "State", "Status", "Tags", "Type", "VpcConfig"),
    }
)
"""Properties that types of many services have, and that tell none from another."""


class TypeUse(Struct, frozen=True):
    """A resource with a type that AWS should have."""

    resource: Resource

    @classmethod
    def find(cls, template: Template) -> Iterator[TypeUse]:
        """All resources of such types, none where a macro may rewrite the template."""
        if template.is_open:
            return
        for resource in template.resources.values():
            name = resource.type
            is_own = not name.startswith("AWS::") or name.endswith(_MODULE) or name in _CUSTOM
            # another tool may add the transform where it fills something in
            is_of_sam = name.startswith(_SAM) and (
                bool(template.transforms) or template.is_filled_in or schema_of(name) is None
            )
            if not is_own and not is_of_sam and "Fn::Transform" not in resource.body:
                yield cls(resource)

    @property
    def name(self) -> str:
        """The type."""
        return self.resource.type

    @property
    def exists(self) -> bool:
        """Whether AWS has the type in some Region."""
        return schema_of(self.name) is not None and not self.lacks_transform

    @property
    def lacks_transform(self) -> bool:
        """Whether the type is one of SAM, in a template without its transform."""
        return self.name.startswith(_SAM)

    @property
    def is_first_of_sam(self) -> bool:
        """Whether no resource before it has a type of SAM."""
        resources = self.resource.template.resources.values()
        return next(one for one in resources if one.type.startswith(_SAM)) is self.resource

    @property
    def is_certain(self) -> bool:
        """Whether no newer list can have the type: by a row, its form, or a clear misspelling."""
        is_type = self.name.count("::") == 2 and "<" not in self.name
        return not is_type or self.row is not None or self.meant is not None

    @property
    def date(self) -> str:
        """The day of which the list of types is."""
        return str(source()["schema_date"])[:10]

    @property
    def regions_without(self) -> list[str]:
        """The configured Regions that do not have the type."""
        if self.resource.may_be_elsewhere:
            return []
        configured = self.resource.template.settings.regions
        return [name for name in configured if name in lacking(self.name)] if configured else []

    @property
    def row(self) -> TypeRow | None:
        """What the table says of the type."""
        from auditor.data.meant import type_row

        return type_row(self.name)

    @property
    def meant(self) -> str | None:
        """The type that is meant beyond doubt."""
        if self.row is not None:
            return self.row.meant
        if not has_service(self.name):
            return self._of_another_service
        service, _, last = self.name.rpartition("::")
        found = meant(last, [name.rpartition("::")[2] for name in types_like(self.name)])
        return None if found is None else f"{service}::{found}"

    @property
    def _of_another_service(self) -> str | None:
        """The only type of that name, in all services, that has all that is set and needs no more.

        A service of another name may be newer than the list, but not with a type of this name that
        has the very properties of one that there is.
        """
        given = self.resource.body.get("Properties")
        if not isinstance(given, dict) or not is_plain_mapping(given):
            return None
        if len(given.keys() - _OF_MANY) < _TELLING:
            return None
        found = [
            name
            for name in types_called(self.name.rpartition("::")[2])
            if not name.startswith(_SAM) and _fits(given, schema_of(name) or {})
        ]
        return found[0] if len(found) == 1 else None

    @property
    def near(self) -> list[str]:
        """The types that are like this one."""
        service, _, last = self.name.rpartition("::")
        names = [name.rpartition("::")[2] for name in types_like(self.name)]
        return [f"{service}::{one}" for one in near(last, names)]


def _fits(given: Mapping[str, Tree], schema: Schema) -> bool:
    required = frozenset(schema.get("required", ()))
    return required <= given.keys() <= frozenset(schema.get("properties", ()))

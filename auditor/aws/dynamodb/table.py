"""DynamoDB tables: their keys, and the attributes that they define."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TABLE = "AWS::DynamoDB::Table"
_GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"
_INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_NAME = "AttributeName"


class Attribute(Struct, frozen=True):
    """The name of an attribute that a table defines, and the item of the list that defines it."""

    name: Case
    item: Case


class Key(Struct, frozen=True):
    """The name of an attribute that is a key, and whose key it is, in words."""

    name: Case
    owner: str


class Index(Struct, frozen=True):
    """A secondary index: the mapping that declares it, and its name where that is known."""

    body: Case
    name: str | None

    def __str__(self) -> str:
        return "an index" if self.name is None else f"the index '{self.name}'"


class KeyedTable:
    """An `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    types: ClassVar[tuple[str, ...]] = (_TABLE, _GLOBAL_TABLE)

    @classmethod
    def find(cls, template: Template) -> Iterator[KeyedTable]:
        """All tables of a template."""
        return (cls(resource) for resource in template.of_type(_TABLE, _GLOBAL_TABLE))

    @cached_property
    def definitions(self) -> list[Case]:
        """The cases of `AttributeDefinitions`."""
        return self.resource.cases("AttributeDefinitions")

    @cached_property
    def attributes(self) -> list[Attribute]:
        """All attributes that are defined; those with an unknown name stand for any number."""
        return [
            Attribute(name, item)
            for case in self.definitions
            for item in items(self.template, case)
            for name in field(self.template, item, _NAME)
        ]

    @cached_property
    def keys(self) -> list[Key]:
        """The keys of the table and of its indexes, likewise."""
        own = [Key(name, "the table") for name in self._schema(self.resource.cases("KeySchema"))]
        return own + [
            Key(name, str(index))
            for property_name in _INDEXES
            for index in self.indexes(property_name)
            for name in self._schema(field(self.template, index.body, "KeySchema"))
        ]

    def indexes(self, property_name: str) -> Iterator[Index]:
        """The indexes that a property declares."""
        for case in self.resource.cases(property_name):
            for body in items(self.template, case):
                names = field(self.template, body, "IndexName")
                yield Index(body, names[0].text if len(names) == 1 else None)

    def _schema(self, schemas: list[Case]) -> Iterator[Case]:
        for schema in schemas:
            for item in items(self.template, schema):
                yield from field(self.template, item, _NAME)


class BilledTable(KeyedTable):
    """A table with its billing."""

    @property
    def is_global(self) -> bool:
        """Whether it is an `AWS::DynamoDB::GlobalTable`, whose throughput has other names."""
        return self.resource.type == _GLOBAL_TABLE

    @classmethod
    def find(cls, template: Template) -> Iterator[BilledTable]:
        """All tables of a template."""
        return (cls(resource) for resource in template.of_type(_TABLE, _GLOBAL_TABLE))

    def billing_beside(self, other: Case) -> Iterator[Case]:
        """The cases of `BillingMode` where another case is so; absent means provisioned."""
        for written in self.resource.written("BillingMode"):
            if not self.template.can_meet(written, other):
                continue
            when = written.when | other.when
            if written.known:
                yield from self.template.cases(written.value, written.path, when)
            else:
                yield Case(written.value, written.path, when, written.certain)

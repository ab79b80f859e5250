"""Databases of RDS, Aurora and ElastiCache: what runs them, and on what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.below import items
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TYPES = (
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBCluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
)
_RESTORED = ("DBSnapshotIdentifier", "SnapshotIdentifier", "SourceDBInstanceIdentifier")


class Database(Struct, frozen=True):
    """A database instance or cluster, or a cache."""

    resource: Resource

    types: ClassVar[tuple[str, ...]] = _TYPES

    @classmethod
    def find(cls, template: Template) -> Iterator[Database]:
        """All of a template."""
        return (cls(resource) for resource in template.of_type(*_TYPES))

    @property
    def template(self) -> Template:
        """The template that has it."""
        return self.resource.template

    @property
    def is_instance(self) -> bool:
        """Whether it is an instance of RDS."""
        return self.resource.type == "AWS::RDS::DBInstance"

    @property
    def is_restored(self) -> bool:
        """Whether it is, or may be, made of another database, whose version it then has."""
        return any(self.resource.has(key) is not False for key in _RESTORED)

    def engines(self, case: Case) -> Iterator[tuple[str, Case]]:
        """The engine in lower case, with its case, wherever another case can be the case.

        Under the conditions of that case, a parameter may not be what its default is.
        """
        for written in self.resource.written("Engine"):
            if written.known and self.template.can_meet(written, case):
                when = written.when | case.when
                for engine in self.template.cases(written.value, written.path, when):
                    if engine.text is not None:
                        yield engine.text.lower(), engine

    def with_engine(self, *keys: str) -> Iterator[tuple[str, Case, Case]]:
        """The engines, as `engines` has them, and each case of a property."""
        for case in self.resource.cases(*keys):
            if case.known:
                yield from ((*engine, case) for engine in self.engines(case))

    def entries(self, *keys: str) -> Iterator[Case]:
        """The cases of the items of a property that is a list."""
        for listed in self.resource.cases(*keys):
            yield from items(self.template, listed)


def version_text(case: Case) -> str | None:
    """A version as the service reads it; None for a number, whose digits may have been lost."""
    return None if isinstance(case.value, bool) else scalar_text(case.value)

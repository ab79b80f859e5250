"""Versions of engines that the cluster or the parameter group of a database is not for.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.rds.database import version_text
from auditor.expression import expression
from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_CLUSTER = "AWS::RDS::DBCluster"
_GROUPS = {
    "AWS::RDS::DBInstance": ("DBParameterGroupName", "AWS::RDS::DBParameterGroup"),
    _CLUSTER: ("DBClusterParameterGroupName", "AWS::RDS::DBClusterParameterGroup"),
    "AWS::DocDB::DBCluster": ("DBClusterParameterGroupName", "AWS::DocDB::DBClusterParameterGroup"),
    "AWS::Neptune::DBCluster": (
        "DBClusterParameterGroupName",
        "AWS::Neptune::DBClusterParameterGroup",
    ),
}
VERSIONED_TYPES = tuple(_GROUPS)
_FAMILY = expression(r"([a-z][a-z-]{0,40}?)-?([0-9]{1,4}(?:\.[0-9]{1,4}){0,3})")
_VERSION = "EngineVersion"


class VersionMismatch(Struct, frozen=True):
    """A database at the version `version`, and what it does not go together with.

    `other` is its cluster, or its parameter group. `cases` are the version, what says so of the
    other one, and the reference to it. `wanted` is the family that fits; empty where none is known.
    """

    resource: Resource
    other: Resource
    version: str
    told: str
    cases: tuple[Case, Case, Case]
    wanted: str = ""


def version_mismatches(template: Template) -> Iterator[VersionMismatch]:
    """All of a template, but for what one parameter may decide in both."""
    for resource in template.of_type(*VERSIONED_TYPES):
        for case in resource.cases(_VERSION):
            version = version_text(case) if case.known else None
            if version is None:
                continue
            key, kind = _GROUPS[resource.type]
            for link, group in _linked(resource, key, kind):
                yield from _of_group(resource, version, case, link, group)
            if resource.type == "AWS::RDS::DBInstance":
                for link, cluster in _linked(resource, "DBClusterIdentifier", _CLUSTER):
                    yield from _of_cluster(resource, version, case, link, cluster)


def _linked(resource: Resource, key: str, kind: str) -> Iterator[tuple[Case, Resource]]:
    for case in resource.written(key):
        other = referred_resource(resource.template, case.value, kind)
        if other is not None:
            yield case, other


def _of_group(
    resource: Resource, version: str, case: Case, link: Case, group: Resource
) -> Iterator[VersionMismatch]:
    for family in group.cases("Family"):
        found = None if family.text is None else _FAMILY.fullmatch(family.text)
        if family.text is None or not found or not resource.template.can_meet(case, family, link):
            continue
        if not (case.certain or family.certain):
            continue
        own = _numbers(version)
        length = found[2].count(".") + 1
        if own and _differ(own, _numbers(found[2])):
            start = version.split(".")[:length]
            is_plain = all(str(int(one)) == one for one in start if one.isdecimal())
            end = len(family.text) - len(found[2])
            is_plain = is_plain and length <= len(own) and _is_alone(resource, group)
            wanted = family.text[:end] + ".".join(start) if is_plain else ""
            cases = (case, family, link)
            yield VersionMismatch(resource, group, version, family.text, cases, wanted)


def _is_alone(resource: Resource, group: Resource) -> bool:
    """Whether nothing else of the template refers to a group."""
    return not any(
        found.target == group.logical_id
        for other in resource.template.resources.values()
        if other is not resource
        for found in other.references
    )


def _of_cluster(
    resource: Resource, version: str, case: Case, link: Case, cluster: Resource
) -> Iterator[VersionMismatch]:
    for whole in cluster.cases(_VERSION):
        told = version_text(whole) if whole.known else None
        if told is None or not resource.template.can_meet(case, whole, link):
            continue
        is_sure = case.certain or whole.certain
        if is_sure and _differ(version.split("."), told.split(".")):
            yield VersionMismatch(resource, cluster, version, told, (case, whole, link))


def _numbers(version: str) -> list[str]:
    """The numbers that a version begins with, without zeros before them."""
    found: list[str] = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        found.append(str(int(part[:9])))
    return found


def _differ(one: list[str], other: list[str]) -> bool:
    """Whether versions differ in what both of them say."""
    return any(mine != its for mine, its in zip(one, other, strict=False))

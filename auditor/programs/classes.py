"""The classes of resources in the versions of the provider that come into question."""

from __future__ import annotations

from auditor.data.pulumi_classes import NATIVE, ResourceClass, class_of
from auditor.programs.values import Made


def classes_of(made: Made, majors: frozenset[str]) -> dict[str, ResourceClass]:
    """The class of a resource in each version that comes into question, the newest first.

    Empty where a version has no such class: nothing is known of the resource then.
    """
    versions = (NATIVE,) if made.provider == "native" else sorted(majors, reverse=True)
    kinds = {version: class_of(version, made.kind.name) for version in versions}
    known = {version: kind for version, kind in kinds.items() if kind is not None}
    return known if len(known) == len(kinds) else {}

"""The transforms that a template declares.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.model.tree import Tree

SAM_TRANSFORM = "AWS::Serverless-2016-10-31"
_HARMLESS = frozenset({SAM_TRANSFORM, "AWS::LanguageExtensions", "AWS::SecretsManager-2020-07-23"})


def transforms_of(tree: Mapping[str, Tree]) -> tuple[str, ...]:
    """The names of the transforms; one that is not a plain text is `?`."""
    declared = tree.get("Transform", [])
    listed = declared if isinstance(declared, list) else [declared]
    return tuple(entry if isinstance(entry, str) else "?" for entry in listed)


def is_open(tree: Mapping[str, Tree]) -> bool:
    """Whether a macro or an include may add to, or rewrite, what stands in a template."""
    return not _HARMLESS.issuperset(transforms_of(tree)) or "Fn::Transform" in tree

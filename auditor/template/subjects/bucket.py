"""S3 buckets, and who may do what with them as far as the template shows."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.template import Resource, Template
from auditor.template.values import ABSENT, UNKNOWN, Case


class Bucket:
    """An `AWS::S3::Bucket`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    @classmethod
    def find(cls, template: Template) -> Iterator[Bucket]:
        """All buckets of a template."""
        return (cls(resource) for resource in template.of_type("AWS::S3::Bucket"))

    @property
    def access_control(self) -> list[Case]:
        """The cases of the canned ACL."""
        return self.resource.cases("AccessControl")

    @property
    def ownership(self) -> list[Case]:
        """The cases of `ObjectOwnership`, of the one rule that `OwnershipControls` may have."""
        found: list[Case] = []
        for rules in self.resource.cases("OwnershipControls", "Rules"):
            if not isinstance(rules.value, list):
                found.append(rules)
            elif not rules.value:
                found.append(Case(ABSENT, rules.path, rules.when, rules.certain))
            else:
                found += self._ownership_in(rules, rules.value[0])
        return found

    def _ownership_in(self, rules: Case, rule: Tree) -> list[Case]:
        path = (*rules.path, 0, "ObjectOwnership")
        if isinstance(rule, dict) and "ObjectOwnership" in rule:
            return self.template.cases(rule["ObjectOwnership"], path, rules.when)
        return [Case(UNKNOWN, path, rules.when)]

    def policies(self) -> Iterator[Resource]:
        """The bucket policies of the template that name this bucket."""
        for policy in self.template.of_type("AWS::S3::BucketPolicy"):
            for case in policy.written("Bucket"):
                by_reference = function_of(case.value) == ("Ref", self.resource.logical_id)
                own = self.resource.physical_name
                if by_reference or (own is not None and case.value == own):
                    yield policy

    def policy_allows(self, principal: Tree, action: str) -> bool:
        """Whether a policy of the template allows a principal an action without conditions.

        Read to the letter: what is not written plainly allows nothing here.
        """
        return any(
            _allows(statement, principal, action)
            for policy in self.policies()
            for document in policy.cases("PolicyDocument")
            if isinstance(document.value, dict) and not document.when
            for statement in _listed(document.value.get("Statement"))
        )


def _allows(statement: Tree, principal: Tree, action: str) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    is_for = statement.get("Principal") in (principal, {"AWS": principal})
    return is_for and action in _listed(statement.get("Action")) and "Condition" not in statement


def _listed(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [value]

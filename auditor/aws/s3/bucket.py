"""S3 buckets, and who may do what with them as far as the template shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec.structs import replace

from auditor.model.tree import Tree
from auditor.template.below import field, items
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.names import Hole
from auditor.template.template import Resource, Template
from auditor.template.values import ABSENT, UNKNOWN, Case, Special, When, truth

PUT_ACL = "Pulumi::S3::BucketAcl"
"""What stands for a call of PutBucketAcl, which CloudFormation never makes."""
_OWN_ACCOUNT = ({"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}, None)
"""Conditions under which a service may still do all that it does for the account."""


class Bucket:
    """An `AWS::S3::Bucket`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    types: ClassVar[tuple[str, ...]] = ("AWS::S3::Bucket",)

    @classmethod
    def find(cls, template: Template) -> Iterator[Bucket]:
        """All buckets of a template."""
        return (cls(resource) for resource in template.of_type("AWS::S3::Bucket"))

    @property
    def access_control(self) -> list[Case]:
        """The cases of the canned ACL."""
        return self.resource.cases("AccessControl")

    def put_acls(self) -> Iterator[Resource]:
        """The canned ACLs that are put on the bucket once it is there, as resources of programs."""
        for acl in self.template.of_type(PUT_ACL):
            for case in acl.written("Bucket"):
                if function_of(case.value) == ("Ref", self.resource.logical_id):
                    yield acl

    @property
    def ownership(self) -> list[Case]:
        """The cases of `ObjectOwnership`, of the one rule that `OwnershipControls` may have."""
        found: list[Case] = []
        for rules in self.resource.cases("OwnershipControls", "Rules"):
            if rules.absent or rules.value == []:
                found.append(replace(rules, value=ABSENT))
            elif isinstance(rules.value, list):
                place = (*rules.path, 0)
                entries = self.template.cases(rules.value[0], place, rules.when)
                for entry in entries:
                    found += self._ownership_in(replace(entry, certain=rules.certain))
            else:
                found.append(replace(rules, value=UNKNOWN))
        return found

    def _ownership_in(self, rule: Case) -> list[Case]:
        path = (*rule.path, "ObjectOwnership")
        if isinstance(rule.value, dict) and "ObjectOwnership" in rule.value:
            found = self.template.cases(rule.value["ObjectOwnership"], path, rule.when)
            return [replace(case, certain=case.certain and rule.certain) for case in found]
        return [Case(UNKNOWN, path, rule.when)]

    def kms_encryptions(self) -> Iterator[tuple[Case, Case]]:
        """The cases of `SSEAlgorithm` that are SSE-KMS, each with those of its key."""
        for rules in self.resource.cases("BucketEncryption", "ServerSideEncryptionConfiguration"):
            for rule in items(self.template, rules):
                for default in field(self.template, rule, "ServerSideEncryptionByDefault"):
                    for algorithm in field(self.template, default, "SSEAlgorithm"):
                        if algorithm.text is not None and algorithm.text.startswith("aws:kms"):
                            for key in field(self.template, default, "KMSMasterKeyID"):
                                yield algorithm, key

    @property
    def public_acls_blocked(self) -> list[Case]:
        """The cases of whether S3 refuses public ACLs: True, False or not known.

        It does without a `PublicAccessBlockConfiguration`, since April 2023; a configuration
        leaves off what it does not name: https://github.com/cdklabs/cdk-nag/pull/1287
        """
        found: list[Case] = []
        for block in self.resource.cases("PublicAccessBlockConfiguration"):
            if block.absent:
                found.append(replace(block, value=True))
            elif isinstance(block.value, dict) and "BlockPublicAcls" in block.value:
                place = (*block.path, "BlockPublicAcls")
                cases = self.template.cases(block.value["BlockPublicAcls"], place, block.when)
                found += [replace(case, value=_known(truth(case))) for case in cases]
            elif block.value and is_plain_mapping(block.value):
                found.append(replace(block, value=False))
            else:
                found.append(replace(block, value=UNKNOWN))
        return found

    def policies(self) -> Iterator[Resource]:
        """The bucket policies of the template that name this bucket."""
        for policy in self.template.of_type("AWS::S3::BucketPolicy"):
            for case in policy.written("Bucket"):
                by_reference = function_of(case.value) == ("Ref", self.resource.logical_id)
                own = self.resource.physical_name
                if by_reference or (own is not None and case.value == own):
                    yield policy

    def policy_allows(
        self, principal: Tree, action: str, when: When, *, in_part: bool = False
    ) -> bool:
        """Whether a policy of the template allows a principal an action on all objects.

        `when` are the conditions of the template under which it must. `in_part` takes a policy
        as well that has conditions of its own, or is for some objects only. Read to the letter:
        what is not written plainly allows nothing here.
        """
        return any(
            _allows(statement, principal, action)
            and (in_part or (_has_no_limits(statement) and self._has_all_objects(statement)))
            for policy in self.policies()
            for document in policy.cases("PolicyDocument")
            if isinstance(document.value, dict) and document.when <= when
            for statement in _listed(document.value.get("Statement"))
        )

    def _has_all_objects(self, statement: dict[str, Tree]) -> bool:
        """Whether a statement is for `arn:aws:s3:::<bucket>/*`, however that is written."""
        own = self.template.name({"Ref": self.resource.logical_id}) or ()
        for resource in _listed(statement.get("Resource")):
            name = self.template.name(resource) or ()
            bucket = name[:-2]
            is_arn = bucket == (Hole(f"{self.resource.logical_id}.Arn"),)
            is_spelled = bucket[-len(own) - 3 :] == (*":::", *own)
            if name[-2:] == ("/", "*") and (is_arn or is_spelled):
                return True
        return False


def _known(value: bool | None) -> bool | Special:
    return UNKNOWN if value is None else value


def _allows(statement: Tree, principal: Tree, action: str) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    given = statement.get("Principal")
    if isinstance(given, dict):
        given = {key: _single(value) for key, value in given.items()}
    return given in (principal, {"AWS": principal}) and action in _listed(statement.get("Action"))


def _has_no_limits(statement: dict[str, Tree]) -> bool:
    return statement.get("Condition") in _OWN_ACCOUNT


def _single(value: Tree) -> Tree:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _listed(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [value]

"""When a service assumes the role that it is given."""

from __future__ import annotations

import pytest

from auditor.model.finding import Fails
from auditor.model.tree import Tree
from rules.iam.role_trust import role_trust
from tests.template.helpers import template

_TRUST: Tree = {
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ]
}


@pytest.mark.parametrize(
    ("type_name", "key", "fails"),
    [
        ("AWS::Lambda::Function", "Role", None),
        ("AWS::ECS::TaskDefinition", "TaskRoleArn", Fails.INVOCATION),
        ("AWS::Transfer::User", "Role", Fails.INVOCATION),
    ],
)
def test_a_role_that_is_assumed_later_fails_later(
    type_name: str, key: str, fails: Fails | None
) -> None:
    role: dict[str, Tree] = {"AssumeRolePolicyDocument": _TRUST}
    user: dict[str, Tree] = {key: {"Fn::GetAtt": ["Role", "Arn"]}}
    given = template(
        Resources={
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "User": {"Type": type_name, "Properties": user},
        }
    )
    found = [one for handed in role_trust.on.find(given) for one in role_trust.function(handed)]
    assert [finding.fails for finding in found] == [fails]

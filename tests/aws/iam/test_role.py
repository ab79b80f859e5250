"""What a role may do, by the policies that a template shows."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.role import roles_of
from auditor.aws.iam.target import Target
from auditor.model.tree import Tree
from auditor.template.template import Template
from tests.template.helpers import SAM, template

ALLOWED, DENIED, UNKNOWN = Answer.ALLOWED, Answer.DENIED, Answer.UNKNOWN
OWN: Tree = {"Fn::GetAtt": ["Jobs", "Arn"]}
CONDITIONS = {
    "IsA": {"Fn::Equals": [{"Ref": "AWS::Region"}, "a"]},
    "IsB": {"Fn::Equals": [{"Ref": "AWS::Region"}, "b"]},
}
BOUNDARY = {"PermissionsBoundary": {"Ref": "AWS::NoValue"}}


def statement(action: Tree = "sqs:SendMessage", resource: Tree = OWN, **more: Tree) -> Tree:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def document(*statements: Tree) -> Tree:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def inline(*statements: Tree) -> dict[str, Tree]:
    return {"Policies": [{"PolicyName": "own", "PolicyDocument": document(*statements)}]}


def attached(to: Tree, kind: str = "AWS::IAM::Policy", **more: Tree) -> dict[str, Tree]:
    key = "RoleName" if kind == "AWS::IAM::RolePolicy" else "Roles"
    properties = {"PolicyDocument": document(statement()), key: to}
    return {"Attached": {"Type": kind, "Properties": properties, **more}}


def managed(name: str) -> dict[str, Tree]:
    return {"ManagedPolicyArns": [{"Fn::Sub": f"arn:${{AWS::Partition}}:iam::aws:policy/{name}"}]}


SOMEBODY = {"Somebody": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "somebody"}}}
ROLES: list[tuple[str, dict[str, Tree], dict[str, Tree], Answer]] = [
    ("nothing", {}, {}, DENIED),
    ("empty list", {"Policies": []}, {}, DENIED),
    ("statement", inline(statement()), {}, ALLOWED),
    (
        "one statement, no list",
        {"Policies": [{"PolicyDocument": {"Statement": statement()}}]},
        {},
        ALLOWED,
    ),
    ("another action", inline(statement(["sqs:ReceiveMessage", "s3:*"])), {}, DENIED),
    ("one of the actions", inline(statement(["s3:*", "sqs:*"])), {}, ALLOWED),
    ("action by parameter", inline(statement({"Ref": "Action"})), {}, UNKNOWN),
    ("one of the resources", inline(statement(resource=["arn:aws:s3:::x", OWN])), {}, ALLOWED),
    ("another resource", inline(statement(resource="arn:aws:s3:::x")), {}, DENIED),
    ("resources by parameter", inline(statement(resource={"Ref": "Arns"})), {}, UNKNOWN),
    ("NoValue in the resources", inline(statement(resource=[{"Ref": "AWS::NoValue"}])), {}, DENIED),
    (
        "condition",
        inline(statement(Condition={"Bool": {"aws:SecureTransport": True}})),
        {},
        UNKNOWN,
    ),
    ("condition of another action", inline(statement("s3:*", Condition={"Bool": {}})), {}, DENIED),
    ("NotAction", inline({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}), {}, UNKNOWN),
    (
        "NotResource",
        inline({"Effect": "Allow", "Action": "sqs:*", "NotResource": "x"}),
        {},
        UNKNOWN,
    ),
    (
        "NotResource of another action",
        inline({"Effect": "Allow", "Action": "s3:*", "NotResource": "x"}),
        {},
        DENIED,
    ),
    ("deny alone", inline(statement(Effect="Deny")), {}, DENIED),
    ("deny beside allow", inline(statement(), statement("*", "*", Effect="Deny")), {}, UNKNOWN),
    (
        "deny of another action",
        inline(statement(), statement("s3:*", "*", Effect="Deny")),
        {},
        ALLOWED,
    ),
    ("effect by parameter", inline(statement(Effect={"Ref": "Effect"})), {}, UNKNOWN),
    ("macro in the statement", inline({"Fn::Transform": {"Name": "M"}}), {}, UNKNOWN),
    ("policies by parameter", {"Policies": {"Ref": "List"}}, {}, UNKNOWN),
    ("document as text", {"Policies": [{"PolicyDocument": "{}"}]}, {}, UNKNOWN),
    ("no document", {"Policies": [{"PolicyName": "x"}]}, {}, UNKNOWN),
    ("malformed policies", {"Policies": [1, None, "x"]}, {}, UNKNOWN),
    ("boundary", {"PermissionsBoundary": "arn:aws:iam::123456789012:policy/b"}, {}, UNKNOWN),
    ("no boundary", {**BOUNDARY, **inline()}, {}, DENIED),
    ("basic execution", managed("service-role/AWSLambdaBasicExecutionRole"), {}, DENIED),
    ("full access to queues", managed("AmazonSQSFullAccess"), {}, ALLOWED),
    ("administrator", managed("AdministratorAccess"), {}, ALLOWED),
    ("power user", managed("PowerUserAccess"), {}, UNKNOWN),
    ("basic execution under a wrong path", managed("AWSLambdaBasicExecutionRole"), {}, UNKNOWN),
    (
        "policy of the account",
        {"ManagedPolicyArns": ["arn:aws:iam::123456789012:policy/x"]},
        {},
        UNKNOWN,
    ),
    ("managed by parameter", {"ManagedPolicyArns": [{"Ref": "Arn"}]}, {}, UNKNOWN),
    ("managed policies by parameter", {"ManagedPolicyArns": {"Ref": "Arns"}}, {}, UNKNOWN),
    (
        "managed policy of the template",
        {"ManagedPolicyArns": [{"Ref": "Attached"}]},
        attached([], "AWS::IAM::ManagedPolicy"),
        ALLOWED,
    ),
    ("attached", {}, attached([{"Ref": "Role"}]), ALLOWED),
    ("attached managed", {}, attached([{"Ref": "Role"}], "AWS::IAM::ManagedPolicy"), ALLOWED),
    ("attached by itself", {}, attached({"Ref": "Role"}, "AWS::IAM::RolePolicy"), ALLOWED),
    ("attached by name", {"RoleName": "own"}, attached(["own"]), ALLOWED),
    ("attached to another one", {}, {**SOMEBODY, **attached([{"Ref": "Somebody"}])}, DENIED),
    ("attached to another name", {}, {**SOMEBODY, **attached(["somebody"])}, DENIED),
    ("attached by parameter", {}, attached([{"Ref": "Name"}]), UNKNOWN),
    ("attached by list parameter", {}, attached({"Ref": "Names"}), UNKNOWN),
    ("attached under a condition", {}, attached([{"Ref": "Role"}], Condition="IsA"), UNKNOWN),
    (
        "nested stack",
        {},
        {
            "S": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"Parameters": {"R": {"Ref": "Role"}}},
            }
        },
        UNKNOWN,
    ),
    (
        "custom resource",
        {},
        {"S": {"Type": "Custom::X", "Properties": {"R": {"Fn::GetAtt": "Role.Arn"}}}},
        UNKNOWN,
    ),
    ("stack without the role", {}, {"S": {"Type": "AWS::CloudFormation::Stack"}}, DENIED),
    ("module", {}, {"M": {"Type": "My::Own::Thing::MODULE"}}, UNKNOWN),
    ("connector", {}, {"C": {"Type": "AWS::Serverless::Connector"}}, UNKNOWN),
]


def made(role: dict[str, Tree], others: dict[str, Tree]) -> Template:
    resources: dict[str, Any] = {
        "Jobs": {"Type": "AWS::SQS::Queue"},
        "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        "Fn": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Role": {"Fn::GetAtt": ["Role", "Arn"]}},
        },
    }
    return template(Conditions=CONDITIONS, Resources={**resources, **others})


def answer(made: Template, **conditions: bool) -> Answer:
    ((_, role),) = roles_of(made.resources["Fn"])
    assert role is not None
    target = Target(made.resources["Jobs"])
    return role.answer("sqs:SendMessage", target, frozenset(conditions.items()))


@pytest.mark.parametrize(
    ("role", "others", "expected"), [row[1:] for row in ROLES], ids=[row[0] for row in ROLES]
)
def test_role(role: dict[str, Tree], others: dict[str, Tree], expected: Answer) -> None:
    assert answer(made(role, others)) is expected


SAM_ROLES: list[tuple[str, dict[str, Tree], Answer]] = [
    ("nothing", {}, DENIED),
    ("managed name", {"Policies": "AmazonSQSFullAccess"}, ALLOWED),
    ("managed name of a service role", {"Policies": ["AWSLambdaBasicExecutionRole"]}, DENIED),
    ("unknown name", {"Policies": ["MyOwn"]}, UNKNOWN),
    ("document", {"Policies": document(statement())}, ALLOWED),
    ("document of another action", {"Policies": [document(statement("s3:*"))]}, DENIED),
    (
        "template",
        {
            "Policies": [
                {"SQSSendMessagePolicy": {"QueueName": {"Fn::GetAtt": ["Jobs", "QueueName"]}}}
            ]
        },
        ALLOWED,
    ),
    (
        "template for another action",
        {"Policies": [{"SQSPollerPolicy": {"QueueName": "x"}}]},
        DENIED,
    ),
    ("template of another service", {"Policies": [{"S3ReadPolicy": {"BucketName": "x"}}]}, DENIED),
    ("template that is not known", {"Policies": [{"NewPolicy": {}}]}, UNKNOWN),
    (
        "template under a condition",
        {
            "Policies": [
                {"Fn::If": ["IsA", {"S3ReadPolicy": {"BucketName": "x"}}, {"Ref": "AWS::NoValue"}]}
            ]
        },
        DENIED,
    ),
    ("parameter", {"Policies": [{"Ref": "Arn"}]}, UNKNOWN),
    ("boundary", {"PermissionsBoundary": "x"}, UNKNOWN),
    ("queue as event", {"Events": {"E": {"Type": "SQS"}}}, DENIED),
    ("dead letters of SAM", {"DeadLetterQueue": {"Type": "SQS", "TargetArn": OWN}}, UNKNOWN),
    ("malformed", {"Policies": [[1], None, {}], "Events": 1}, UNKNOWN),
]


@pytest.mark.parametrize(
    ("properties", "expected"), [row[1:] for row in SAM_ROLES], ids=[row[0] for row in SAM_ROLES]
)
def test_role_that_sam_makes(properties: dict[str, Tree], expected: Answer) -> None:
    resources = {
        "Jobs": {"Type": "AWS::SQS::Queue"},
        "Fn": {"Type": "AWS::Serverless::Function", "Properties": properties},
    }
    assert answer(template(Transform=SAM, Conditions=CONDITIONS, Resources=resources)) is expected


def test_policies_of_conditions_that_exclude_each_other() -> None:
    policies = {"Fn::If": ["IsA", inline(statement())["Policies"], {"Ref": "AWS::NoValue"}]}
    shown = made({"Policies": policies}, {})
    assert answer(shown) is UNKNOWN
    assert answer(shown, IsA=True) is ALLOWED
    assert answer(shown, IsA=False) is DENIED
    assert answer(shown, IsB=True) is DENIED


def test_sam_makes_no_role_where_a_branch_leaves_it_out() -> None:
    role = {"Fn::If": ["IsA", {"Ref": "RoleArn"}, {"Ref": "AWS::NoValue"}]}
    fn = {"Type": "AWS::Serverless::Function", "Properties": {"Role": role}}
    shown = template(Transform=SAM, Conditions=CONDITIONS, Resources={"Fn": fn})
    assert [found for _, found in roles_of(shown.resources["Fn"])] == [None, None]


@pytest.mark.parametrize(
    "value",
    [{"Ref": "RoleArn"}, {"Fn::ImportValue": "r"}, {"Fn::GetAtt": ["Fn", "Arn"]}, "arn:x", 5],
    ids=["parameter", "import", "no role", "literal", "number"],
)
def test_role_of_elsewhere_is_none(value: Tree) -> None:
    fn = {"Type": "AWS::Lambda::Function", "Properties": {"Role": value}}
    shown = template(Resources={"Fn": fn})
    assert [role for _, role in roles_of(shown.resources["Fn"])] == [None]

"""Calls in code laid beside the role of their function."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.calls import RefusedCall
from auditor.aws.iam.grant import grant
from auditor.aws.iam.matching import action_matches, matches
from auditor.aws.iam.target import CALLED, Part, Target
from auditor.model.finding import Confidence
from auditor.model.tree import Tree
from auditor.template.names import Hole
from auditor.template.template import Template
from tests.template.helpers import template

ALLOWED, DENIED, UNKNOWN = Answer.ALLOWED, Answer.DENIED, Answer.UNKNOWN
RESOURCES: dict[str, Tree] = {
    "Orders": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
    "Carts": {"Type": "AWS::DynamoDB::Table"},
    "Files": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "files"}},
    "Other": {"Type": "AWS::S3::Bucket"},
    "Jobs": {"Type": "AWS::SQS::Queue"},
    "News": {"Type": "AWS::SNS::Topic"},
    "Machine": {"Type": "AWS::Serverless::StateMachine"},
    "Worker": {"Type": "AWS::Lambda::Function"},
    "Password": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "password"}},
    "Setting": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/shop/setting"}},
    "Plain": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "plain"}},
    "Open": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Ref": "Name"}}},
    "Passed": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "passed"}},
    "Pathed": {"Type": "AWS::IAM::Role", "Properties": {"Path": "/service/"}},
}
PARAMETERS: dict[str, Tree] = {"Name": {"Type": "String"}}
STAR = "*"


def att(logical_id: str, attribute: str = "Arn") -> Tree:
    return {"Fn::GetAtt": [logical_id, attribute]}


def sub(text: str) -> Tree:
    return {"Fn::Sub": text}


def here(service: str, last: str) -> Tree:
    return sub(f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{last}")


def allow(action: Tree, resource: Tree = STAR, **more: Tree) -> dict[str, Tree]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def function(code: str, env: dict[str, Tree], runtime: str = "python3.12") -> Tree:
    properties: dict[str, Tree] = {
        "Handler": "index.handler",
        "Runtime": runtime,
        "Role": att("Role"),
        "Code": {"ZipFile": code},
        "Environment": {"Variables": env},
    }
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def role(*statements: Tree, **more: Tree) -> Tree:
    policy = {"PolicyName": "own", "PolicyDocument": {"Statement": list(statements)}}
    return {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy]}, **more}


def made(code: str, *statements: Tree, env: dict[str, Tree] | None = None, **more: Any) -> Template:
    lines = ["import os, boto3", "def handler(event, context):", f"    {code}"]
    own = {"Role": role(*statements), "Fn": function("\n".join(lines), env or {})}
    return template(Parameters=PARAMETERS, Resources={**RESOURCES, **own, **more})


def refused(found: Template) -> list[tuple[str, str | None]]:
    return [(call.need.action, call.place) for call in RefusedCall.find(found)]


TABLE = "boto3.resource('dynamodb').Table(os.environ['T'])"
S3 = "boto3.client('s3')"
SQS = "boto3.client('sqs').send_message(QueueUrl=os.environ['T'], MessageBody='x')"
QUERY = f"{TABLE}.query(IndexName='ByDay')"
SECRET = "boto3.client('secretsmanager').get_secret_value(SecretId='password')"
TARGETS = "boto3.client('events').put_targets(Rule='r', Targets=[{'RoleArn': os.environ['T']}])"
INVOKE = "boto3.client('lambda').invoke(FunctionName=os.environ['T'])"
EVENTS = allow("events:PutTargets")
LOGS = allow("logs:*")
PUT = ("dynamodb:PutItem", "Orders")
CASES: list[tuple[str, str, Tree, list[Tree], list[tuple[str, str | None]]]] = [
    ("nothing", f"{TABLE}.put_item(Item={{}})", {"Ref": "Orders"}, [], [PUT]),
    ("by name", f"{TABLE}.put_item(Item={{}})", "orders", [LOGS], [PUT]),
    ("by attribute", f"{TABLE}.put_item(Item={{}})", att("Orders"), [LOGS], [PUT]),
    ("in a string", f"{TABLE}.put_item(Item={{}})", sub("${Orders}"), [LOGS], [PUT]),
    (
        "of another type",
        f"{TABLE}.put_item(Item={{}})",
        {"Ref": "Files"},
        [LOGS],
        [("dynamodb:PutItem", None)],
    ),
    ("allowed", f"{TABLE}.put_item(Item={{}})", "orders", [allow("dynamodb:*", att("Orders"))], []),
    ("not known what", f"{TABLE}.put_item()", {"Ref": "Name"}, [allow(PUT[0], att("Carts"))], []),
    ("another one", f"{TABLE}.put_item()", "orders", [allow(PUT[0], att("Carts"))], [PUT]),
    (
        "index",
        QUERY,
        "orders",
        [allow("dynamodb:Query", att("Orders"))],
        [("dynamodb:Query", "the index ByDay of Orders")],
    ),
    ("all indexes", QUERY, "orders", [allow("dynamodb:Query", sub("${Orders.Arn}/index/*"))], []),
    ("all below", QUERY, "orders", [allow("dynamodb:Query", sub("${Orders.Arn}*"))], []),
    (
        "another index",
        QUERY,
        "orders",
        [allow("dynamodb:Query", sub("${Orders.Arn}/index/ByYear"))],
        [("dynamodb:Query", "the index ByDay of Orders")],
    ),
    (
        "table with what is not known",
        f"{TABLE}.query(**event)",
        "orders",
        [allow("dynamodb:Query", sub("${Orders.Arn}/index/*"))],
        [],
    ),
    (
        "table without an index",
        f"{TABLE}.query()",
        "orders",
        [allow("dynamodb:Query", sub("${Orders.Arn}/index/*"))],
        [("dynamodb:Query", "Orders")],
    ),
    (
        "object",
        f"{S3}.get_object(Bucket=os.environ['T'], Key='k')",
        {"Ref": "Files"},
        [allow("s3:GetObject", ["arn:aws:s3:::files", sub("arn:aws:s3:::${Other}/*")])],
        [("s3:GetObject", "objects of Files")],
    ),
    (
        "bucket of objects",
        f"{S3}.list_objects_v2(Bucket=os.environ['T'])",
        {"Ref": "Other"},
        [allow("s3:*", sub("arn:aws:s3:::${Other}/*"))],
        [("s3:ListBucket", "Other")],
    ),
    (
        "object by a pattern",
        f"{S3}.get_object(Bucket=os.environ['T'], Key='in/k')",
        {"Ref": "Files"},
        [allow("s3:GetObject", "arn:aws:s3:::files/in/*")],
        [],
    ),
    (
        "object by another pattern",
        f"{S3}.get_object(Bucket=os.environ['T'], Key='out/' + event['key'])",
        {"Ref": "Files"},
        [allow("s3:GetObject", "arn:aws:s3:::files/in/*")],
        [("s3:GetObject", "objects of Files")],
    ),
    (
        "object by a key that is not known",
        f"{S3}.get_object(Bucket=os.environ['T'], Key=event['key'])",
        {"Ref": "Files"},
        [allow("s3:GetObject", "arn:aws:s3:::files/in/*")],
        [],
    ),
    (
        "version of an object",
        f"{S3}.get_object(Bucket=os.environ['T'], Key='k', VersionId='1')",
        {"Ref": "Files"},
        [],
        [],
    ),
    ("URL", SQS, {"Ref": "Jobs"}, [LOGS], [("sqs:SendMessage", "Jobs")]),
    ("no URL", SQS, att("Jobs"), [LOGS], [("sqs:SendMessage", None)]),
    (
        "function with a qualifier",
        INVOKE,
        {"Ref": "Worker"},
        [allow("lambda:InvokeFunction", sub("${Worker.Arn}:*"))],
        [("lambda:InvokeFunction", "Worker")],
    ),
    (
        "secret without the letters",
        SECRET,
        "",
        [allow("secretsmanager:*", here("secretsmanager", "secret:password"))],
        [("secretsmanager:GetSecretValue", "Password")],
    ),
    ("secret", SECRET, "", [allow("*", here("secretsmanager", "secret:password-??????"))], []),
    ("role", TARGETS, att("Passed"), [EVENTS], [("iam:PassRole", "Passed")]),
    ("role of elsewhere", TARGETS, {"Ref": "Name"}, [EVENTS], [("iam:PassRole", None)]),
    (
        "another role",
        TARGETS,
        att("Passed"),
        [EVENTS, allow("iam:PassRole", att("Pathed"))],
        [("iam:PassRole", "Passed")],
    ),
    (
        "role by name",
        TARGETS,
        att("Passed"),
        [EVENTS, allow("iam:*", "arn:aws:iam::*:role/p*")],
        [],
    ),
    (
        "role of a service",
        TARGETS,
        att("Passed"),
        [EVENTS, allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "x"}})],
        [],
    ),
    ("no role", "boto3.client('events').put_targets(Rule='r', Targets=[{}])", "", [EVENTS], []),
    ("empty role", TARGETS.replace("os.environ['T']", "''"), "", [EVENTS], []),
    ("on all", "boto3.client('ec2').describe_vpcs()", "", [], [("ec2:DescribeVpcs", None)]),
    (
        "on an ARN",
        "boto3.client('ec2').describe_vpcs()",
        "",
        [allow("ec2:*", here("ec2", "vpc/vpc-1"))],
        [("ec2:DescribeVpcs", None)],
    ),
    (
        "on a pattern",
        "boto3.client('ec2').describe_vpcs()",
        "",
        [allow("ec2:*", here("ec2", "vpc/*"))],
        [],
    ),
    ("no permission", "boto3.client('sts').get_caller_identity()", "", [], []),
    ("unknown operation", "boto3.client('s3').do_what_is_right()", "", [], []),
    ("unknown service", "boto3.client('nonsense').put_item()", "", [], []),
    ("key", "boto3.client('kms').decrypt(CiphertextBlob=b'')", "", [], []),
    (
        "deny alone",
        SQS,
        {"Ref": "Jobs"},
        [{**LOGS, "Effect": "Deny"}],
        [("sqs:SendMessage", "Jobs")],
    ),
    ("NotAction", SQS, {"Ref": "Jobs"}, [{"Effect": "Allow", "NotAction": "x"}], []),
    ("NotResource", SQS, "", [{"Effect": "Allow", "Action": "*", "NotResource": "x"}], []),
    ("unreadable", SQS, {"Ref": "Jobs"}, [{"Ref": "Name"}], []),
]


@pytest.mark.parametrize(
    ("code", "value", "statements", "expected"),
    [row[1:] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_what_is_refused(
    code: str, value: Tree, statements: list[Tree], expected: list[tuple[str, str | None]]
) -> None:
    assert refused(made(code, *statements, env={"T": value})) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [row[1::3] for row in CASES],
    ids=[row[0] for row in CASES],
)
def test_nothing_is_refused_where_all_is_allowed(code: str, expected: Any) -> None:
    assert expected is not None
    assert refused(made(code, allow("*"), env={"T": "x"})) == []


SILENT: list[tuple[str, dict[str, Tree]]] = [
    (
        "connector",
        {"C": {"Type": "AWS::Serverless::Connector", "Properties": {}}},
    ),
    ("module", {"M": {"Type": "My::Own::Thing::MODULE"}}),
    (
        "custom resource that is given the role",
        {"C": {"Type": "Custom::X", "Properties": {"Role": {"Ref": "Role"}}}},
    ),
    (
        "policy of the queue",
        {
            "P": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {
                    "Queues": [{"Ref": "Jobs"}],
                    "PolicyDocument": {"Statement": [{**allow("sqs:*"), "Principal": "*"}]},
                },
            }
        },
    ),
    (
        "attached policy",
        {
            "P": {
                "Type": "AWS::IAM::Policy",
                "Properties": {
                    "Roles": [{"Ref": "Role"}],
                    "PolicyDocument": {"Statement": [allow("sqs:*", att("Jobs"))]},
                },
            }
        },
    ),
]


@pytest.mark.parametrize("more", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent_where_something_else_may_allow_it(more: dict[str, Tree]) -> None:
    env: dict[str, Tree] = {"T": {"Ref": "Jobs"}}
    assert refused(made(SQS, LOGS, env=env)) == [("sqs:SendMessage", "Jobs")]
    assert refused(made(SQS, LOGS, env=env, **more)) == []


def test_policy_of_another_service_does_not_count() -> None:
    topic_policy = {
        "Type": "AWS::SNS::TopicPolicy",
        "Properties": {
            "Topics": ["arn:aws:sns:eu-west-1:123456789012:x"],
            "PolicyDocument": {"Statement": [{**allow("sns:*"), "Principal": "*"}]},
        },
    }
    found = made(SQS, LOGS, env={"T": {"Ref": "Jobs"}}, Policy=topic_policy)
    assert refused(found) == [("sqs:SendMessage", "Jobs")]


CERTAINTY = [
    ("plain", SQS, {"Ref": "Jobs"}, Confidence.HIGH, True),
    ("below a condition", f"if event: {SQS}", {"Ref": "Jobs"}, Confidence.HIGH, False),
    ("on what is not known", SQS, {"Ref": "Name"}, Confidence.MEDIUM, False),
    (
        "without policies of resources",
        "boto3.client('stepfunctions').start_execution(stateMachineArn=event)",
        "",
        Confidence.HIGH,
        True,
    ),
]


@pytest.mark.parametrize(
    ("code", "value", "confidence", "is_certain"),
    [row[1:] for row in CERTAINTY],
    ids=[str(row[0]) for row in CERTAINTY],
)
def test_certainty(code: str, value: Tree, confidence: Confidence, is_certain: bool) -> None:
    (found,) = RefusedCall.find(made(code, LOGS, env={"T": value}))
    assert (found.confidence, found.is_certain) == (confidence, is_certain)


def test_only_the_first_of_equal_calls() -> None:
    again = f"{SQS}; {SQS}; {SQS.replace('send_message', 'delete_message')}"
    found = made(again, LOGS, env={"T": {"Ref": "Jobs"}})
    assert refused(found) == [("sqs:SendMessage", "Jobs"), ("sqs:DeleteMessage", "Jobs")]
    first, second = RefusedCall.find(found)
    assert first.span.start < second.span.start


def called(logical_id: str, part: Part | None = None) -> Target:
    found = template(Parameters=PARAMETERS, Resources=RESOURCES)
    resource = found.resources[logical_id]
    kind = CALLED[resource.type]
    return Target(resource, kind) if part is None else Target(resource, kind, part)


OBJECTS = Part(("/", Hole("key")), "/*")
INDEX = Part(tuple("/index/ByDay"), "/index/ByDay")
PATTERNS: list[tuple[str, Tree, Target, Answer]] = [
    ("table", att("Orders"), called("Orders"), ALLOWED),
    ("stream of the table", att("Orders", "StreamArn"), called("Orders"), DENIED),
    ("index of the table", sub("${Orders.Arn}/index/*"), called("Orders"), DENIED),
    ("table for its index", att("Orders"), called("Orders", INDEX), DENIED),
    ("index", sub("${Orders.Arn}/index/ByDay"), called("Orders", INDEX), ALLOWED),
    ("index by spelling", here("dynamodb", "table/orders/*"), called("Orders", INDEX), ALLOWED),
    ("index of another", sub("${Carts.Arn}/index/*"), called("Orders", INDEX), DENIED),
    ("beginning of an ARN", sub("${Carts.Arn}*"), called("Orders"), UNKNOWN),
    ("bucket for its objects", att("Files"), called("Files", OBJECTS), DENIED),
    ("bucket by spelling", "arn:aws:s3:::files", called("Files", OBJECTS), DENIED),
    ("bucket by reference", sub("arn:aws:s3:::${Other}"), called("Other", OBJECTS), DENIED),
    ("objects", sub("${Files.Arn}/*"), called("Files", OBJECTS), ALLOWED),
    ("objects for the bucket", sub("${Files.Arn}/*"), called("Files"), DENIED),
    ("some objects", sub("${Files.Arn}/in/*"), called("Files", OBJECTS), UNKNOWN),
    ("objects of another", sub("arn:aws:s3:::${Other}/*"), called("Files", OBJECTS), DENIED),
    ("objects by a parameter", sub("arn:aws:s3:::${Name}/*"), called("Other", OBJECTS), UNKNOWN),
    ("topic", {"Ref": "News"}, called("News"), ALLOWED),
    ("machine", {"Ref": "Machine"}, called("Machine"), ALLOWED),
    ("machine for the topic", {"Ref": "Machine"}, called("News"), DENIED),
    ("parameter with a slash", here("ssm", "parameter/shop/*"), called("Setting"), ALLOWED),
    ("parameter", here("ssm", "parameter/plain"), called("Plain"), ALLOWED),
    ("another parameter", here("ssm", "parameter/shop/*"), called("Plain"), DENIED),
    ("parameter of any name", here("ssm", "parameter/shop/*"), called("Open"), UNKNOWN),
    (
        "role",
        sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/p*"),
        called("Passed"),
        ALLOWED,
    ),
    ("role with a path", "arn:aws:iam::123456789012:role/x", called("Pathed"), UNKNOWN),
    ("another role", att("Passed"), called("Pathed"), DENIED),
]


@pytest.mark.parametrize(
    ("value", "target", "expected"), [row[1:] for row in PATTERNS], ids=[row[0] for row in PATTERNS]
)
def test_patterns(value: Tree, target: Target, expected: Answer) -> None:
    name = target.template.name(value)
    assert name is not None
    assert matches(name, target) is expected


@given(st.text("arn:*?s3/files-abk", max_size=30), st.text("abk/", max_size=6))
def test_a_pattern_that_matches_an_object_is_never_denied(pattern: str, key: str) -> None:
    if action_matches(pattern, f"arn:aws:s3:::files/{key}"):
        assert matches(tuple(pattern), called("Files", OBJECTS)) is not DENIED


EXPRESSIONS: list[tuple[str, Target, Tree]] = [
    ("table", called("Orders"), att("Orders")),
    ("index", called("Orders", INDEX), sub("${Orders.Arn}/index/ByDay")),
    ("objects", called("Files", OBJECTS), sub("${Files.Arn}/*")),
    ("topic", called("News"), {"Ref": "News"}),
    ("parameter with a slash", called("Setting"), here("ssm", "parameter${Setting}")),
    ("parameter", called("Plain"), here("ssm", "parameter/${Plain}")),
    ("not known which", called("Worker", Part((Hole("qualifier"),), None)), None),
]


@pytest.mark.parametrize(
    ("target", "expected"), [row[1:] for row in EXPRESSIONS], ids=[row[0] for row in EXPRESSIONS]
)
def test_expressions(target: Target, expected: Tree) -> None:
    assert target.expression == expected


@pytest.mark.parametrize("row", CASES, ids=[row[0] for row in CASES])
def test_what_is_granted_is_allowed(row: tuple[str, str, Tree, list[Tree], Any]) -> None:
    _, code, value, statements, _ = row
    for call in RefusedCall.find(made(code, *statements, env={"T": value})):
        edit = grant(call.role, (call.need.action,), call.need.target, call.name)
        if call.need.target is None:
            continue
        assert edit is not None
        assert call.need.target.expression is not None
        added = allow(call.need.action, call.need.target.expression)
        left = refused(made(code, *statements, added, env={"T": value}))
        assert (call.need.action, call.place) not in left

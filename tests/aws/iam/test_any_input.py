"""Whatever stands in a template: an answer, never an exception."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.grant import grant
from auditor.aws.iam.invocation import may_invoke, permit
from auditor.aws.iam.triggers import Trigger
from auditor.aws.iam.uses import ReadUse, SendUse
from auditor.aws.iam.written import PolicyStatement
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.template import Template
from tests.template.helpers import SAM

URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations"


def att(logical_id: str, attribute: str = "Arn") -> Tree:
    return {"Fn::GetAtt": [logical_id, attribute]}


def resource(type_: str, **properties: Tree) -> Tree:
    return {"Type": type_, "Properties": properties}


STATEMENT = {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["*", att("Jobs")]}
DOCUMENT = {"Statement": [STATEMENT]}
RESOURCES: dict[str, Any] = {
    "Jobs": resource("AWS::SQS::Queue", QueueName={"Fn::Sub": "a-${AWS::Region}"}),
    "Table": resource("AWS::DynamoDB::Table", StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
    "Topic": resource(
        "AWS::SNS::Topic", Subscription=[{"Protocol": "lambda", "Endpoint": att("Fn")}]
    ),
    "Role": resource(
        "AWS::IAM::Role",
        Policies=[{"PolicyDocument": DOCUMENT}],
        ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3FullAccess"],
    ),
    "Attached": resource("AWS::IAM::Policy", Roles=[{"Ref": "Role"}], PolicyDocument=DOCUMENT),
    "OfQueue": resource("AWS::SQS::QueuePolicy", Queues=[{"Ref": "Jobs"}], PolicyDocument=DOCUMENT),
    "Fn": resource(
        "AWS::Lambda::Function", Role=att("Role"), DeadLetterConfig={"TargetArn": att("Jobs")}
    ),
    "Sam": resource(
        "AWS::Serverless::Function",
        Policies=["AmazonS3ReadOnlyAccess", DOCUMENT, {"S3ReadPolicy": {"BucketName": "x"}}],
        Events={"E": {"Type": "SQS", "Properties": {"Queue": att("Jobs")}}},
    ),
    "Owned": resource(
        "AWS::Serverless::Function",
        Role=att("Role"),
        EventInvokeConfig={"DestinationConfig": {"OnFailure": {"Destination": att("Jobs")}}},
        Events={"E": {"Type": "SQS", "Properties": {"Queue": att("Jobs")}}},
    ),
    "Reads": resource(
        "AWS::Lambda::EventSourceMapping",
        FunctionName={"Ref": "Sam"},
        EventSourceArn=att("Table", "StreamArn"),
    ),
    "Rule": resource("AWS::Events::Rule", Targets=[{"Id": "x", "Arn": att("Fn")}]),
    "Bucket": resource(
        "AWS::S3::Bucket",
        BucketName="b",
        NotificationConfiguration={"LambdaConfigurations": [{"Function": att("Fn")}]},
    ),
    "Filter": resource("AWS::Logs::SubscriptionFilter", LogGroupName="x", DestinationArn=att("Fn")),
    "Method": resource(
        "AWS::ApiGateway::Method",
        RestApiId={"Ref": "Api"},
        Integration={"Type": "AWS_PROXY", "Uri": {"Fn::Sub": URI}},
    ),
    "Api": resource("AWS::ApiGateway::RestApi"),
    "Allow": resource("AWS::Lambda::Permission", FunctionName={"Ref": "Sam"}, Principal="s3.x"),
}
JUNK: list[Tree] = [
    None, True, 0, 1.5, "", "*", "arn:", [], {}, [[]], {"": None}, {"Ref": []}, {"Ref": "Role"},
    {"Fn::GetAtt": []}, {"Fn::Sub": ["${x", {}]}, {"Fn::If": ["A", {"Ref": "Jobs"}, []]},
    {"Fn::Transform": {}}, {"Fn::If": []}, {"Ref": "AWS::NoValue"}, [{"Ref": "AWS::NoValue"}],
]  # fmt: skip


def places(tree: Tree, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries: list[tuple[Any, Tree]] = []
    if isinstance(tree, dict):
        entries = list(tree.items())
    elif isinstance(tree, list):
        entries = list(enumerate(tree))
    return [path, *(found for key, value in entries for found in places(value, (*path, key)))]


PLACES = [path for path in places(RESOURCES) if len(path) > 1]


def judge(tree: dict[str, Tree]) -> list[Answer]:
    shown = Template({"Transform": SAM, "Resources": tree}, Settings())
    answers: list[Answer] = []
    for trigger in Trigger.find(shown):
        answers.append(may_invoke(trigger))
        permit(trigger)
    for use in (*SendUse.find(shown), *ReadUse.find(shown)):
        answers.append(use.answer("sqs:SendMessage"))
        grant(use.role, ("sqs:SendMessage",), use.target, "Send")
    return answers


def test_the_template_has_every_kind_of_use() -> None:
    assert judge(RESOURCES).count(Answer.DENIED) == 6
    assert judge(RESOURCES).count(Answer.UNKNOWN) == 3


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(JUNK)), min_size=1, max_size=3))
def test_junk_anywhere_gives_answers(changes: list[tuple[tuple[Any, ...], Tree]]) -> None:
    tree = copy.deepcopy(RESOURCES)
    for path, junk in changes:
        here: Any = tree
        try:
            for step in path[:-1]:
                here = here[step]
            if path[-1] in here or isinstance(here, list):
                here[path[-1]] = copy.deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue
    assert set(judge(tree)) <= set(Answer)
    for statement in PolicyStatement.find(Template({"Resources": tree}, Settings())):
        services = statement.action_services | statement.resource_services
        assert all(service is None or isinstance(service, str) for service in services)

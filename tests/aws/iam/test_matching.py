"""Patterns of policies laid beside actions and resources."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.matching import action_matches, matches
from auditor.aws.iam.target import Target
from auditor.model.tree import Tree
from tests.template.helpers import template

ALLOWED, DENIED, UNKNOWN = Answer.ALLOWED, Answer.DENIED, Answer.UNKNOWN
TEMPLATE = template(
    Parameters={
        "Name": {"Type": "String", "Default": "jobs"},
        "Team": {"Type": "String", "AllowedValues": ["shop"]},
    },
    Resources={
        "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "shop-jobs"}},
        "Other": {"Type": "AWS::SQS::Queue"},
        "Unnamed": {"Type": "AWS::SQS::Queue"},
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Alarms": {"Type": "AWS::SNS::Topic"},
        "Clicks": {"Type": "AWS::Kinesis::Stream"},
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
        "Fn": {"Type": "AWS::Lambda::Function"},
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
        "Stack": {"Type": "AWS::CloudFormation::Stack"},
        "Made": {"Type": "Custom::Queue"},
        "Value": {"Type": "AWS::SSM::Parameter"},
    },
)


def att(logical_id: str, attribute: str = "Arn") -> Tree:
    return {"Fn::GetAtt": [logical_id, attribute]}


def here(service: str, last: str) -> Tree:
    return {
        "Fn::Sub": f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{last}"
    }


ACTIONS = [
    ("sqs:SendMessage", "sqs:SendMessage", True),
    ("SQS:sendmessage", "sqs:SendMessage", True),
    ("*", "sqs:SendMessage", True),
    ("sqs:*", "sqs:SendMessage", True),
    ("sqs:Send*", "sqs:SendMessage", True),
    ("sqs:*Message", "sqs:SendMessage", True),
    ("s?s:SendMessag?", "sqs:SendMessage", True),
    ("sqs:SendMessageBatch", "sqs:SendMessage", False),
    ("sqs:Send", "sqs:SendMessage", False),
    ("sns:*", "sqs:SendMessage", False),
    ("", "sqs:SendMessage", False),
]

RESOURCES: list[tuple[str, Tree, str, Answer]] = [
    ("star", "*", "Jobs", ALLOWED),
    ("own ARN", att("Jobs"), "Jobs", ALLOWED),
    ("own ARN in a string", {"Fn::Sub": "${Jobs.Arn}"}, "Jobs", ALLOWED),
    ("ARN of another queue", att("Other"), "Jobs", DENIED),
    ("ARN of another type", att("Topic", "TopicArn"), "Jobs", DENIED),
    ("output of a stack", att("Stack", "Outputs.Arn"), "Jobs", UNKNOWN),
    ("attribute of a custom resource", att("Made"), "Jobs", UNKNOWN),
    ("value of a parameter", att("Value", "Value"), "Jobs", UNKNOWN),
    ("URL of the queue", {"Ref": "Jobs"}, "Jobs", UNKNOWN),
    ("import", {"Fn::ImportValue": "queue"}, "Jobs", UNKNOWN),
    ("parameter", {"Ref": "Name"}, "Jobs", UNKNOWN),
    ("spelled with the name", here("sqs", "shop-jobs"), "Jobs", ALLOWED),
    ("spelled with the attribute", here("sqs", "${Jobs.QueueName}"), "Jobs", ALLOWED),
    ("spelled with a certain parameter", here("sqs", "${Team}-jobs"), "Jobs", ALLOWED),
    ("spelled with a parameter", here("sqs", "${Name}"), "Jobs", UNKNOWN),
    ("spelled with a beginning", here("sqs", "shop-*"), "Jobs", ALLOWED),
    ("another beginning", here("sqs", "team-*"), "Jobs", DENIED),
    ("another end", here("sqs", "*-tasks"), "Jobs", DENIED),
    ("another name", here("sqs", "shop-job"), "Jobs", DENIED),
    ("another name in a Region", "arn:aws:sqs:eu-west-1:123456789012:tasks", "Jobs", DENIED),
    ("the name in a Region", "arn:aws:sqs:eu-west-1:123456789012:shop-jobs", "Jobs", UNKNOWN),
    ("a name for a queue without one", here("sqs", "jobs"), "Unnamed", UNKNOWN),
    ("another queue by attribute", here("sqs", "${Other.QueueName}"), "Unnamed", DENIED),
    ("another service", here("sns", "*"), "Jobs", DENIED),
    ("star for the service", "arn:aws:*:*:*:shop-jobs", "Jobs", UNKNOWN),
    ("all of a Region", "arn:aws:sqs:*:*:*", "Jobs", UNKNOWN),
    ("open beginning", {"Fn::Sub": "${Name}:shop-jobs"}, "Jobs", UNKNOWN),
    ("open middle", {"Fn::Sub": "arn:aws:${Name}:a"}, "Jobs", UNKNOWN),
    ("no ARN", "jobs", "Jobs", DENIED),
    ("topic", {"Ref": "Topic"}, "Topic", ALLOWED),
    ("topic by attribute", att("Topic", "TopicArn"), "Topic", ALLOWED),
    ("topic by name", here("sns", "${Topic.TopicName}"), "Topic", ALLOWED),
    ("another topic", {"Ref": "Alarms"}, "Topic", DENIED),
    ("stream", att("Clicks"), "Clicks", ALLOWED),
    ("stream by name", here("kinesis", "stream/${Clicks}"), "Clicks", ALLOWED),
    ("all streams", here("kinesis", "stream/*"), "Clicks", ALLOWED),
    ("consumers of streams", here("kinesis", "consumer/*"), "Clicks", DENIED),
    ("table stream", att("Table", "StreamArn"), "Table", ALLOWED),
    ("streams of the table", {"Fn::Sub": "${Table.Arn}/stream/*"}, "Table", ALLOWED),
    ("all below the table", {"Fn::Join": ["/", [att("Table"), "*"]]}, "Table", ALLOWED),
    ("the table itself", att("Table"), "Table", DENIED),
    ("indexes of the table", {"Fn::Sub": "${Table.Arn}/index/*"}, "Table", DENIED),
    ("open behind the table", {"Fn::Sub": "${Table.Arn}/${Name}"}, "Table", UNKNOWN),
    ("table by name", here("dynamodb", "table/orders"), "Table", DENIED),
    ("streams by name", here("dynamodb", "table/orders/stream/*"), "Table", ALLOWED),
    ("streams of another table", here("dynamodb", "table/carts/stream/*"), "Table", DENIED),
    ("function", att("Fn"), "Fn", ALLOWED),
    ("function by name", here("lambda", "function:${Fn}"), "Fn", ALLOWED),
    ("bus", here("events", "event-bus/bus"), "Bus", ALLOWED),
    ("default bus", here("events", "event-bus/default"), "Bus", DENIED),
]


@pytest.mark.parametrize(("pattern", "action", "expected"), ACTIONS)
def test_actions(pattern: str, action: str, expected: bool) -> None:
    assert action_matches(pattern, action) is expected


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [row[1:] for row in RESOURCES],
    ids=[f"{target}: {label}" for label, _, target, _ in RESOURCES],
)
def test_resources(value: Tree, target: str, expected: Answer) -> None:
    name = TEMPLATE.name(value)
    assert name is not None
    assert matches(name, Target(TEMPLATE.resources[target])) is expected


@given(st.text("ab*?:", max_size=12), st.text("ab:", max_size=12))
def test_wildcards_are_those_of_iam(pattern: str, action: str) -> None:
    expression = "".join({"*": ".*", "?": "."}.get(letter, letter) for letter in pattern)
    assert action_matches(pattern, action) is bool(re.fullmatch(expression, action))


@given(st.text("arn:*?sqs/$-jobsp", max_size=40))
def test_a_text_that_matches_a_spelled_arn_is_never_denied(pattern: str) -> None:
    own = "arn:aws:sqs:eu-west-1:123456789012:shop-jobs"
    if action_matches(pattern, own):
        assert matches(tuple(pattern), Target(TEMPLATE.resources["Jobs"])) is not DENIED


def test_many_wildcards_are_answered() -> None:
    assert not action_matches("a*" * 500 + "b", "a" * 2000)

"""What a variable's name says of the value that it should have."""

from __future__ import annotations

import pytest

from auditor.aws.lambda_.variables import may_be_set_elsewhere, value_for_variable
from auditor.model.tree import Tree
from auditor.template.template import Template
from tests.template.helpers import SAM, template

TABLE: Tree = {"Type": "AWS::DynamoDB::Table"}
QUEUE: Tree = {"Type": "AWS::SQS::Queue"}
BUCKET: Tree = {"Type": "AWS::S3::Bucket"}
TOPIC: Tree = {"Type": "AWS::SNS::Topic"}
STREAM: Tree = {"Type": "AWS::Kinesis::Stream"}
MACHINE: Tree = {"Type": "AWS::Serverless::StateMachine"}
NOTIFYING: Tree = {
    "Type": "AWS::S3::Bucket",
    "Properties": {
        "NotificationConfiguration": {
            "LambdaConfigurations": [
                {"Event": "s3:ObjectCreated:*", "Function": {"Fn::GetAtt": ["Fn", "Arn"]}}
            ]
        }
    },
}


def att(logical_id: str, attribute: str) -> Tree:
    return {"Fn::GetAtt": [logical_id, attribute]}


def ref(logical_id: str) -> Tree:
    return {"Ref": logical_id}


FOUND: list[tuple[str, dict[str, Tree], Tree]] = [
    ("TABLE", {"Orders": TABLE}, ref("Orders")),
    ("TABLE_NAME", {"Orders": TABLE}, ref("Orders")),
    ("table_name", {"Orders": TABLE}, ref("Orders")),
    ("TABLE_ARN", {"Orders": TABLE}, att("Orders", "Arn")),
    ("DYNAMODB_TABLE", {"Orders": TABLE}, ref("Orders")),
    ("DDB_TABLE_NAME", {"Orders": {"Type": "AWS::Serverless::SimpleTable"}}, ref("Orders")),
    ("ORDERS_TABLE", {"OrdersTable": TABLE, "UsersTable": TABLE}, ref("OrdersTable")),
    ("ORDERS_TABLE", {"Orders": TABLE, "Users": TABLE}, ref("Orders")),
    ("ORDERS_TABLE", {"OrdersTable": TABLE, "OrdersArchiveTable": TABLE}, ref("OrdersTable")),
    ("ORDERS_TABLE", {"ShopOrdersTable": TABLE, "Users": TABLE}, ref("ShopOrdersTable")),
    ("SNS_TOPIC_ARN", {"Alerts": TOPIC}, ref("Alerts")),
    ("TOPIC_NAME", {"Alerts": TOPIC}, att("Alerts", "TopicName")),
    ("QUEUE_URL", {"Jobs": QUEUE}, ref("Jobs")),
    ("QUEUE_ARN", {"Jobs": QUEUE}, att("Jobs", "Arn")),
    ("QUEUE_NAME", {"Jobs": QUEUE}, att("Jobs", "QueueName")),
    ("DEAD_LETTER_QUEUE_URL", {"Jobs": QUEUE, "DeadLetterQueue": QUEUE}, ref("DeadLetterQueue")),
    ("BUCKET", {"Uploads": BUCKET}, ref("Uploads")),
    ("S3_BUCKET_NAME", {"Uploads": BUCKET}, ref("Uploads")),
    ("STATE_MACHINE_ARN", {"Steps": MACHINE}, ref("Steps")),
    ("STATEMACHINE_ARN", {"Steps": MACHINE}, ref("Steps")),
    ("STREAM_NAME", {"Clicks": STREAM}, ref("Clicks")),
    ("EVENT_BUS_NAME", {"Bus": {"Type": "AWS::Events::EventBus"}}, ref("Bus")),
    ("USER_POOL_ID", {"Users": {"Type": "AWS::Cognito::UserPool"}}, ref("Users")),
    ("SECRET_ARN", {"Key": {"Type": "AWS::SecretsManager::Secret"}}, ref("Key")),
    ("AWS_ACCOUNT_ID", {}, ref("AWS::AccountId")),
    ("STACK_NAME", {}, ref("AWS::StackName")),
    ("BUCKET", {"Uploads": {**BUCKET, "Condition": "A"}}, ref("Uploads")),
]
NOT_FOUND: list[tuple[str, str, dict[str, Tree]]] = [
    ("no such word", "API_KEY", {"Orders": TABLE}),
    ("no resource", "TABLE_NAME", {"Jobs": QUEUE}),
    ("two resources", "TABLE_NAME", {"Orders": TABLE, "Users": TABLE}),
    ("another owner", "USERS_TABLE", {"OrdersTable": TABLE}),
    ("a part of a word", "USER_TABLE", {"SuperusersTable": TABLE}),
    ("owner of two", "ORDERS_TABLE", {"NewOrdersTable": TABLE, "OldOrdersTable": TABLE}),
    ("another end", "TABLE_STREAM_ARN", {"Orders": TABLE}),
    ("index of a table", "TABLE_INDEX", {"Orders": TABLE}),
    ("a URL or a name", "QUEUE", {"Jobs": QUEUE}),
    ("a name or an ARN", "SECRET_NAME", {"Key": {"Type": "AWS::SecretsManager::Secret"}}),
    ("a queue of jobs", "QUEUE_URL", {"A": QUEUE, "B": {"Type": "AWS::Batch::JobQueue"}}),
    (
        "streams of two kinds",
        "STREAM_NAME",
        {"A": STREAM, "B": {"Type": "AWS::KinesisFirehose::DeliveryStream"}},
    ),
    ("under another condition", "BUCKET", {"Uploads": {**BUCKET, "Condition": "B"}}),
    ("waits for the function", "BUCKET", {"Uploads": NOTIFYING}),
    ("depends on the function", "TABLE", {"Orders": {**TABLE, "DependsOn": "Fn"}}),
    ("sends it events", "BUCKET", {"Inbox": BUCKET}),
    ("a module may have more", "TABLE", {"Orders": TABLE, "M": {"Type": "My::Own::X::MODULE"}}),
    ("empty", "", {"Orders": TABLE}),
]
SPELLED: list[tuple[str, Tree, bool]] = [
    ("a text", "uploads", True),
    ("of parameters", {"Fn::Sub": "up-${Stage}-${AWS::AccountId}"}, True),
    ("of the function", {"Fn::Sub": "${Fn}-uploads"}, False),
    ("of no value", {"Ref": "AWS::NoValue"}, False),
    ("in branches", {"Fn::If": ["A", "uploads", {"Ref": "AWS::NoValue"}]}, False),
]
FUNCTION: Tree = {
    "Type": "AWS::Serverless::Function",
    "Condition": "A",
    "Properties": {
        "Events": {"New": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Inbox"}}}},
    },
}


def of(resources: dict[str, Tree], function: Tree = FUNCTION) -> Template:
    return template(Transform=SAM, Resources={**resources, "Fn": function})


@pytest.mark.parametrize(("name", "resources", "value"), FOUND, ids=[row[0] for row in FOUND])
def test_the_value_that_a_name_means(name: str, resources: dict[str, Tree], value: Tree) -> None:
    assert value_for_variable(of(resources).resources["Fn"], name) == value


@pytest.mark.parametrize(
    ("name", "resources"), [row[1:] for row in NOT_FOUND], ids=[row[0] for row in NOT_FOUND]
)
def test_names_that_settle_nothing(name: str, resources: dict[str, Tree]) -> None:
    assert value_for_variable(of(resources).resources["Fn"], name) is None


@pytest.mark.parametrize(
    ("given", "is_taken"), [row[1:] for row in SPELLED], ids=[row[0] for row in SPELLED]
)
def test_names_of_what_is_created_after_the_function(given: Tree, is_taken: bool) -> None:
    properties: dict[str, Tree] = {**NOTIFYING["Properties"], "BucketName": given}
    bucket: Tree = {"Type": "AWS::S3::Bucket", "Properties": properties}
    found = of({"Uploads": bucket}).resources["Fn"]
    assert value_for_variable(found, "BUCKET") == (given if is_taken else None)
    assert value_for_variable(found, "BUCKET_ARN") is None


ELSEWHERE: list[tuple[str, Tree, dict[str, Tree], bool]] = [
    ("nothing", {}, {}, False),
    ("own variables", {"Environment": {"Variables": {"A": "1"}}}, {}, False),
    (
        "a wrapper",
        {"Environment": {"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/w"}}},
        {},
        True,
    ),
    ("unreadable", {"Environment": {"Fn::Transform": {"Name": "X"}}}, {}, True),
    ("Greengrass", {}, {"G": {"Type": "AWS::GreengrassV2::ComponentVersion"}}, True),
]


@pytest.mark.parametrize(
    ("properties", "resources", "expected"),
    [row[1:] for row in ELSEWHERE],
    ids=[row[0] for row in ELSEWHERE],
)
def test_environments_from_elsewhere(
    properties: Tree, resources: dict[str, Tree], expected: bool
) -> None:
    function: Tree = {"Type": "AWS::Lambda::Function", "Properties": properties}
    assert may_be_set_elsewhere(of(resources, function).resources["Fn"]) is expected

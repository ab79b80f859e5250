"""What SDK calls need, against AWS's pages; the tables are whole.

The tables are made by `scripts/sdk_operations.py`, the same from the same sources: keys are sorted,
and no clock is in them but the month in which the sources were read.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.data.iam_actions import action_exists
from auditor.data.sdk_operations import Operation, operation

TABLE = files("auditor.data").joinpath("sdk")
SERVICES = sorted(
    place.name.removesuffix(".json")
    for place in TABLE.iterdir()
    if place.name.endswith(".json") and place.name != "clients.json"
)
PY, V2, V3 = "boto3", "aws-sdk-js-2", "aws-sdk-js-3"


def known(sdk: str, client: str, name: str, *resources: str, is_waiter: bool = False) -> Operation:
    found = operation(sdk, client, name, resources, is_waiter=is_waiter)
    assert found is not None
    return found


CALLS = [
    (PY, "s3", "get_object", "s3:GetObject"),
    (PY, "s3", "head_object", "s3:GetObject"),
    (PY, "s3", "head_bucket", "s3:ListBucket"),
    (PY, "s3", "list_objects", "s3:ListBucket"),
    (PY, "s3", "list_objects_v2", "s3:ListBucket"),
    (V2, "S3", "listObjectsV2", "s3:ListBucket"),
    (V2, "s3", "listObjectsV2", "s3:ListBucket"),
    (V3, "client-s3", "ListObjectsV2Command", "s3:ListBucket"),
    (V3, "client-s3", "paginateListObjectsV2", "s3:ListBucket"),
    (PY, "s3", "list_buckets", "s3:ListAllMyBuckets"),
    (PY, "s3", "copy_object", "s3:GetObject s3:PutObject"),
    (PY, "s3", "copy", "s3:GetObject s3:PutObject"),
    (PY, "s3", "delete_objects", "s3:DeleteObject"),
    (PY, "s3", "upload_file", "s3:PutObject"),
    (PY, "s3", "upload_fileobj", "s3:PutObject"),
    (PY, "s3", "download_file", "s3:GetObject"),
    (PY, "s3", "download_fileobj", "s3:GetObject"),
    (V2, "S3", "upload", "s3:PutObject"),
    (V3, "lib-storage", "Upload", "s3:PutObject"),
    (PY, "s3", "put_bucket_notification_configuration", "s3:PutBucketNotification"),
    (PY, "s3", "create_multipart_upload", "s3:PutObject"),
    (PY, "s3", "delete_bucket_cors", "s3:PutBucketCORS"),
    (PY, "s3", "put_bucket_encryption", "s3:PutEncryptionConfiguration"),
    (PY, "s3", "put_public_access_block", "s3:PutBucketPublicAccessBlock"),
    (PY, "dynamodb", "get_item", "dynamodb:GetItem"),
    (PY, "dynamodb", "batch_write_item", "dynamodb:BatchWriteItem"),
    (PY, "dynamodb", "transact_get_items", "dynamodb:GetItem"),
    (PY, "dynamodb", "transact_write_items", ""),
    (PY, "dynamodb", "execute_statement", ""),
    (V2, "DynamoDB.DocumentClient", "get", "dynamodb:GetItem"),
    (V2, "DynamoDB.DocumentClient", "batchWrite", "dynamodb:BatchWriteItem"),
    (V2, "DynamoDB", "putItem", "dynamodb:PutItem"),
    (V3, "lib-dynamodb", "PutCommand", "dynamodb:PutItem"),
    (V3, "lib-dynamodb", "update", "dynamodb:UpdateItem"),
    (V3, "lib-dynamodb", "paginateQuery", "dynamodb:Query"),
    (V3, "client-dynamodb", "ScanCommand", "dynamodb:Scan"),
    (PY, "dynamodbstreams", "get_records", "dynamodb:GetRecords"),
    (PY, "lambda", "invoke", "lambda:InvokeFunction"),
    (V2, "Lambda", "invoke", "lambda:InvokeFunction"),
    (V3, "client-lambda", "InvokeCommand", "lambda:InvokeFunction"),
    (PY, "lambda", "invoke_with_response_stream", "lambda:InvokeFunction"),
    (PY, "lambda", "create_function", "lambda:CreateFunction"),
    (PY, "events", "put_rule", "events:PutRule"),
    (V2, "EventBridge", "putEvents", "events:PutEvents"),
    (V2, "CloudWatchEvents", "putEvents", "events:PutEvents"),
    (V3, "client-eventbridge", "PutTargetsCommand", "events:PutTargets"),
    (V3, "client-cloudwatch-events", "PutRule", "events:PutRule"),
    (PY, "stepfunctions", "start_execution", "states:StartExecution"),
    (V2, "StepFunctions", "sendTaskSuccess", "states:SendTaskSuccess"),
    (V3, "client-sfn", "StartSyncExecutionCommand", "states:StartSyncExecution"),
    (PY, "scheduler", "create_schedule", "scheduler:CreateSchedule"),
    (PY, "sns", "publish", "sns:Publish"),
    (PY, "sns", "publish_batch", "sns:Publish"),
    (PY, "sqs", "send_message_batch", "sqs:SendMessage"),
    (PY, "sqs", "delete_message_batch", "sqs:DeleteMessage"),
    (PY, "sqs", "get_queue_by_name", "sqs:GetQueueUrl"),
    (PY, "kinesis", "put_records", "kinesis:PutRecords"),
    (PY, "firehose", "put_record_batch", "firehose:PutRecordBatch"),
    (PY, "secretsmanager", "get_secret_value", "secretsmanager:GetSecretValue"),
    (V3, "client-secrets-manager", "GetSecretValueCommand", "secretsmanager:GetSecretValue"),
    (PY, "ssm", "get_parameters_by_path", "ssm:GetParametersByPath"),
    (V3, "client-ssm", "SendCommandCommand", "ssm:SendCommand"),
    (V3, "client-ssm", "sendCommand", "ssm:SendCommand"),
    (PY, "kms", "re_encrypt", "kms:ReEncryptFrom kms:ReEncryptTo"),
    (PY, "logs", "put_log_events", "logs:PutLogEvents"),
    (V2, "CloudWatchLogs", "filterLogEvents", "logs:FilterLogEvents"),
    (PY, "cloudwatch", "put_metric_data", "cloudwatch:PutMetricData"),
    (PY, "ses", "send_email", "ses:SendEmail"),
    (PY, "ses", "send_raw_email", "ses:SendRawEmail"),
    (PY, "sesv2", "create_email_identity", "ses:CreateEmailIdentity"),
    (PY, "sesv2", "send_email", ""),
    (PY, "apigateway", "create_rest_api", "apigateway:POST"),
    (PY, "apigateway", "tag_resource", "apigateway:PUT"),
    (PY, "apigatewayv2", "update_stage", "apigateway:PATCH"),
    (PY, "apigatewaymanagementapi", "post_to_connection", "execute-api:ManageConnections"),
    (
        V3,
        "client-apigatewaymanagementapi",
        "PostToConnectionCommand",
        "execute-api:ManageConnections",
    ),
    (PY, "iot-data", "publish", "iot:Publish"),
    (V2, "IotData", "updateThingShadow", "iot:UpdateThingShadow"),
    (PY, "bedrock-runtime", "converse", "bedrock:InvokeModel"),
    (PY, "bedrock-runtime", "converse_stream", "bedrock:InvokeModelWithResponseStream"),
    (PY, "sts", "assume_role", "sts:AssumeRole"),
    (PY, "sts", "get_caller_identity", ""),
    (PY, "sts", "assume_role_with_web_identity", ""),
    (PY, "cognito-idp", "initiate_auth", ""),
    (PY, "cognito-idp", "admin_create_user", "cognito-idp:AdminCreateUser"),
    (PY, "elbv2", "describe_target_health", "elasticloadbalancing:DescribeTargetHealth"),
    (PY, "rds-data", "execute_statement", "rds-data:ExecuteStatement"),
    (PY, "batch", "submit_job", "batch:SubmitJob"),
    (PY, "ecs", "run_task", "ecs:RunTask"),
    (PY, "ec2", "run_instances", "ec2:RunInstances"),
]


@pytest.mark.parametrize(("sdk", "client", "name", "actions"), CALLS)
def test_what_calls_need(sdk: str, client: str, name: str, actions: str) -> None:
    assert list(known(sdk, client, name).actions) == actions.split()


@pytest.mark.parametrize("name", ["put_rule", "putRule", "PutRule"])
@pytest.mark.parametrize(("sdk", "client"), [(PY, "events"), (V2, "EventBridge")])
def test_all_spellings_are_one(sdk: str, client: str, name: str) -> None:
    assert known(sdk, client, name).name == "PutRule"


@pytest.mark.parametrize(
    ("sdk", "client", "name", "called"),
    [
        (PY, "dynamodb", "table_exists", "DescribeTable"),
        (V2, "DynamoDB", "tableExists", "DescribeTable"),
        (V3, "client-dynamodb", "TableExists", "DescribeTable"),
        (V3, "client-dynamodb", "waitUntilTableExists", "DescribeTable"),
        (PY, "s3", "object_exists", "HeadObject"),
        (PY, "lambda", "function_active_v2", "GetFunction"),
    ],
)
def test_waiters(sdk: str, client: str, name: str, called: str) -> None:
    assert known(sdk, client, name, is_waiter=True).name == called


@pytest.mark.parametrize(
    ("chain", "service", "name", "actions", "identifiers"),
    [
        ("Table", "dynamodb", "put_item", "dynamodb:PutItem", "TableName"),
        ("Table", "dynamodb", "query", "dynamodb:Query", "TableName"),
        ("Table", "dynamodb", "batch_writer", "dynamodb:BatchWriteItem", "RequestItems.{}"),
        ("Table", "dynamodb", "wait_until_exists", "dynamodb:DescribeTable", "TableName"),
        ("Table", "dynamodb", "load", "dynamodb:DescribeTable", "TableName"),
        ("", "dynamodb", "tables.all", "dynamodb:ListTables", ""),
        ("", "dynamodb", "create_table", "dynamodb:CreateTable", ""),
        ("Bucket Object", "s3", "put", "s3:PutObject", "Bucket Key"),
        ("Object", "s3", "put", "s3:PutObject", "Bucket Key"),
        ("Object", "s3", "copy_from", "s3:GetObject s3:PutObject", "Bucket Key"),
        ("Object", "s3", "upload_file", "s3:PutObject", "Bucket Key"),
        ("Bucket", "s3", "upload_file", "s3:PutObject", "Bucket"),
        ("Bucket", "s3", "put_object", "s3:PutObject", "Bucket"),
        ("Bucket", "s3", "objects.all", "s3:ListBucket", "Bucket"),
        ("Bucket", "s3", "objects.filter", "s3:ListBucket", "Bucket"),
        ("Bucket", "s3", "objects.delete", "s3:ListBucket s3:DeleteObject", "Bucket"),
        ("Bucket", "s3", "object_versions.delete", "s3:ListBucketVersions", "Bucket"),
        ("BucketNotification", "s3", "put", "s3:PutBucketNotification", "Bucket"),
        ("", "s3", "buckets.all", "s3:ListAllMyBuckets", ""),
        ("Queue", "sqs", "send_message", "sqs:SendMessage", "QueueUrl"),
        ("Topic", "sns", "publish", "sns:Publish", "TopicArn"),
        ("Instance", "ec2", "terminate", "ec2:TerminateInstances", "InstanceIds[0]"),
        ("Role", "iam", "attach_policy", "iam:AttachRolePolicy", "RoleName"),
        (
            "Alarm",
            "cloudwatch",
            "disable_actions",
            "cloudwatch:DisableAlarmActions",
            "AlarmNames[0]",
        ),
    ],
)
def test_resource_classes(
    chain: str, service: str, name: str, actions: str, identifiers: str
) -> None:
    found = known(PY, service, name, *chain.split())
    assert list(found.actions) == actions.split()
    assert list(found.identifiers) == identifiers.split()


def test_transfers_say_the_order_of_their_arguments() -> None:
    assert known(PY, "s3", "upload_file").positional == ("Filename", "Bucket", "Key")
    assert known(PY, "s3", "upload_file", "Bucket").positional == ("Filename", "Key")
    assert known(PY, "s3", "download_file", "Bucket", "Object").positional == ("Filename",)


@pytest.mark.parametrize(
    ("sdk", "client", "name", "resources"),
    [
        (PY, "s3", "put", ()),
        (PY, "s3", "put_object", ("Object",)),
        (PY, "s3", "objects", ("Bucket",)),
        (PY, "s3", "objects.explode", ("Bucket",)),
        (PY, "s3", "put", ("Bucket", "Nothing")),
        (PY, "s3", "upload_file", ("BucketAcl",)),
        (PY, "s3", "upload", ()),
        (PY, "s3", "create_session", ()),
        (PY, "s3", "generate_presigned_url", ()),
        (PY, "s3", "get_paginator", ()),
        (PY, "events", "put_event", ()),
        (PY, "lambda", "invoke_async", ()),
        (PY, "dynamodb", "table_exists", ()),
        (PY, "dynamodb", "query", ("Table", "Item")),
        (PY, "lambda", "invoke", ("Function",)),
        (PY, "EventBridge", "put_rule", ()),
        (PY, "clients", "get", ()),
        (PY, "../sdk/s3", "get_object", ()),
        (PY, "s" * 5000, "get_object", ()),
        (PY, "", "", ()),
        (PY, "s3\0", "get_object", ()),
        (PY, "timestream-query", "query", ()),
        (V2, "DynamoDB.DocumentClient", "listTables", ()),
        (V2, "DynamoDB.DocumentClient", "getItem", ()),
        (V2, "S3.ManagedUpload", "send", ()),
        (V2, "QLDB", "listLedgers", ()),
        (V2, "events", "putRule", ()),
        (V3, "events", "PutRuleCommand", ()),
        (V3, "lib-storage", "PutObjectCommand", ()),
        (V3, "s3-request-presigner", "getSignedUrl", ()),
        ("aws-sdk-go", "s3", "GetObject", ()),
        ("", "s3", "GetObject", ()),
    ],
)
def test_what_is_not_known(sdk: str, client: str, name: str, resources: tuple[str, ...]) -> None:
    assert operation(sdk, client, name, resources) is None


@pytest.mark.parametrize(
    ("client", "name", "paths"),
    [
        ("lambda", "create_function", "Role"),
        ("lambda", "update_function_configuration", "Role"),
        ("events", "put_targets", "Targets.[].RoleArn"),
        ("events", "put_rule", "RoleArn"),
        ("scheduler", "create_schedule", "Target.RoleArn"),
        ("stepfunctions", "create_state_machine", "roleArn"),
        ("glue", "create_job", "Role"),
        ("ecs", "register_task_definition", "executionRoleArn taskRoleArn"),
        ("cloudformation", "create_stack", "RoleARN"),
        ("ec2", "run_instances", "IamInstanceProfile.Arn IamInstanceProfile.Name"),
        ("sagemaker", "create_training_job", "RoleArn"),
        ("logs", "put_subscription_filter", "roleArn"),
        ("sts", "assume_role", ""),
        ("iam", "attach_role_policy", ""),
        ("iam", "create_role", ""),
        ("cognito-identity", "set_identity_pool_roles", ""),
        ("lambda", "update_function_code", ""),
        ("rds", "remove_role_from_db_cluster", ""),
        ("s3", "put_object", ""),
    ],
)
def test_roles_that_are_passed(client: str, name: str, paths: str) -> None:
    assert [".".join(path) for path in known(PY, client, name).passes_role] == paths.split()


@pytest.mark.parametrize(
    ("client", "name", "parameters"),
    [
        ("dynamodb", "query", "TableName>IndexName"),
        ("dynamodb", "put_item", "TableName"),
        ("dynamodb", "batch_get_item", "RequestItems"),
        ("s3", "get_object", "Bucket>Key"),
        ("s3", "list_objects_v2", "Bucket"),
        ("s3", "delete_objects", "Bucket>Delete"),
        ("sns", "publish", "TopicArn TargetArn"),
        ("sqs", "receive_message", "QueueUrl"),
        ("lambda", "invoke", "FunctionName"),
        ("stepfunctions", "start_execution", "stateMachineArn"),
        ("events", "put_rule", "Name"),
        ("events", "put_targets", "Rule"),
        ("events", "put_events", "Entries"),
        ("scheduler", "create_schedule", "Name"),
        ("kinesis", "put_record", "StreamName StreamARN"),
        ("firehose", "put_record", "DeliveryStreamName"),
        ("secretsmanager", "get_secret_value", "SecretId"),
        ("ssm", "get_parameter", "Name"),
        ("ssm", "get_parameters", "Names"),
        ("kms", "decrypt", "KeyId"),
        ("logs", "put_log_events", "logGroupName>logStreamName"),
        ("cognito-idp", "admin_get_user", "UserPoolId"),
        ("batch", "submit_job", "jobQueue jobDefinition"),
        ("ecs", "run_task", "taskDefinition"),
        ("iot-data", "publish", "topic"),
        ("bedrock-runtime", "invoke_model", "modelId"),
        ("cloudwatch", "put_metric_data", ""),
        ("dynamodb", "list_tables", ""),
        ("events", "list_rules", ""),
    ],
)
def test_parameters_that_name_the_resource(client: str, name: str, parameters: str) -> None:
    found = [
        one.parameter + (f">{one.below.path[0]}" if one.below else "")
        for one in known(PY, client, name).resource
    ]
    assert found == parameters.split()


@pytest.mark.parametrize(
    ("client", "name", "expected"),
    [
        ("cloudwatch", "put_metric_data", False),
        ("dynamodb", "list_tables", False),
        ("s3", "list_buckets", False),
        ("ec2", "describe_instances", False),
        ("sts", "get_caller_identity", False),
        ("s3", "get_object", True),
        ("dynamodb", "put_item", True),
        ("dynamodb", "transact_write_items", True),
        ("lambda", "invoke", True),
    ],
)
def test_whether_a_policy_can_name_resources(client: str, name: str, expected: bool) -> None:
    assert known(PY, client, name).resource_level is expected


def test_what_only_some_calls_need() -> None:
    written = known(PY, "dynamodb", "transact_write_items")
    assert "dynamodb:PutItem" in written.conditional
    assert "dynamodb:ConditionCheckItem" in written.conditional
    assert known(PY, "s3", "get_object").unless == (("VersionId",),)
    assert ("ExtraArgs", "VersionId") in known(PY, "s3", "download_file").unless
    assert known(PY, "sts", "get_caller_identity").conditional == ()
    assert known(PY, "cognito-idp", "sign_up").conditional == ()


@pytest.mark.parametrize("service", SERVICES)
def test_tables_are_whole(service: str) -> None:
    table: dict[str, Any] = json.loads(TABLE.joinpath(f"{service}.json").read_bytes())
    names = [*table.get("actions", ())]
    for kind in ("scoped", "unscoped", "free"):
        names += table.get(kind, "").split()
    assert len({name.lower() for name in names}) == len(names)
    for key in ("conditional", "unless", "passes", "resource", "unscoped_others"):
        assert set(table.get(key, ())) <= set(names)
    for name in names:
        found = known(PY, service, name)
        assert found.name == name
        for action in (*found.actions, *found.conditional):
            assert action_exists(action) is True
            assert not set(action) & set("*?")
        for one in found.resource:
            assert one.form in ("name", "arn", "name-or-arn", "url")
            assert set(one.actions) <= set(found.actions)
    for waiter in table.get("waiters", ()):
        known(PY, service, waiter, is_waiter=True)


def test_clients_lead_to_tables() -> None:
    table = json.loads(TABLE.joinpath("clients.json").read_bytes())
    assert {*table[V2].values(), *table[V3].values()} <= set(SERVICES)
    assert table["source"]["iam-dataset"]["licence"] == "MIT"
    assert table["source"]["botocore"]["licence"] == "Apache-2.0"


@given(
    st.sampled_from([PY, V2, V3]),
    st.sampled_from(["s3", "S3", "client-s3", "dynamodb"]) | st.text(max_size=80),
    st.sampled_from(["get_object", "objects.all", "Command", "waitUntil", "."]) | st.text(),
    st.lists(st.sampled_from(["Bucket", "Object", "", "Table"]) | st.text(), max_size=3),
    st.booleans(),
)
def test_any_text_has_an_answer(
    sdk: str, client: str, name: str, resources: list[str], is_waiter: bool
) -> None:
    found = operation(sdk, client, name, tuple(resources), is_waiter=is_waiter)
    assert found is None or found.name

"""What `sdk_operations.py` cannot read from its sources: decided by hand, each with its page.

The keys are botocore's service names and operation names. Where no page is named, it is the
service's own in https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html.
"""

from __future__ import annotations

from typing import Any

PREFIXES = {
    "monitoring": "cloudwatch",
    "iotdata": "iot",
    "iot-jobs-data": "iotjobsdata",
    "IoTSecuredTunneling": "iot",
    "mturk-requester": "mechanicalturk",
    "tagging": "tag",
    "cloudcontrolapi": "cloudformation",
    "partnercentral-account": "partnercentral",
    "partnercentral-benefits": "partnercentral",
    "partnercentral-channel": "partnercentral",
    "partnercentral-selling": "partnercentral",
}
"""IAM's prefix by the name that requests are signed with, where they differ."""

PACKAGES = {"client-cloudwatch-events": "events"}
"""Packages of the AWS SDK for JavaScript 3 whose name does not follow from the service's id."""

MAP_IS_WRONG = ("lexv2-models", "iot-jobs-data")
"""Services that the mapping confuses with an older one."""

DOUBTED = ("connectparticipant", "timestream-query", "cloudhsm", "eventbridgev2", "cloudwatchomni")
"""Services whose operations are not checked as their names say."""

_LISTING: list[str] = ["s3:ListBucket"]
_READ: list[str] = ["s3:GetObject"]
_WRITE: list[str] = ["s3:PutObject"]

ACTIONS: dict[tuple[str, str], list[str]] = {
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    ("s3", "CopyObject"): ["s3:GetObject", "s3:PutObject"],
    ("s3", "DeleteBucketOwnershipControls"): ["s3:PutBucketOwnershipControls"],
    ("s3", "DeleteBucketReplication"): ["s3:PutReplicationConfiguration"],
    ("s3", "DeleteObjects"): ["s3:DeleteObject"],
    ("s3", "GetBucketNotification"): ["s3:GetBucketNotification"],
    ("s3", "GetObjectAttributes"): ["s3:GetObject", "s3:GetObjectAttributes"],
    ("s3", "HeadBucket"): _LISTING,
    ("s3", "HeadObject"): _READ,
    ("s3", "ListObjects"): _LISTING,
    ("s3", "ListObjectsV2"): _LISTING,
    ("s3", "PutBucketReplication"): ["s3:PutReplicationConfiguration"],
    ("s3", "UploadPartCopy"): ["s3:GetObject", "s3:PutObject"],
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    ("dynamodb", "TransactGetItems"): ["dynamodb:GetItem"],
    ("dynamodb", "TransactWriteItems"): [],
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
    ("dynamodb", "BatchExecuteStatement"): [],
    ("dynamodb", "ExecuteStatement"): [],
    ("dynamodb", "ExecuteTransaction"): [],
    ("kms", "ReEncrypt"): ["kms:ReEncryptFrom", "kms:ReEncryptTo"],
    # https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
    ("lambda", "InvokeWithResponseStream"): ["lambda:InvokeFunction"],
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    ("sts", "GetCallerIdentity"): [],
    # https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    ("sts", "GetSessionToken"): [],
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
    ("bedrock-runtime", "Converse"): ["bedrock:InvokeModel"],
    ("bedrock-runtime", "ConverseStream"): ["bedrock:InvokeModelWithResponseStream"],
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    ("sqs", "SendMessageBatch"): ["sqs:SendMessage"],
    ("sqs", "DeleteMessageBatch"): ["sqs:DeleteMessage"],
    ("sqs", "ChangeMessageVisibilityBatch"): ["sqs:ChangeMessageVisibility"],
    ("sns", "PublishBatch"): ["sns:Publish"],
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketIntelligentTieringConfiguration.html
    ("s3", "DeleteBucketIntelligentTieringConfiguration"): [
        "s3:PutIntelligentTieringConfiguration"
    ],
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
    ("bedrock-runtime", "StartAsyncInvoke"): ["bedrock:InvokeModel"],
    ("bedrock-agent-runtime", "RetrieveAndGenerateStream"): ["bedrock:RetrieveAndGenerate"],
    # https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
    ("sesv2", "SendEmail"): [],
    ("sesv2", "SendBulkEmail"): [],
}
"""The actions without which an operation is refused."""

_STATEMENTS = [
    "dynamodb:PartiQLDelete",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLSelect",
    "dynamodb:PartiQLUpdate",
]

CONDITIONAL: dict[tuple[str, str], list[str]] = {
    ("dynamodb", "BatchExecuteStatement"): _STATEMENTS,
    ("dynamodb", "ExecuteStatement"): _STATEMENTS,
    ("dynamodb", "ExecuteTransaction"): _STATEMENTS,
    ("sesv2", "SendEmail"): ["ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail"],
    ("sesv2", "SendBulkEmail"): ["ses:SendBulkEmail", "ses:SendBulkTemplatedEmail"],
    ("sts", "GetSessionToken"): [],
    ("sts", "GetCallerIdentity"): [],
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    ("s3", "PutObject"): ["s3:PutObjectAcl", "s3:PutObjectTagging"],
}
"""The actions that some calls of an operation need, where the mapping does not say it well."""

DOUBTFUL = {
    ("lambda", "InvokeAsync"),
    ("detective", "ListOrganizationAdminAccounts"),
    ("dynamodb", "DescribeEndpoints"),
    ("neptune-graph", "GetQuery"),
    ("s3control", "GetBucketReplication"),
    ("s3control", "PutBucketReplication"),
    ("securityhub", "BatchUpdateFindingsV2"),
    ("securityhub", "GetFindingStatisticsV2"),
    ("securityhub", "GetFindingsV2"),
}
"""Operations of which the sources say different things, or one that cannot be."""

_VERSION = ["VersionId"]

UNLESS: dict[tuple[str, str], list[str]] = {
    ("s3", "CopyObject"): ["CopySource.VersionId"],
    ("s3", "DeleteObject"): _VERSION,
    ("s3", "DeleteObjectTagging"): _VERSION,
    ("s3", "DeleteObjects"): ["Delete.Objects.[].VersionId"],
    ("s3", "GetObject"): _VERSION,
    ("s3", "GetObjectAcl"): _VERSION,
    ("s3", "GetObjectAttributes"): _VERSION,
    ("s3", "GetObjectTagging"): _VERSION,
    ("s3", "HeadObject"): _VERSION,
    ("s3", "PutObjectAcl"): _VERSION,
    ("s3", "PutObjectTagging"): _VERSION,
    ("s3", "UploadPartCopy"): ["CopySource.VersionId"],
}
"""Parameters that make S3 check the `...Version` form of the actions in their place."""

NO_ROLES = (
    "ConsumerAccountRoleArn",
    "CrossAccountModelRegisterRoleArn",
    "DatabaseAccessControlRole",
    "DeliverCrossAccountRole",
    "InvocationRole",
    "MasterBackendRole",
    "ServiceLinkedRoleARN",
    "SnowflakeRole",
    "UserRole",
    "ehrRole",
    "sourceRoleArn",
)
"""Names of members that hold a role which is named but not passed, or no role of IAM."""

NAMES_ROLES_ONLY = ("sts", "iam", "cognito-identity")
"""Services whose operations name roles and pass none."""

NAMES_ROLE_ONLY = {
    ("iot", "CreateAuditSuppression"),
    ("iot", "UpdateAuditSuppression"),
    ("neptune", "RemoveRoleFromDBCluster"),
    ("rds", "RemoveRoleFromDBCluster"),
    ("rds", "RemoveRoleFromDBInstance"),
    ("quicksight", "RegisterUser"),
}

_PROFILE = ["IamInstanceProfile.Arn", "IamInstanceProfile.Name"]

PASSES_ROLE: dict[tuple[str, str], list[str]] = {
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ("ec2", "RunInstances"): _PROFILE,
    ("ec2", "AssociateIamInstanceProfile"): _PROFILE,
    ("ec2", "ReplaceIamInstanceProfileAssociation"): _PROFILE,
    ("ec2", "CreateFlowLogs"): ["DeliverLogsPermissionArn"],
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    ("events", "PutRule"): ["RoleArn"],
    ("events", "PutTargets"): ["Targets.[].RoleArn"],
    ("cloudformation", "DeleteStack"): ["RoleARN"],
    ("transfer", "CreateServer"): [
        "IdentityProviderDetails.InvocationRole",
        "LoggingRole",
        "WorkflowDetails.OnPartialUpload.[].ExecutionRole",
        "WorkflowDetails.OnUpload.[].ExecutionRole",
    ],
    ("s3", "PutBucketReplication"): ["ReplicationConfiguration.Role"],
}
"""The paths of the parameters that hand over a role, where the sources do not say it well."""

RESOURCES: dict[tuple[str, str], list[list[Any]]] = {
    ("dynamodb", "BatchGetItem"): [
        ["RequestItems.{}", "AWS::DynamoDB::Table", "name-or-arn", "", "", []]
    ],
    ("dynamodb", "BatchWriteItem"): [
        ["RequestItems.{}", "AWS::DynamoDB::Table", "name-or-arn", "", "", []]
    ],
    ("dynamodb", "TransactGetItems"): [
        ["TransactItems.[].Get.TableName", "AWS::DynamoDB::Table", "name-or-arn", "", "", []]
    ],
    ("s3", "CopyObject"): [["Bucket", "AWS::S3::Bucket", "name", "Key", "/", ["s3:PutObject"]]],
    ("s3", "UploadPartCopy"): [["Bucket", "AWS::S3::Bucket", "name", "Key", "/", ["s3:PutObject"]]],
    ("s3", "DeleteObjects"): [
        ["Bucket", "AWS::S3::Bucket", "name", "Delete.Objects.[].Key", "/", []]
    ],
    ("events", "PutEvents"): [
        ["Entries.[].EventBusName", "AWS::Events::EventBus", "name-or-arn", "", "", []]
    ],
}
"""As `RESOURCE_RULES`, for operations that differ; with the actions that the resource is for."""

_TABLE = "AWS::DynamoDB::Table"
_BUCKET = "AWS::S3::Bucket"
_TOPIC = "AWS::SNS::Topic"
_STREAM = "AWS::Kinesis::Stream"
_RULE = "AWS::Events::Rule"
_GROUP = "AWS::Logs::LogGroup"
_EITHER = "name-or-arn"

RESOURCE_RULES: dict[str, tuple[tuple[str, str, str, str, str, str], ...]] = {
    "dynamodb": (("table", "TableName", _TABLE, _EITHER, "IndexName", "/index/"),),
    "s3": (
        ("bucket", "Bucket", _BUCKET, "name", "", ""),
        ("object", "Bucket", _BUCKET, "name", "Key", "!/"),
    ),
    "sns": (
        ("topic", "TopicArn", _TOPIC, "arn", "", ""),
        ("topic", "TargetArn", _TOPIC, "arn", "", ""),
    ),
    "sqs": (
        ("queue", "QueueUrl", "AWS::SQS::Queue", "url", "", ""),
        ("queue", "QueueName", "AWS::SQS::Queue", "name", "", ""),
    ),
    "lambda": (("function", "FunctionName", "AWS::Lambda::Function", _EITHER, "", ""),),
    "stepfunctions": (
        ("statemachine", "stateMachineArn", "AWS::StepFunctions::StateMachine", "arn", "", ""),
    ),
    "events": (
        ("rule", "Name", _RULE, "name", "", ""),
        ("rule", "Rule", _RULE, "name", "", ""),
        ("rule-on-default-event-bus", "Name", _RULE, "name", "", ""),
        ("rule-on-default-event-bus", "Rule", _RULE, "name", "", ""),
    ),
    "scheduler": (("schedule", "Name", "AWS::Scheduler::Schedule", "name", "", ""),),
    "kinesis": (
        ("stream", "StreamName", _STREAM, "name", "", ""),
        ("stream", "StreamARN", _STREAM, "arn", "", ""),
    ),
    "firehose": (
        (
            "deliverystream",
            "DeliveryStreamName",
            "AWS::KinesisFirehose::DeliveryStream",
            "name",
            "",
            "",
        ),
    ),
    "secretsmanager": (("Secret", "SecretId", "AWS::SecretsManager::Secret", _EITHER, "", ""),),
    "ssm": (
        ("parameter", "Name", "AWS::SSM::Parameter", _EITHER, "", ""),
        ("parameter", "Names.[]", "AWS::SSM::Parameter", _EITHER, "", ""),
    ),
    "kms": (("key", "KeyId", "AWS::KMS::Key", _EITHER, "", ""),),
    "logs": (
        ("log-group", "logGroupName", _GROUP, "name", "", ""),
        ("log-stream", "logGroupName", _GROUP, "name", "logStreamName", "!:log-stream:"),
    ),
    "cognito-idp": (("userpool", "UserPoolId", "AWS::Cognito::UserPool", "name", "", ""),),
    "batch": (
        ("job-queue", "jobQueue", "AWS::Batch::JobQueue", _EITHER, "", ""),
        ("job-definition", "jobDefinition", "AWS::Batch::JobDefinition", _EITHER, "", ""),
    ),
    "ecs": (
        ("task-definition", "taskDefinition", "AWS::ECS::TaskDefinition", _EITHER, "", ""),
        ("service", "service", "AWS::ECS::Service", _EITHER, "", ""),
        ("cluster", "cluster", "AWS::ECS::Cluster", _EITHER, "", ""),
    ),
    "iot-data": (
        ("topic", "topic", "topic", "name", "", ""),
        ("thing", "thingName", "AWS::IoT::Thing", "name", "", ""),
    ),
    "bedrock-runtime": (("foundation-model", "modelId", "foundation-model", _EITHER, "", ""),),
    "bedrock-agent-runtime": (
        ("knowledge-base", "knowledgeBaseId", "AWS::Bedrock::KnowledgeBase", "name", "", ""),
    ),
}
"""By service: the reference's kind of resource, the parameter that names it, the type, how it is
spelled, and the parameter that is appended to the ARN with what stands between; with `!` before
that, the operation must have it.
"""

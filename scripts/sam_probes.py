"""The smallest templates that `scripts/sam_passed_on.py` has translated, and what it leaves out."""

from __future__ import annotations

from typing import Any

Node = Any
_ARN = "arn:aws:sqs:eu-west-1:123456789012:q"
BODIES: dict[str, Node] = {
    "AWS::Serverless::Api": {"StageName": "s", "DefinitionBody": {"swagger": "2.0", "paths": {}}},
    "AWS::Serverless::Application": {"Location": "https://s3.amazonaws.com/b/k"},
    "AWS::Serverless::CapacityProvider": {
        "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    },
    "AWS::Serverless::Function": {"InlineCode": "i", "Handler": "h.h", "Runtime": "python3.13"},
    "AWS::Serverless::GraphQLApi": {"SchemaInline": "type", "Auth": {"Type": "AWS_IAM"}},
    "AWS::Serverless::HttpApi": {"DefinitionBody": {"openapi": "3.0.1", "paths": {}}},
    "AWS::Serverless::LayerVersion": {"ContentUri": "s3://b/k"},
    "AWS::Serverless::MicrovmImage": {
        "Name": "n",
        "CodeUri": "s3://b/k",
        "BaseImageArn": "arn",
        "BaseImageVersion": "1",
    },
    "AWS::Serverless::NetworkConnector": {
        "VpcConfig": {
            "SubnetIds": ["subnet-1"],
            "SecurityGroupIds": ["sg-1"],
            "NetworkProtocol": "IPv4",
        }
    },
    "AWS::Serverless::SimpleTable": {"PrimaryKey": {"Name": "id", "Type": "String"}},
    "AWS::Serverless::StateMachine": {
        "Definition": {"StartAt": "A"},
        "Role": "arn:aws:iam::1:role/r",
    },
    "AWS::Serverless::WebSocketApi": {
        "RouteSelectionExpression": "$request.body.action",
        "Routes": {"$default": {"FunctionArn": "arn"}},
    },
}
"""Properties of each type with which it is translated."""

_OTHER = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:o"
_SCRAM = {"Type": "SASL_SCRAM_512_AUTH", "URI": _ARN}
_ACCESS = [{"Type": "BASIC_AUTH", "URI": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"}]
_SOURCE = "arn:aws:{}:eu-west-1:123456789012:{}"
"""An ARN of a source of events, which rows about sources tell from those of others."""
EVENTS: dict[str, Node] = {
    "AlexaSkill": {},
    "Api": {"Path": "/p", "Method": "get"},
    "CloudWatchEvent": {"Pattern": {"source": ["s"]}},
    "CloudWatchLogs": {"LogGroupName": "g", "FilterPattern": ""},
    "Cognito": {"UserPool": {"Ref": "Pool"}, "Trigger": "PreSignUp"},
    "DocumentDB": {
        "Cluster": _SOURCE.format("rds", "cluster:c"),
        "DatabaseName": "d",
        "SourceAccessConfigurations": _ACCESS,
        "StartingPosition": "LATEST",
    },
    "DynamoDB": {
        "Stream": _SOURCE.format("dynamodb", "table/t/stream/s"),
        "StartingPosition": "LATEST",
    },
    "EventBridgeRule": {"Pattern": {"source": ["s"]}},
    "HttpApi": {"Path": "/p", "Method": "get"},
    "IoTRule": {"Sql": "SELECT * FROM 't'"},
    "Kinesis": {"Stream": _SOURCE.format("kinesis", "stream/s"), "StartingPosition": "LATEST"},
    "MQ": {
        "Broker": _SOURCE.format("mq", "broker:b:b-1"),
        "Queues": ["q"],
        "SourceAccessConfigurations": _ACCESS,
    },
    "MSK": {
        "Stream": _SOURCE.format("kafka", "cluster/c/1"),
        "StartingPosition": "LATEST",
        "Topics": ["t"],
    },
    "S3": {"Bucket": {"Ref": "Bucket"}, "Events": "s3:ObjectCreated:*"},
    "SNS": {"Topic": "arn:aws:sns:eu-west-1:123456789012:t"},
    "SQS": {"Queue": _ARN},
    "Schedule": {"Schedule": "rate(1 day)"},
    "ScheduleV2": {"ScheduleExpression": "rate(1 day)"},
    "SelfManagedKafka": {
        "KafkaBootstrapServers": ["b:9092"],
        "Topics": ["t"],
        "SourceAccessConfigurations": [_SCRAM],
    },
}
"""Properties of each kind of event with which it is translated."""

OTHERS: dict[str, Node] = {
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Pool": {"Type": "AWS::Cognito::UserPool"},
}
"""Resources that events refer to."""

_ALIAS = {"AutoPublishAlias": "live"}
_DOMAIN = {
    "Domain": {"DomainName": "a.example.com", "CertificateArn": "arn:aws:acm:::certificate/1"}
}
NEEDED: dict[tuple[str, str], Node] = {
    ("AWS::Serverless::Function", "DeploymentPreference"): {
        **_ALIAS,
        "DeploymentPreference": {"Type": "AllAtOnce"},
    },
    ("AWS::Serverless::Function", "FunctionUrlConfig"): {"FunctionUrlConfig": {"AuthType": "NONE"}},
    ("AWS::Serverless::Function", "ImageConfig"): {
        "PackageType": "Image",
        "ImageUri": "i",
        "InlineCode": None,
        "Handler": None,
        "Runtime": None,
    },
    ("AWS::Serverless::Function", "ProvisionedConcurrencyConfig"): _ALIAS,
    ("AWS::Serverless::Function", "VersionDescription"): _ALIAS,
    ("AWS::Serverless::Function", "FunctionScalingConfig"): {
        "CapacityProviderConfig": {
            "Arn": "arn:aws:lambda:eu-west-1:123456789012:capacity-provider:c"
        },
        **_ALIAS,
    },
    ("AWS::Serverless::Api", "Domain"): _DOMAIN,
    ("AWS::Serverless::Api", "EndpointConfiguration"): {
        "EndpointConfiguration": {"Type": "PRIVATE"}
    },
    ("AWS::Serverless::HttpApi", "Domain"): _DOMAIN,
    ("AWS::Serverless::WebSocketApi", "Domain"): _DOMAIN,
    ("AWS::Serverless::StateMachine", "DeploymentPreference"): {
        **_ALIAS,
        "DeploymentPreference": {"Type": "ALL_AT_ONCE"},
    },
    ("AWS::Serverless::StateMachine", "PermissionsBoundary"): {"Role": None},
    ("AWS::Serverless::StateMachine", "RolePath"): {"Role": None},
    ("DynamoDB", "StartingPositionTimestamp"): {"StartingPosition": "AT_TIMESTAMP"},
    ("Kinesis", "StartingPositionTimestamp"): {"StartingPosition": "AT_TIMESTAMP"},
    ("MSK", "StartingPositionTimestamp"): {"StartingPosition": "AT_TIMESTAMP"},
}
"""What a property is translated with only: of a type, or of a kind of event."""

PAIRS: dict[str, tuple[tuple[Node, Node], ...]] = {
    "": (
        ("probe1", "probe2"),
        (71, 72),
        ({"Probe": "1"}, {"Probes": "2"}),
        ({"Probe": {"A": "1"}}, {"Probes": {"B": "2"}}),
        (["probe1"], ["probe2"]),
        ([{"Probe": "1"}], [{"Probes": "2"}]),
        (True, False),
    ),
    "AuthType": (("NONE", "AWS_IAM"),),
    "CompatibleArchitectures": ((["arm64"], ["x86_64"]),),
    "EndpointConfiguration": (("REGIONAL", "EDGE"), ({"Type": "REGIONAL"}, {"Type": "EDGE"})),
    "Filter": (
        ({"S3Key": {"Rules": [{"Name": "prefix"}]}}, {"S3Key": {"Rules": [{"Name": "a"}]}}),
    ),
    "FilterCriteria": (({"Filters": [{"Pattern": "1"}]}, {"Filters": [{"Pattern": "2"}]}),),
    "FunctionScalingConfig": (
        ({"MinExecutionEnvironments": 1}, {"MinExecutionEnvironments": 2}),
        ({"MaxExecutionEnvironments": 1}, {"MaxExecutionEnvironments": 2}),
    ),
    "SourceAccessConfigurations": (
        (_ACCESS, [{**_ACCESS[0], "URI": _ARN}]),
        ([_SCRAM], [{**_SCRAM, "URI": _OTHER}]),
    ),
}
"""Two values of each kind, and of properties whose values the translator itself looks at."""

_ROUTE53 = ("DistributionDomainName", "EvaluateTargetHealth", "HostedZoneId", "HostedZoneName")
_CORS = (
    *("AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigins", "ExposeHeaders"),
    "MaxAge",
)
NESTED: dict[str, tuple[str, ...]] = {
    "DeadLetterConfig": ("Arn",),
    "DeadLetterQueue": ("TargetArn",),
    "DeploymentPreference": ("TriggerConfigurations", "Alarms", "Role"),
    "DestinationConfig": ("OnFailure.Destination",),
    "Domain": (
        *("DomainName", "CertificateArn", "SecurityPolicy", "EndpointAccessMode", "IpAddressType"),
        *("EndpointConfiguration", "OwnershipVerificationCertificateArn", "Policy"),
        *("MutualTlsAuthentication", "NormalizeBasePath"),
        *(f"Route53.{key}" for key in _ROUTE53),
    ),
    "EndpointConfiguration": ("VPCEndpointIds", "IpAddressType"),
    "EventInvokeConfig": ("MaximumEventAgeInSeconds", "MaximumRetryAttempts"),
    "FunctionUrlConfig": ("AuthType", "InvokeMode", *(f"Cors.{key}" for key in _CORS)),
    "InstanceRequirements": ("Architectures", "AllowedTypes", "ExcludedTypes"),
    "PrimaryKey": ("Name",),
    "ScalingConfig": ("MaxVCpuCount",),
    "Target": ("Id",),
    "VpcConfig": ("SubnetIds", "SecurityGroupIds"),
}
"""What is looked for inside of a property that as a whole is passed on to nothing."""

NEVER = (
    *("Auth", "CodeUri", "ContentUri", "Definition", "DefinitionBody", "DefinitionUri", "ImageUri"),
    *("Location", "Policies", "Tags"),
)
"""Properties that the translator reads for itself, or a packager writes anew.

A text of `Policies` goes to the role as it is only where it is an ARN.
"""

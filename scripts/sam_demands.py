"""What the methods of the SAM translator refuse: part of `scripts/resource_schemas.py`.

The classes have functions for it, not schemas; each demand is said here as a schema, and was tried
with the translator (Apache-2.0) itself.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samtranslator.model.api import api_generator, http_api_generator
from samtranslator.model.eventsources import pull

Node = dict[str, Any]


def _closed(fields: Iterable[str], properties: Node | None = None) -> Node:
    """An object that may have the fields and no others."""
    known = {name: (properties or {}).get(name, True) for name in fields}
    return {"type": ["object"], "properties": known, "additionalProperties": False}


def _each(entry: Node) -> Node:
    """An object that has things of one shape, by names of the author's choice."""
    return {"type": ["object"], "additionalProperties": entry}


_OBJECT: Node = {"type": ["object"]}
_OPEN: Node = {**_OBJECT, "additionalProperties": {}}
_STRING: Node = {"type": ["string"]}
_LIST: Node = {"type": ["array"]}
_URL_CORS = _closed(
    ("AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigins", "ExposeHeaders", "MaxAge"),
    {
        **dict.fromkeys(("AllowHeaders", "AllowMethods", "AllowOrigins", "ExposeHeaders"), _LIST),
        "AllowCredentials": {"type": ["boolean"]},
        "MaxAge": {"type": ["integer"]},
    },
)
"""`_validate_cors_config_parameter` in `model/sam_resources.py`"""
_GIVEN = ["EventBridge", "Lambda", "S3Bucket"]
_DESTINATION: Node = {
    **_OPEN,
    "properties": {"Type": {"enum": ["SQS", "SNS", *_GIVEN]}},
    "if": {"required": ["Type"], "properties": {"Type": {"enum": _GIVEN}}},
    "then": {"required": ["Destination"]},
}
"""`_validate_and_inject_resource` in `model/sam_resources.py`"""
_MUTUAL_TLS = _closed(("TruststoreUri", "TruststoreVersion"))
"""`_construct_api_domain` in `model/api/api_generator.py` and `apiv2_generator.py`"""
_GATEWAY_RESPONSES = _each(
    _closed(
        api_generator.GatewayResponseProperties,
        {
            "ResponseParameters": _closed(("Headers", "Paths", "QueryStrings")),
            "StatusCode": {"pattern": "^[0-9]+$"},
        },
    )
)
"""`_add_gateway_responses` in `model/api/api_generator.py`, and `ApiGatewayResponse`"""
_HTTP_AUTHORIZER: Node = {
    **_OBJECT,
    "if": {"required": ["JwtConfiguration"]},
    "then": {"required": ["IdentitySource"]},
    "else": {"required": ["FunctionArn", "AuthorizerPayloadFormatVersion"]},
}
"""`ApiGatewayV2Authorizer` in `model/apigatewayv2.py`"""
_ROUTE53: Node = {**_OPEN, "requiredOr": ["HostedZoneId", "HostedZoneName"]}
"""`_construct_api_domain` in `model/api/api_generator.py` and `apiv2_generator.py`"""
_DOMAIN: Node = {**_OPEN, "required": ["DomainName", "CertificateArn"]}
_LOCATION: Node = {"required": ["Bucket", "Key"]}
"""A place in Amazon S3: `construct_s3_location_object` in `model/s3_utils/uri_parser.py`

What is no mapping is a text, and that may be a folder that the package is made of.
"""
INSIDE: dict[str, Node] = {
    "AWS::Serverless::Api": {
        "Auth": _closed(
            api_generator.AuthProperties._fields,
            {
                "Authorizers": _each(_OBJECT),
                "DefaultAuthorizer": _STRING,
                "ResourcePolicy": _OBJECT,
                "UsagePlan": {
                    **_closed(
                        api_generator.UsagePlanProperties._fields,
                        {"CreateUsagePlan": {"enum": ["SHARED", "PER_API", "NONE"]}},
                    ),
                    "required": ["CreateUsagePlan"],
                },
            },
        ),
        "Cors": {**_closed(api_generator.CorsProperties._fields), "type": ["object", "string"]},
        "DefinitionUri": _LOCATION,
        "OpenApiVersion": {"pattern": r"^[2-3](\.[0-9])(\.[0-9])?$"},
        "Domain": {
            **_DOMAIN,
            "properties": {
                "EndpointConfiguration": {"enum": ["EDGE", "PRIVATE", "REGIONAL"]},
                "MutualTlsAuthentication": _MUTUAL_TLS,
                "Route53": {
                    **_ROUTE53,
                    "properties": {"SeparateRecordSetGroup": {"type": ["boolean"]}},
                },
                "AccessAssociation": _OBJECT,
            },
        },
        "GatewayResponses": _GATEWAY_RESPONSES,
        "Models": _each({**_OBJECT, "required": ["type"]}),
    },
    "AWS::Serverless::HttpApi": {
        "Auth": _closed(
            http_api_generator.AuthProperties._fields,
            {"Authorizers": _each(_HTTP_AUTHORIZER), "DefaultAuthorizer": _STRING},
        ),
        "CorsConfiguration": {
            **_closed(http_api_generator.CorsProperties._fields),
            "type": ["object", "boolean", "string"],
        },
        "DefinitionUri": _LOCATION,
        "Domain": {
            **_DOMAIN,
            "properties": {"MutualTlsAuthentication": _MUTUAL_TLS, "Route53": _ROUTE53},
        },
    },
    "AWS::Serverless::WebSocketApi": {
        "Auth": {
            "required": ["AuthType"],
            "properties": {"AuthType": {"enum": ["AWS_IAM", "CUSTOM", "NONE"]}},
        },
        "Domain": {**_DOMAIN, "properties": {"Route53": _ROUTE53}},
        "IpAddressType": {"enum": ["ipv4", "dualstack"]},
        "Routes": {
            "minProperties": 1,
            "propertyNames": {"pattern": r"^([A-Za-z0-9]+|\$connect|\$disconnect|\$default)$"},
            "additionalProperties": {**_OBJECT, "required": ["FunctionArn"]},
        },
    },
    "AWS::Serverless::Application": {
        "Location": {"required": ["ApplicationId", "SemanticVersion"]}
    },
    "AWS::Serverless::LayerVersion": {"ContentUri": _LOCATION},
    "AWS::Serverless::StateMachine": {"DefinitionUri": _LOCATION},
    "AWS::Serverless::Function": {
        "CodeUri": _LOCATION,
        "DeploymentPreference": {**_OPEN, "properties": {"Alarms": _LIST}},
        # the translator leaves out what is disabled
        "Tracing": {"enum": ["Active", "Disabled", "PassThrough"]},
        "DeadLetterQueue": {
            "required": ["Type", "TargetArn"],
            "properties": {"Type": {"enum": ["SNS", "SQS"]}},
        },
        "FunctionUrlConfig": {
            **_OPEN,
            "required": ["AuthType"],
            "properties": {"AuthType": {"enum": ["AWS_IAM", "NONE"]}, "Cors": _URL_CORS},
        },
        "EventInvokeConfig": {
            **_OPEN,
            "properties": {
                "DestinationConfig": {
                    **_OPEN,
                    "properties": {"OnSuccess": _DESTINATION, "OnFailure": _DESTINATION},
                }
            },
        },
    },
    "AWS::Serverless::SimpleTable": {
        "PrimaryKey": {
            "required": ["Name", "Type"],
            "properties": {"Type": {"enum": ["Binary", "Number", "String"]}},
        },
    },
}
"""What the methods of the classes refuse inside of a property; tried with the translator itself."""


def _access(kinds: Iterable[str], needed: str = "") -> Node:
    """Settings of access of an event source, one of which must be of a kind."""
    entry = {"type": ["object"], "required": ["Type"], "properties": {"Type": {"enum": [*kinds]}}}
    holds = {"required": ["URI"], "properties": {"Type": {"const": needed}}}
    return {"minItems": 1, "items": entry, **({"contains": holds} if needed else {})}


_REGISTRY: Node = {
    "required": ["SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"],
    "properties": {
        "EventRecordFormat": {"enum": ["JSON", "SOURCE"]},
        "SchemaValidationConfigs": _LIST,
        "AccessConfigs": {"items": {"type": ["object"], "required": ["Type", "URI"]}},
    },
}
_FAILED: Node = {
    "required": ["OnFailure"],
    "properties": {
        "OnFailure": {
            **_OBJECT,
            "properties": {"Type": {"enum": ["SQS", "SNS", "S3", "Kafka"]}},
        }
    },
}
_PULLED: dict[str, Node] = {
    "DestinationConfig": _FAILED,
    "FilterCriteria": {"properties": {"Filters": True}, "additionalProperties": False},
}
_BASIC = "BASIC_AUTH"
_MQ = {"SourceAccessConfigurations": _access([_BASIC, "VIRTUAL_HOST"], _BASIC)}
_DOCUMENTS = {"SourceAccessConfigurations": _access([_BASIC], _BASIC)}
_KAFKA: dict[str, Node] = {
    "KafkaBootstrapServers": {"minItems": 1},
    "Topics": {"minItems": 1, "maxItems": 1},
    "SourceAccessConfigurations": _access(
        [
            *("VPC_SUBNET", "VPC_SECURITY_GROUP", "SERVER_ROOT_CA_CERTIFICATE"),
            *pull.SelfManagedKafka.AUTH_MECHANISM,
            *pull.SelfManagedKafka.OAUTH_METADATA_TYPES,
        ]
    ),
}
_DEAD_LETTERS: dict[str, Node] = {
    "DeadLetterConfig": {
        "requiredXor": ["Arn", "Type"],
        "properties": {"Type": {"enum": ["SQS"]}},
    }
}
"""`validate_dlq_config` in `model/eventbridge_utils.py`"""
_PARAMETER = r"^method\.request\.(querystring|path|header)\."
_PARAMETERS: Node = {
    "items": {
        "type": ["string", "object"],
        "pattern": _PARAMETER,
        "propertyNames": {"pattern": _PARAMETER},
        "additionalProperties": _closed(("Required", "Caching")),
    }
}
"""`_add_swagger_integration` in `model/eventsources/push.py`"""
EVENTS: dict[str, tuple[tuple[str, ...], dict[str, Node]]] = {
    "Api": ((), {"RequestParameters": _PARAMETERS}),
    **dict.fromkeys(("CloudWatchEvent", "EventBridgeRule"), (("Pattern",), _DEAD_LETTERS)),
    **dict.fromkeys(("Schedule", "ScheduleV2"), ((), _DEAD_LETTERS)),
    **dict.fromkeys(("DynamoDB", "Kinesis", "SQS"), ((), _PULLED)),
    "MSK": ((), {**_PULLED, "SchemaRegistryConfig": _REGISTRY}),
    "MQ": (tuple(_MQ), {**_PULLED, **_MQ}),
    "DocumentDB": (tuple(_DOCUMENTS), {**_PULLED, **_DOCUMENTS}),
    "SelfManagedKafka": (
        tuple(_KAFKA),
        {**_PULLED, **_KAFKA, "SchemaRegistryConfig": _REGISTRY},
    ),
}
"""What the methods of the classes of event sources refuse, by the kind of the event.

With the properties that they need besides: a rule without a pattern has no schedule either.
`model/eventsources/pull.py`
"""

"""What the SAM translator itself demands: part of `scripts/resource_schemas.py`.

The classes of the translator (Apache-2.0) say of each property whether it must be there and which
kinds of values it may have; a template that does not meet that is refused before CloudFormation
sees it. The kinds are found by asking: a class has a function for each property, not a schema.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from samtranslator.model import sam_resources
from samtranslator.model.api import api_generator, http_api_generator
from samtranslator.model.eventsources import pull
from samtranslator.plugins.globals.globals import Globals

Node = dict[str, Any]
_SAM = "AWS::Serverless::"
_SAMPLES: tuple[tuple[str, Any], ...] = (
    ("string", "a"),
    ("integer", 1),
    ("number", 1.5),
    ("boolean", True),
    ("object", {}),
    ("object", {"a": {"b": "c"}}),
    ("array", []),
    ("array", ["a"]),
    ("array", [{"a": "b"}]),
)
_KINDS = dict.fromkeys(kind for kind, _ in _SAMPLES)
_FILLED_IN = ("RestApiId",)
"""Properties of events that the translator sets where they are missing."""


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
_DESTINATION: Node = {
    **_OPEN,
    "properties": {"Type": {"enum": ["SQS", "SNS", "EventBridge", "Lambda", "S3Bucket"]}},
}
"""`_validate_and_inject_resource` in `model/sam_resources.py`"""
_MUTUAL_TLS = _closed(("TruststoreUri", "TruststoreVersion"))
"""`_construct_api_domain` in `model/api/api_generator.py` and `apiv2_generator.py`"""
_GATEWAY_RESPONSES = _each(
    _closed(
        api_generator.GatewayResponseProperties,
        {"ResponseParameters": _closed(("Headers", "Paths", "QueryStrings"))},
    )
)
"""`_add_gateway_responses` in `model/api/api_generator.py`, and `ApiGatewayResponse`"""
_INSIDE: dict[str, Node] = {
    "AWS::Serverless::Api": {
        "Auth": _closed(
            api_generator.AuthProperties._fields,
            {
                "Authorizers": _each(_OBJECT),
                "DefaultAuthorizer": _STRING,
                "ResourcePolicy": _OBJECT,
                "UsagePlan": _closed(api_generator.UsagePlanProperties._fields),
            },
        ),
        "Cors": {**_closed(api_generator.CorsProperties._fields), "type": ["object", "string"]},
        "Domain": {
            **_OPEN,
            "properties": {
                "EndpointConfiguration": {"enum": ["EDGE", "PRIVATE", "REGIONAL"]},
                "MutualTlsAuthentication": _MUTUAL_TLS,
                "Route53": _OBJECT,
                "AccessAssociation": _OBJECT,
            },
        },
        "GatewayResponses": _GATEWAY_RESPONSES,
        "Models": _each({**_OBJECT, "required": ["type"]}),
    },
    "AWS::Serverless::HttpApi": {
        "Auth": _closed(
            http_api_generator.AuthProperties._fields,
            {"Authorizers": _each(_OBJECT), "DefaultAuthorizer": _STRING},
        ),
        "CorsConfiguration": {
            **_closed(http_api_generator.CorsProperties._fields),
            "type": ["object", "boolean", "string"],
        },
        "Domain": {
            **_OPEN,
            "properties": {"MutualTlsAuthentication": _MUTUAL_TLS, "Route53": _OBJECT},
        },
    },
    "AWS::Serverless::Function": {
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
_EVENTS: dict[str, tuple[tuple[str, ...], dict[str, Node]]] = {
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

With the properties that they need besides. `model/eventsources/pull.py`
"""


def demands() -> Iterator[tuple[str, Node]]:
    """The types of SAM, each with the schema of its properties as far as its class says it."""
    for given in vars(sam_resources).values():
        name = getattr(given, "resource_type", None)
        if isinstance(name, str) and name.startswith(_SAM) and given.property_types:
            yield name, _of_class(name, given)


def _of_class(name: str, given: Any) -> Node:
    shared = Globals.supported_properties.get(name, ())
    schema = _properties(given.property_types, optional=shared)
    for key, inside in _INSIDE.get(name, {}).items():
        schema["properties"].setdefault(key, {}).update(inside)
    events = getattr(given, "event_resolver", None)
    if events is not None:
        schema["properties"]["Events"] = _events(events.resource_types)
    return schema


def _properties(types: dict[str, Any], optional: Any = ()) -> Node:
    """What is required, and the kinds of values; `optional` may come from elsewhere."""
    required = [key for key, one in types.items() if one.required and key not in optional]
    kinds = {key: _kinds(one) for key, one in types.items() if not key.startswith("__")}
    return {
        **({"required": required} if required else {}),
        "properties": {key: {"type": found} for key, found in kinds.items() if found},
    }


def _kinds(given: Any) -> list[str] | None:
    """The kinds of values that a property may have; None where that is any, or a few values."""
    found = {kind for kind, sample in _SAMPLES if given.validate(sample, should_raise=False)}
    return [kind for kind in _KINDS if kind in found] if 0 < len(found) < len(_KINDS) else None


def _events(types: dict[str | None, Any]) -> Node:
    classes = {kind: given for kind, given in types.items() if kind is not None}
    branches = []
    for kind, given in classes.items():
        inner = _properties(given.property_types, optional=_FILLED_IN)
        needs, inside = _EVENTS.get(kind, ((), {}))
        if needs:
            inner["required"] = [*inner.get("required", ()), *needs]
        for key, node in inside.items():
            inner["properties"][key] = {**inner["properties"].get(key, {}), **node}
        needed = {"required": ["Properties"]} if "required" in inner else {}
        branches.append(
            {
                "if": {"properties": {"Type": {"const": kind}}, "required": ["Type"]},
                "then": {**needed, "properties": {"Properties": inner}},
            }
        )
    event = {
        "type": ["object"],
        "required": ["Type"],
        "properties": {"Type": {"enum": sorted(classes)}},
        "allOf": branches,
    }
    return {"type": ["object"], "additionalProperties": event}

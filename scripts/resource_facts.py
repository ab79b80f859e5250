"""What the schemas of resource types do not say: attributes of `Fn::GetAtt`, and the types of SAM.

A part of `scripts/resource_schemas.py`. The attributes come from cfn-lint (MIT-0), which corrects
what is read-only; the types of SAM from the classes of the SAM translator (Apache-2.0).

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cfnlint.schema import Schema

_OPEN_TO_SAM = ("AWS::Serverless::GraphQLApi",)
"""SAM types whose class takes any property: the translator sets `validate_setattr = False`."""
_PASSED_ON = {"AWS::Serverless::Function": "AWS::Lambda::Function"}
"""SAM types, each with the type that gets its pass-through properties as they are written."""
_HANDED_ON = ("Environment", "Layers")
"""Properties of SAM functions that go to the function as they are, if not marked as such."""
_EVENTS = "Events.*.Properties."
_SAM_CREATE_ONLY = {
    "AWS::Serverless::Api": ("StageName",),
    "AWS::Serverless::Function": (
        *("FunctionName", "PackageType", "TenancyConfig", "DurableConfig", "Events.*.Type"),
        *(f"{_EVENTS}{key}" for key in ("Name", "EventBusName", "LogGroupName", "Topic")),
        *(f"{_EVENTS}{key}" for key in ("Broker", "Cluster", "Queue", "Stream", "Bucket")),
        *(f"{_EVENTS}{key}" for key in ("StartingPosition", "StartingPositionTimestamp")),
    ),
    "AWS::Serverless::HttpApi": ("StageName",),
    "AWS::Serverless::LayerVersion": (
        *("LayerName", "Description", "ContentUri", "CompatibleArchitectures"),
        *("CompatibleRuntimes", "LicenseInfo"),
    ),
    "AWS::Serverless::SimpleTable": ("TableName", "PrimaryKey"),
    "AWS::Serverless::StateMachine": (
        *("Name", "Type", "Events.*.Type"),
        *(f"{_EVENTS}{key}" for key in ("Name", "EventBusName")),
    ),
    "AWS::Serverless::WebSocketApi": ("StageName",),
}
"""Properties of SAM types that become create-only properties of what the translator generates:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html"""
_SAM_IDENTIFIERS = {
    "AWS::Serverless::Function": ("FunctionName",),
    "AWS::Serverless::SimpleTable": ("TableName",),
    "AWS::Serverless::StateMachine": ("Name",),
}

Entry = dict[str, Any]


def attributes(schemas: Iterable[Entry]) -> list[str]:
    """What `Fn::GetAtt` returns of a type, in any Region: `Endpoint.Address`, `Outputs.*`."""
    return sorted(
        {key.replace("\\..*", ".*") for schema in schemas for key in Schema(schema).get_atts}
    )


def sam_types(names: Iterable[str], known: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The types of SAM: only what the translator itself refuses is closed.

    It refuses properties that the class of a type, or of an event, does not list, and properties
    in `Globals` that the plugin does not list. `known` are the schemas of CloudFormation's types.
    """
    from samtranslator.model import PassThroughProperty, sam_resources
    from samtranslator.plugins.globals.globals import Globals

    classes = {
        getattr(value, "resource_type", None): value for value in vars(sam_resources).values()
    }
    for name in sorted(names):
        if name not in classes or name in _OPEN_TO_SAM:
            continue
        given = classes[name]
        entry: Entry = {
            "properties": sorted(key for key in given.property_types if not key.startswith("__"))
        }
        if name in _PASSED_ON:
            entry["target"] = _PASSED_ON[name]
            properties = known[_PASSED_ON[name]]["properties"]
            entry["handedOn"] = sorted(
                key
                for key, kind in given.property_types.items()
                if isinstance(kind, PassThroughProperty) or key in _HANDED_ON
                if key in properties
            )
        if name in _SAM_CREATE_ONLY:
            entry["createOnly"] = sorted(_SAM_CREATE_ONLY[name])
        if name in _SAM_IDENTIFIERS:
            entry["identifier"] = sorted(_SAM_IDENTIFIERS[name])
        events = getattr(given, "event_resolver", None)
        if events is not None:
            entry["events"] = {
                kind: sorted(event.property_types)
                for kind, event in events.resource_types.items()
                if kind is not None
            }
        if name in Globals.supported_properties:
            entry["globals"] = sorted(Globals.supported_properties[name])
        yield name, entry

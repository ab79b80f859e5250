"""The table of resource types is whole, and says what the types' pages say."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from auditor.data.resource_schema import ResourceType, resource_type

TABLE = files("auditor.data").joinpath("resource_types")
SERVICES = sorted(
    place.name.removesuffix(".json")
    for place in TABLE.iterdir()
    if place.name.endswith(".json") and place.name != "source.json"
)


def known(name: str) -> ResourceType:
    found = resource_type(name)
    assert found is not None
    return found


def entries(service: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(TABLE.joinpath(f"{service}.json").read_bytes())
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_every_shape_that_is_named_is_there(service: str) -> None:
    for name, entry in entries(service).items():
        assert "-".join(name.split("::")[:2]) == service
        shapes = entry.get("shapes", {})
        for shape in (entry["properties"], *shapes.values()):
            for held in shape.values():
                assert held[0] in "alov"
                assert held[1:] == "" or held[1:] in shapes


def test_source_is_told() -> None:
    source = json.loads(TABLE.joinpath("source.json").read_bytes())
    assert source["schema_date"][:2] == "20"
    assert source["cfn-lint"]["licence"] == "MIT-0"
    assert source["aws-sam-translator"]["licence"] == "Apache-2.0"


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("AWS::Lambda::Function", "Arn"),
        ("AWS::SNS::Topic", "TopicName"),
        ("AWS::RDS::DBInstance", "Endpoint.Address"),
        ("AWS::EC2::Subnet", "AvailabilityZone"),
        ("AWS::CloudFormation::Stack", "Outputs.*"),
    ],
)
def test_attributes(name: str, attribute: str) -> None:
    assert attribute in (known(name).attributes or ())


def test_nested_shapes() -> None:
    function = known("AWS::Lambda::Function")
    environment = function.shape(function.properties["Environment"])
    assert environment is not None
    assert list(environment) == ["Variables"]
    assert function.shape(environment["Variables"]) is None
    assert function.shape(function.properties["Tags"]) == {"Key": "v", "Value": "v"}
    assert function.properties["Layers"] == "l"


def test_what_an_author_may_name_freely_has_no_shape() -> None:
    role = known("AWS::IAM::Role")
    assert role.shape(role.properties["AssumeRolePolicyDocument"]) is None
    stack = known("AWS::CloudFormation::Stack")
    assert stack.shape(stack.properties["Parameters"]) is None


def test_schemas_that_hold_themselves_end() -> None:
    acl = known("AWS::WAFv2::WebACL")
    statement = acl.shapes["Statement"]
    held = acl.shape(statement["NotStatement"])
    assert held is not None
    assert acl.shape(held["Statement"]) == statement


def test_sam() -> None:
    function = known("AWS::Serverless::Function")
    assert function.attributes is None
    assert "ReservedConcurrentExecutions" in (function.globals or ())
    assert "Role" not in (function.globals or ())
    assert "Schedule" in function.events["Schedule"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Custom::Thing",
        "My::Company::Shop::MODULE",
        "AWS::Lambda",
        "AWS::Nothing::Here",
        "AWS::../resource_schema::x",
        "AWS::Lambda::Functions",
        "AWS::\0::x",
        "Ä::Ö::Ü",
    ],
)
def test_what_is_not_known(name: str) -> None:
    assert resource_type(name) is None

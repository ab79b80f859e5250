"""The table of resource types is whole, and says what the types' pages say."""

from __future__ import annotations

import pytest

from auditor.data.resource_schemas import type_names
from auditor.data.resource_types import ResourceType, resource_type
from auditor.data.table import read_table


def known(name: str) -> ResourceType:
    found = resource_type(name)
    assert found is not None
    return found


def test_every_shape_that_a_type_of_any_service_names_is_there() -> None:
    services = {name.rpartition("::")[0]: name for name in type_names()}
    services["AWS::Serverless"] = "AWS::Serverless::Function"
    for name in services.values():
        kind = known(name)
        seen: set[str] = set()
        waiting = [kind.properties]
        while waiting:
            for held in waiting.pop().values():
                assert held[0] in "alov"
                shape = kind.shape(held)
                if shape is not None and held[1:] not in seen:
                    seen.add(held[1:])
                    waiting.append(shape)


def test_what_beside_the_schemas_is_told_of_is_a_type() -> None:
    for table in ("attributes.json", "sam.json"):
        for name in read_table("resource_schemas", table):
            assert resource_type(name) is not None


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
    rule = acl.shape(acl.properties["Rules"])
    assert rule is not None
    statement = acl.shape(rule["Statement"])
    assert statement is not None
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
        "AWS::../resource_types::x",
        "AWS::Lambda::Functions",
        "AWS::\0::x",
        "Ä::Ö::Ü",
    ],
)
def test_what_is_not_known(name: str) -> None:
    assert resource_type(name) is None


def test_the_shapes_of_events_outlive_what_is_forgotten_of_types() -> None:
    """A process that meets more types than are kept makes the first ones anew."""
    for _ in range(2):
        resource_type.cache_clear()
        kind = resource_type("AWS::Serverless::Function")
        assert kind is not None
        held = kind.event_shape("Schedule")["DeadLetterConfig"]
        shape = kind.shape(held)
        assert shape is not None
        assert "Arn" in shape

"""What SAM passes on is there on both sides, and rows and schemas follow it."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.data.property_combinations import combinations
from auditor.data.refused_values import refused_values
from auditor.data.resource_schemas import schema_of
from auditor.data.resource_types import resource_type
from auditor.data.sam_passed_on import PassedOn, made_anyway, passed_from, passed_on, sam_types
from auditor.template.gaps import followed
from auditor.template.template import SAM_GLOBALS

ALL = [(name, place) for name in sam_types() for place in passed_on(name)]
FUNCTION = "AWS::Serverless::Function"
_ALIAS = "AWS::StepFunctions::StateMachineAlias"
WITHOUT_SCHEMA = {
    ("AWS::ApiGatewayV2::Stage", "RouteSettings.*"),
    ("AWS::DynamoDB::Table", "KeySchema[].AttributeName"),
    (_ALIAS, "DeploymentPreference.Role"),
    (_ALIAS, "DeploymentPreference.TriggerConfigurations"),
}
"""What the translator writes where the schema of the type says nothing of a property."""


def _at(place: PassedOn) -> Any:
    root = schema_of(place.type)
    node: Any = root
    for step in place.steps:
        if root is None or not isinstance(node, dict):
            return None
        held = followed(root, node)
        if step in ("[]", "*"):
            node = held.get("items" if step == "[]" else "additionalProperties")
        else:
            node = held.get("properties", {}).get(step)
    return node


def test_what_globals_have_a_section_for_becomes_other_resources() -> None:
    assert set(SAM_GLOBALS) < set(sam_types())


def test_every_value_comes_to_stand_where_its_type_has_a_property() -> None:
    known = [(name, one) for name, one in ALL if schema_of(one.type) is not None]
    assert len(known) > 400
    assert {(one.type, one.place) for _, one in known if _at(one) is None} == WITHOUT_SCHEMA


def test_every_value_is_one_that_sam_takes() -> None:
    for name, one in ALL:
        kind = resource_type(name)
        if kind is None:
            assert name == "AWS::Serverless::GraphQLApi"  # its class takes any property
            continue
        has = kind.properties if one.event is None else kind.events[one.event]
        assert one.way.split(".")[0] in has


def test_what_sam_changes_is_not_passed_on() -> None:
    ways = {one.way.split(".")[0] for name, one in ALL if name == FUNCTION and one.event is None}
    assert ways.isdisjoint({"CodeUri", "Events", "ImageUri", "Policies", "Tags"})
    apis = {one.way for name, one in ALL if name == "AWS::Serverless::Api"}
    assert apis.isdisjoint({"Auth", "Cors", "DefinitionBody", "DefinitionUri", "Tags"})


def test_a_value_below_what_is_passed_on_is_passed_on_with_it() -> None:
    one = passed_from(FUNCTION, "VpcConfig.SubnetIds", None)
    assert one is not None
    assert (one.type, one.place) == ("AWS::Lambda::Function", "VpcConfig")
    assert passed_from(FUNCTION, "VpcConfigs", None) is None
    assert passed_from(FUNCTION, "Schedule", "SQS") is None


def test_what_is_missing_and_made_is_known() -> None:
    made = made_anyway(FUNCTION, "ScheduleV2", "AWS::Scheduler::Schedule")
    assert "FlexibleTimeWindow" in made
    assert "Role" in made_anyway(FUNCTION, None, "AWS::Lambda::Function")


@pytest.mark.parametrize(
    ("each", "when", "needs"),
    [
        ("", {"FileSystemConfigs"}, {"VpcConfig"}),
        (
            "Events{ScheduleV2}",
            {"FlexibleTimeWindow.Mode"},
            {"FlexibleTimeWindow.MaximumWindowInMinutes"},
        ),
    ],
)
def test_rows_are_carried_to_the_type_of_sam(each: str, when: set[str], needs: set[str]) -> None:
    rows = combinations()[FUNCTION]
    assert [r for r in rows if r.each == each and set(r.when) == when and set(r.needs) == needs]


def test_rows_about_what_is_not_passed_on_are_not_carried() -> None:
    carried = [row for row in combinations()[FUNCTION] if "Code.S3Key" in row.when]
    assert carried == []
    names = {".".join(row.path) for row in refused_values()["AWS::Serverless::SimpleTable"]}
    assert names == {"TableName"}  # a table has Tags as a list, and SAM as a mapping


def test_a_row_of_sam_comes_before_one_that_says_the_same() -> None:
    asked = [row for row in combinations()[FUNCTION] if set(row.when) == {"InlineCode"}]
    assert len([row for row in asked if set(row.needs) == {"Runtime"}]) == 1


def test_other_types_have_the_rows_that_are_written_for_them() -> None:
    rows = combinations()
    assert len(rows["AWS::Lambda::Function"]) == len(rows.read("AWS::Lambda::Function"))

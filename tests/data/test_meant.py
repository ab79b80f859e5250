"""Each row of what people mean is about something that is not there, and leads to what is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from auditor.data.meant import (
    attribute_row,
    property_row,
    required_row,
    type_row,
    value_row,
    wrap_row,
)
from auditor.data.resource_schemas import schema_of
from auditor.data.resource_types import resource_type
from auditor.data.table import read_table
from auditor.template.gaps import followed


def rows(table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_table("meant", f"{table}.json")
    return found


def name_of(row: Mapping[str, Any]) -> str:
    keys = ("type", "in", "key", "property", "attribute", "wrote")
    return " ".join(str(row[key]) for key in keys if row.get(key))


def every(table: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows(table), ids=name_of)


def properties_at(type_name: str, way: str) -> Mapping[str, Any]:
    """The properties of the mappings at a way through properties and items."""
    root = schema_of(type_name)
    if root is None:
        kind = resource_type(type_name)
        assert kind is not None
        return kind.properties
    here: Mapping[str, Any] = root
    for name in filter(None, way.split(".")):
        here = mapping(root, here["properties"][name])
    found: dict[str, Any] = dict(here["properties"])
    if type_name.startswith("AWS::Serverless::") and not way:
        # the schemas have what SAM hands on; the names of the others are known without a kind
        known = resource_type(type_name)
        assert known is not None
        found.update((name, True) for name in known.properties if name not in found)
    return found


def mapping(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    here = followed(root, node)
    while "items" in here:
        here = followed(root, here["items"])
    return here


@every("properties")
def test_properties_lead_from_what_is_not_to_what_is(row: dict[str, Any]) -> None:
    there = properties_at(row["type"], row["in"])
    assert row["key"] not in there
    if row["do"] == "move-up":
        there = properties_at(row["type"], "")
    if row["do"] == "move-to":
        assert {row["key"], row["name"]} <= properties_at(row["to"], "").keys()
        other, _, way = row["or"].partition(".")
        assert {way, row["with"], row["name"]} <= properties_at(other, "").keys()
        assert row["key"] in properties_at(other, way)
        return
    if row["do"] == "own":
        assert {row["inside"], row["name"]} == properties_at(row["to"], "").keys()
        return
    way = row.get("to", "").split(".")
    if row["do"] == "move-in":
        properties = properties_at(row["type"], ".".join(filter(None, (row["in"], *way[:-1]))))
        assert way[-1] in properties
    elif row["do"] != "remove":
        assert way[0] in there
    assert property_row(row["type"], row["in"], row["key"]) is not None


@pytest.mark.parametrize("row", [row for row in rows("properties") if "keys" in row], ids=name_of)
def test_keys_of_items_become_those_that_there_are(row: dict[str, Any]) -> None:
    way = ".".join(filter(None, (row["in"], row["to"])))
    assert {*row["keys"].values()} <= properties_at(row["type"], way).keys()


@every("values")
def test_values_lead_from_what_is_not_taken_to_what_is(row: dict[str, Any]) -> None:
    way, _, name = row["property"].rpartition(".")
    root = schema_of(row["type"]) or {}
    allowed = mapping(root, properties_at(row["type"], way)[name])["enum"]
    assert row["wrote"] not in allowed
    assert "meant" in row or row["remove"]
    assert row.get("meant", allowed[0]) in allowed
    assert value_row(row["type"], row["property"], row["wrote"]) is not None


@every("types")
def test_types_lead_from_what_is_not_to_what_is(row: dict[str, Any]) -> None:
    assert schema_of(row["wrote"]) is None
    assert ("meant" in row) != ("instead" in row)
    assert "meant" not in row or schema_of(row["meant"]) is not None
    keys = row.get("keys", {})
    assert not keys or {*keys.values()} <= properties_at(row["meant"], "").keys()
    assert type_row(row["wrote"]) is not None


@every("required")
def test_required_values_are_of_properties_that_there_are(row: dict[str, Any]) -> None:
    assert row["property"] in properties_at(row["type"], row["in"])
    assert required_row(row["type"], row["in"], row["property"]) is not None


@pytest.mark.parametrize("row", [row for row in rows("required") if "by" in row], ids=name_of)
def test_values_by_a_reference_are_for_types_that_there_are(row: dict[str, Any]) -> None:
    there = properties_at(row["type"], row["in"])
    assert row["by"] in there
    assert {*row["values"].values()} <= {*there[row["property"]]["enum"]}
    assert all(schema_of(name) is not None for name in row["values"])


@every("types")
def test_what_does_or_holds_it_instead_exists(row: dict[str, Any]) -> None:
    assert "done_by" not in row or schema_of(row["done_by"]) is not None
    attaches = row.get("attaches")
    assert attaches is None or attaches["list"] in properties_at(attaches["type"], "")


@every("wraps")
def test_what_a_text_is_put_into_is_one_of_several_properties(row: dict[str, Any]) -> None:
    there = properties_at(row["type"], row["property"])
    assert row["into"] in there
    assert len(there) > 1
    assert wrap_row(row["type"], row["property"]) is not None


@every("attributes")
def test_attributes_with_a_known_value_are_not_returned(row: dict[str, Any]) -> None:
    kind = resource_type(row["type"])
    assert kind is not None
    assert row["attribute"] not in (kind.attributes or ())
    assert attribute_row(row["type"], row["attribute"]) is not None


@pytest.mark.parametrize(
    "table", ["attributes", "properties", "required", "types", "values", "wraps"]
)
def test_each_row_has_a_source_and_a_date(table: str) -> None:
    for row in rows(table):
        assert row["source"].startswith("https://")
        assert row["date"][:2] == "20"


def test_what_is_right_has_no_row() -> None:
    assert property_row("AWS::Lambda::Function", "", "Handler") is None
    assert value_row("AWS::DynamoDB::Table", "BillingMode", "PROVISIONED") is None
    assert type_row("AWS::S3::Bucket") is None
    assert required_row("AWS::Lambda::Function", "", "Role") is None

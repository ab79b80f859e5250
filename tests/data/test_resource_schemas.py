"""The table of schemas has all types, says what judges them, and where they are."""

from __future__ import annotations

import re

import fastjsonschema
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from auditor.data.resource_schemas import has_service, lacking, schema_of, source, type_names
from auditor.schemas.quick import Checks

TYPE = re.compile(r"[A-Z][A-Za-z0-9]*(::[A-Za-z0-9]+){2}")


def test_every_type_is_found_by_its_name_with_a_schema_that_is_one() -> None:
    demand_a_schema = fastjsonschema.compile(Draft7Validator.META_SCHEMA, use_default=False)
    names = list(type_names())
    assert len(names) > 1800
    assert len(names) == len(set(names))
    for name in names:
        schema = schema_of(name)
        assert TYPE.fullmatch(name) or name.startswith("AMZN::"), name
        assert schema is not None
        demand_a_schema(schema)
        for kind in (dict, list, str, int):
            list(Checks(schema).judges(schema, kind))


def test_what_is_no_type_has_no_schema() -> None:
    for name in ("", "AWS", "AWS::EC2", "AWS::EC2::", "AWS::../x::y", "a\n::b::c"):
        assert schema_of(name) is None


def test_a_custom_resource_may_be_called_anything() -> None:
    assert schema_of("Custom::A") == schema_of("AWS::CloudFormation::CustomResource")


def test_services() -> None:
    assert has_service("AWS::EC2::Nothing")
    assert not has_service("AWS::Nothing::Here")


def test_regions_that_lack_a_type() -> None:
    assert lacking("AWS::S3::Bucket") == frozenset()
    assert "us-east-1" not in lacking("AWS::QBusiness::Application")
    assert "af-south-1" in lacking("AWS::QBusiness::Application")


def test_source_is_told() -> None:
    assert source()["schema_date"][:2] == "20"
    assert source()["cfn-lint"]["licence"] == "MIT-0"

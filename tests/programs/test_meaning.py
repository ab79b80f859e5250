"""The table of what classes are in CloudFormation names what there is, on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from auditor.data.pulumi_classes import MAJORS, class_of
from auditor.data.pulumi_meaning import Meaning, meaning_of, meanings
from auditor.programs.meaning import schemas
from auditor.programs.reading.packages.enums import member, principal

NAMES = sorted(meanings())


def known(name: str) -> set[str]:
    """The arguments that a class takes in any version, by their names in JavaScript."""
    found: set[str] = set()
    for version in MAJORS:
        kind = class_of(version, name)
        found |= set() if kind is None else {*kind.arguments.values(), *kind.outputs.values()}
    return found


def kind_of(name: str) -> str:
    """The class of a row: those of variants have the value behind the name."""
    return name if known(name) else name.rpartition(".")[0]


def of(name: str) -> Meaning:
    meaning = meaning_of(name)
    assert meaning is not None
    return meaning


def whole_schema(meaning: Meaning) -> Any:
    schema = schemas.type_schema(meaning.schema or meaning.type)
    if meaning.join is not None and meaning.schema:
        schema = schemas.part(schema, meaning.join.at)
        schema = schemas.items(schema) if meaning.join.item else schema
    return schema


def inside(schema: Any) -> Any:
    return schemas.items(schema) if "array" in schemas.kinds(schema) else schema


def properties(meaning: Meaning) -> Iterator[tuple[str, str, Any]]:
    """Each argument of the table with its property, and the schema that it is one of."""
    for argument, key in meaning.args.items():
        if key is None or key == "^":
            continue
        schema = whole_schema(meaning)
        steps = argument.split(".")
        for index in range(1, len(steps)):
            here = ".".join(steps[:index])
            above = meaning.args.get(here)
            if above is None:
                lowered = {name.lower(): name for name in schema.get("properties", {})}
                plain = steps[index - 1].lower()
                above = lowered.get(plain) or lowered.get(plain + "s") or lowered[plain[:-1]]
            schema = schema if above == "^" else inside(schemas.part(schema, above.rstrip("?")))
        yield argument, key.rstrip("?"), schema


@pytest.mark.parametrize("name", NAMES)
def test_a_class_takes_the_arguments(name: str) -> None:
    arguments = {argument.partition(".")[0] for argument in of(name).args}
    assert arguments <= known(kind_of(name)), arguments - known(kind_of(name))
    assert set(of(name).returns) <= {*known(kind_of(name)), "id"}


@pytest.mark.parametrize("name", NAMES)
def test_a_type_has_the_properties(name: str) -> None:
    meaning = of(name)
    if meaning.type.startswith("Pulumi::") or (meaning.join and not meaning.schema):
        return
    assert whole_schema(meaning).get("properties"), meaning
    for argument, key, schema in properties(meaning):
        assert schemas.part(schema, key), f"{argument}: {key}"


@pytest.mark.parametrize(
    ("holder", "least"),
    [
        ("iam.ManagedPolicy", 1100),
        ("ec2.InstanceType", 1200),
        ("rds.InstanceType", 75),
        ("s3.CannedAcl", 8),
        ("ssm.ParameterType", 3),
        ("route53.RecordType", 12),
        ("ec2.Tenancy", 2),
        ("ec2.ProtocolType", 4),
        ("rds.StorageType", 4),
        ("rds.EngineType", 5),
        ("alb.IpAddressType", 2),
        ("alb.LoadBalancerType", 2),
        ("iam.PolicyStatementEffect", 2),
    ],
)
def test_members_of_the_provider_are_what_its_package_says(holder: str, least: int) -> None:
    module, name = holder.split(".")
    members = getattr(import_module(f"pulumi_aws.{module}"), name)
    found = {one.value: member(f"{holder}.{one.name}") for one in members}
    known = {value: ours for value, ours in found.items() if ours is not None}
    assert len(known) >= least
    assert all(value == ours for value, ours in known.items())


def test_members_have_the_names_of_scripts_too() -> None:
    assert member("ec2.InstanceType.C5_2XLarge") == "c5.2xlarge"
    assert member("rds.InstanceTypes.T4G_Micro") == "db.t4g.micro"
    policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    assert member("iam.ManagedPolicy.AWSLambdaBasicExecutionRole") == policy
    assert principal("iam.Principals.EcsTasksPrincipal") == "ecs-tasks.amazonaws.com"
    assert principal("iam.Principals.AcmServicePrincipal") == "acm.amazonaws.com"
    assert member("s3.Bucket.get") is None

"""The table of what is imported for a template says what the modules say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from auditor.aws import order
from auditor.aws.order.need import Need
from auditor.aws.order.rooms import ORDERED_TYPES, ROOMS, needs
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.template import Template


def test_each_module_is_listed_with_its_types() -> None:
    names = {path.stem for path in Path(order.__file__).parent.glob("*.py")}
    assert names - {"__init__", "need", "rooms"} == ROOMS.keys()
    for room, types in ROOMS.items():
        module = import_module(f"auditor.aws.order.{room}")
        assert types == module.TYPES
        assert set(types) <= set(ORDERED_TYPES)


def test_the_needs_of_all_types_of_a_template_are_found() -> None:
    def resource(kind: str, **properties: Tree) -> Tree:
        return {"Type": kind, "Properties": properties}

    queue, stage, key = "AWS::SQS::Queue", "AWS::ApiGateway::Stage", "AWS::ApiGateway::ApiKey"
    arn: Tree = {"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:dead"}
    resources: Tree = {
        "Dead": resource(queue, QueueName="dead"),
        "Work": resource(queue, RedrivePolicy={"deadLetterTargetArn": arn}),
        "Prod": resource(stage, StageName="prod", RestApiId={"Ref": "Api"}),
        "Key": resource(key, StageKeys=[{"RestApiId": {"Ref": "Api"}, "StageName": "prod"}]),
        "Api": resource("AWS::ApiGateway::RestApi", Name="api"),
    }
    found: list[Need] = list(needs(Template({"Resources": resources}, Settings())))
    assert {(one.source.logical_id, one.targets[0].logical_id) for one in found} == {
        ("Work", "Dead"),
        ("Key", "Prod"),
    }

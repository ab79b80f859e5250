"""The picture of a template in plain data."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from auditor.engine.stack import stack
from auditor.model.settings import Settings
from auditor.model.stack import Edge, Node, Stack
from auditor.template.template import Template

HEAD = """
Conditions:
  Wanted: {Fn::Equals: [a, {Ref: AWS::Region}]}
"""
TOPIC = """
  Topic:
    Type: AWS::SNS::Topic
"""


def made(resources: str) -> Stack:
    tree: dict[str, Any] = yaml.safe_load(f"{HEAD}\nResources:{TOPIC}{resources}")
    return stack(Template(tree, Settings()), "a.yaml")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Properties: {TopicArn: {Ref: Topic}}", [Edge("A", "Topic", ("Ref",))], id="Ref"
        ),
        pytest.param(
            "Properties: {TopicArn: {Fn::GetAtt: [Topic, TopicName]}}",
            [Edge("A", "Topic", ("Fn::GetAtt",))],
            id="Fn::GetAtt",
        ),
        pytest.param(
            'Properties: {TopicArn: {Fn::Sub: "x-${Topic}"}, Endpoint: {Ref: Topic}}',
            [Edge("A", "Topic", ("Fn::Sub", "Ref"))],
            id="one edge for several",
        ),
        pytest.param("DependsOn: Topic", [Edge("A", "Topic", ("DependsOn",))], id="DependsOn"),
        pytest.param(
            'Properties: {TopicArn: {Fn::If: [Wanted, {Ref: Topic}, ""]}}',
            [Edge("A", "Topic", ("Ref",), conditional=True)],
            id="in a branch",
        ),
        pytest.param(
            'DependsOn: Topic\n    Properties: {TopicArn: {Fn::If: [Wanted, {Ref: Topic}, ""]}}',
            [Edge("A", "Topic", ("DependsOn", "Ref"))],
            id="in a branch and elsewhere",
        ),
        pytest.param(
            "Condition: Wanted\n    Properties: {TopicArn: {Ref: Topic}}",
            [Edge("A", "Topic", ("Ref",))],
            id="a condition of the resource itself",
        ),
        pytest.param("Metadata: {A: {Ref: Topic}}", [], id="Metadata"),
        pytest.param("Properties: {TopicArn: {Ref: Nowhere}}", [], id="unknown"),
        pytest.param("Properties: {TopicArn: {Ref: AWS::Region}}", [], id="pseudo parameter"),
    ],
)
def test_edges(body: str, expected: list[Edge]) -> None:
    one = made(f"  A:\n    Type: AWS::SNS::Subscription\n    {body}\n")
    assert one.nodes == (Node("Topic", "AWS::SNS::Topic"), Node("A", "AWS::SNS::Subscription"))
    assert list(one.edges) == expected


def test_the_file_is_kept_and_no_resources_are_no_nodes() -> None:
    assert stack(Template({"Resources": {}}, Settings()), "b.yaml") == Stack("b.yaml", (), ())

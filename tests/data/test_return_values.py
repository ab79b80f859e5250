"""The table of return values agrees with the resource schemas."""

from __future__ import annotations

import pytest

from auditor.data.resource_types import resource_type
from auditor.data.return_values import returned
from auditor.data.table import read_table

TYPES = read_table("return_values.json")["types"]


@pytest.mark.parametrize("name", TYPES)
def test_types_and_their_attributes_exist(name: str) -> None:
    schema, values = resource_type(name), returned(name)
    assert schema is not None
    assert values is not None
    assert values.ref in ("address", "arn", "id", "name", "url")
    assert not values.arn or schema.attributes is None or values.arn in schema.attributes


def test_attributes_are_told_apart() -> None:
    queue, topic = returned("AWS::SQS::Queue"), returned("AWS::SNS::Topic")
    assert queue is not None
    assert topic is not None
    assert queue.is_arn("") is False
    assert queue.is_arn("Arn") is True
    assert queue.is_arn("QueueName") is False
    assert queue.is_arn("Something") is None
    assert topic.is_arn("") is True
    assert returned("Custom::Thing") is None

"""What stands for unknown values in code is never taken for the author's text."""

from __future__ import annotations

import pytest

from auditor.embedded import javascript, python
from auditor.embedded.facts import Text
from auditor.embedded.stand_ins import without_stand_ins

PYTHON = """
import os, boto3, cfnaudit_value_lib
client = boto3.client("sns", region_name="cfnaudit_value_Region")
other = boto3.client("cfnaudit_value_Service")
def handler(event, context):
    os.environ["cfnaudit_value_Name"]
    client.publish(TopicArn="arn:aws:sns:cfnaudit_value_Region:1:cfnaudit_value_Topic", Message="x")
    other.publish(Message="x")
"""
JAVASCRIPT = """
const { SNS } = require("@aws-sdk/client-sns");
const sns = new SNS({ region: "cfnaudit_value_Region" });
exports.handler = async () => sns.publish({ TopicArn: "arn:cfnaudit_value_Topic", Message: "x" });
"""


def test_python() -> None:
    facts = without_stand_ins(python.facts(PYTHON))
    assert [one.module for one in facts.imports] == ["os", "boto3"]
    assert facts.reads == ()
    assert [client.region for client in facts.clients] == [Text((None,))]
    (call,) = facts.calls
    argument = call.argument("TopicArn")
    assert argument is not None
    assert argument.value == Text(("arn:aws:sns:", None, ":1:", None))


def test_javascript() -> None:
    facts = without_stand_ins(javascript.facts(JAVASCRIPT))
    assert [client.region for client in facts.clients] == [Text((None,))]
    (call,) = facts.calls
    argument = call.argument("TopicArn")
    assert argument is not None
    assert argument.value == Text(("arn:", None))


@pytest.mark.parametrize("read", [python.facts, javascript.facts], ids=["python", "javascript"])
def test_whole_code_stays_as_it_is(read: object) -> None:
    assert callable(read)
    facts = read('x = "cfnaudit"\n')
    assert without_stand_ins(facts) == facts

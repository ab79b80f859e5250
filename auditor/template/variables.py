"""Which resource of a template a variable's name can speak of."""

from __future__ import annotations

import re

from auditor.model.tree import Tree
from auditor.template.template import Resource, Template

_KINDS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "TABLE": (
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"),
        {"": "", "NAME": "", "ARN": "Arn"},
    ),
    "BUCKET": (("AWS::S3::Bucket",), {"": "", "NAME": "", "ARN": "Arn"}),
    "QUEUE": (("AWS::SQS::Queue",), {"URL": "", "ARN": "Arn", "NAME": "QueueName"}),
    "TOPIC": (("AWS::SNS::Topic",), {"": "", "ARN": "", "NAME": "TopicName"}),
    "STREAM": (("AWS::Kinesis::Stream",), {"NAME": "", "ARN": "Arn"}),
    "SECRET": (("AWS::SecretsManager::Secret",), {"ARN": "", "ID": ""}),
    "MACHINE": (("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"), {"ARN": ""}),
}
"""By a word of the name: the types, and by the name's end what `Ref` ("") or an attribute gives.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""
_IDLE = frozenset({"DYNAMODB", "DDB", "S3", "SQS", "SNS", "KINESIS", "STATE", "AWS"})


def resource_for_variable(template: Template, name: str) -> Tree | None:
    """The value for a variable of the environment, None where its name does not settle it.

    `ORDERS_TABLE_NAME` is the name of the only table, or of the one whose logical ID has "orders".
    """
    words = [word for word in name.upper().split("_") if word]
    for word, (types, ends) in _KINDS.items():
        if word not in words:
            continue
        at = words.index(word)
        end = "_".join(words[at + 1 :])
        if end not in ends:
            return None
        resource = _meant(template, types, [w for w in words[:at] if w not in _IDLE])
        if resource is None or resource.condition is not None:
            return None
        attribute = ends[end]
        if not attribute:
            return {"Ref": resource.logical_id}
        return {"Fn::GetAtt": [resource.logical_id, attribute]}
    return None


def _meant(template: Template, types: tuple[str, ...], words: list[str]) -> Resource | None:
    found = list(template.of_type(*types))
    if words:
        wanted = "".join(words).lower()
        found = [one for one in found if wanted in re.sub(r"\W", "", one.logical_id).lower()]
    return found[0] if len(found) == 1 else None

"""How the work grows with the number of resources, and with the lines of inline code."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.settings import Settings

_ROLE = """  Role@:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: [dynamodb:PutItem], Resource: "*"}]
"""
_FUNCTION = """  Function@:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "${AWS::StackName}-function-@"
      Handler: index.handler
      Runtime: python3.13
      Role: !GetAtt Role@.Arn
      Environment: {Variables: {TABLE: !Ref Table@}}
      Code:
        ZipFile: |
          import os
          import boto3
          table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
          def handler(event, context):
              table.put_item(Item={"id": event["id"]})
"""
_OTHERS = """  Logs@:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub "/aws/lambda/${AWS::StackName}-function-@"
      RetentionInDays: 30
|  Filter@:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Logs@
      FilterPattern: '{ $.level = "ERROR" }'
      MetricTransformations: [{MetricName: e, MetricNamespace: n, MetricValue: "1"}]
|  Rule@:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(5 minutes)
      Targets: [{Id: a, Arn: !GetAtt Function@.Arn}]
|  Permission@:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Function@
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: !GetAtt Rule@.Arn
|  Table@:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
|  Queue@:
    Type: AWS::SQS::Queue
|  Bucket@:
    Type: AWS::S3::Bucket
|  Custom@:
    Type: Custom::Thing
    Properties:
      ServiceToken: !GetAtt Function@.Arn
      Bucket: !Ref Bucket@
"""
_KINDS = (_ROLE, _FUNCTION, *_OTHERS.split("|"))
_STEP = """          value_@ = json.loads(event.get("field_@", "{}"))
              if value_@ and datetime.now() > start:
                  total += len(value_@)
"""


def resources(count: int) -> str:
    """A template with resources of mixed kinds that refer to one another."""
    whole = (count + len(_KINDS) - 1) // len(_KINDS)
    blocks = [kind.replace("@", str(n)) for n in range(whole) for kind in _KINDS]
    return "Resources:\n" + "".join(blocks[:count])


def code(lines: int) -> str:
    """A template with a function of as many lines of Python."""
    steps = "".join("    " + _STEP.replace("@", str(n)) for n in range(lines // 3))
    return (
        "Resources:\n  Function:\n    Type: AWS::Lambda::Function\n    Properties:\n"
        "      Handler: index.handler\n      Runtime: python3.13\n      "
        "Role: arn:aws:iam::1:role/r\n"
        "      Code:\n        ZipFile: |\n          import json\n"
        "          from datetime import datetime\n          start = datetime.now()\n"
        "          def handler(event, context):\n              total = 0\n"
        f"{steps}              return total\n"
    )


def section() -> str:
    """A table for both, with the exponents between the ends."""
    return "\n## Growth\n\n" + "\n".join(
        (
            _table("resources", resources, (100, 500, 1000, 5000)),
            _table("lines of inline Python", code, (100, 1000, 10_000)),
        )
    )


def _table(what: str, make: Callable[[int], str], sizes: Sequence[int]) -> str:
    rules = registry.load()
    check(make(20), rules, Settings())
    spent = [_spent(make(size), rules) for size in sizes]
    exponent = math.log(spent[-1] / spent[0]) / math.log(sizes[-1] / sizes[0])
    rows = "".join(
        f"| {size:,} | {seconds:.2f} | {seconds / size * 1000:.2f} |\n"
        for size, seconds in zip(sizes, spent, strict=True)
    )
    head = f"| {what} | seconds | ms each |\n|---|---|---|\n"
    return f"{head}{rows}\nExponent from {sizes[0]:,} to {sizes[-1]:,}: {exponent:.2f}\n"


def _spent(text: str, rules: Sequence[object]) -> float:
    start = time.process_time()
    check(text, rules, Settings())  # type: ignore[arg-type]
    return time.process_time() - start

"""What rules share is worked out once for a template: work is counted, never time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.settings import Settings
from auditor.source.yaml_.document import YamlDocument
from auditor.source.yaml_.places import Places
from auditor.template.mentions import resource_mentions
from auditor.template.subjects import usage

TEMPLATE = """\
Parameters:
  Image: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.13
      Role: !GetAtt Role.Arn
      Code: {ZipFile: "def handler(event, context): pass"}
      Nonsense: !Ref Image
Outputs:
  Name: {Value: !Ref Function}
"""
NUMBERS = 50


def test_mentions_are_collected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: Counter[str] = Counter()

    def counted(body: Any, path: Any) -> Any:
        collected[path[1]] += 1
        return resource_mentions(body, path)

    monkeypatch.setattr(usage, "resource_mentions", counted)
    found = check(TEMPLATE, registry.listed(), Settings()).findings
    assert any(finding.fix for finding in found)
    assert collected == {"Role": 1, "Function": 1, "Name": 1}


def test_only_numbers_that_may_be_octal_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"  Key{number}: {number + 1000}\n" for number in range(NUMBERS)]
    document = YamlDocument(f"Metadata:\n  Mode: 0644\n  Same: 420\n{''.join(lines)}")
    asked: list[Any] = []
    real = Places.find

    def counted(places: Places, path: Any) -> Any:
        asked.append(path)
        return real(places, path)

    monkeypatch.setattr(Places, "find", counted)
    assert [path for path, _ in document.octal_numbers()] == [("Metadata", "Mode")]
    assert asked == [("Metadata", "Mode"), ("Metadata", "Same")]

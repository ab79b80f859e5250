"""What rules share is worked out once for a template: work is counted, never time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from auditor.aws.iam import documents
from auditor.aws.iam.statements import statements
from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.settings import Settings
from auditor.source.yaml_.document import YamlDocument
from auditor.source.yaml_.places import Places
from auditor.template.contents import Contents

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


def test_a_template_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    walked: Counter[Any] = Counter()
    real = Contents.__init__

    def counted(contents: Contents, value: Any, path: Any, **how: Any) -> None:
        walked[path] += 1
        real(contents, value, path, **how)

    monkeypatch.setattr(Contents, "__init__", counted)
    found = check(TEMPLATE, registry.listed(), Settings()).findings
    assert any(finding.fix for finding in found)
    entries = {path: times for path, times in walked.items() if path}
    assert entries == dict.fromkeys(
        [
            ("Parameters", "Image"),
            ("Resources", "Role"),
            ("Resources", "Function"),
            ("Outputs", "Name"),
        ],
        1,
    )


def test_a_policy_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[Any] = Counter()
    real = statements

    def counted(template: Any, value: Any, path: Any, when: Any) -> Any:
        read[path] += 1
        return real(template, value, path, when)

    monkeypatch.setattr(documents, "statements", counted)
    check(TEMPLATE, registry.listed(), Settings())
    assert read == {("Resources", "Role", "Properties", "AssumeRolePolicyDocument"): 1}


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

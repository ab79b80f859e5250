"""The texts of a new package of rules; `$id`, `$package`, `$path` and others are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_PYPROJECT = """\
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "cfnaudit-$id"
version = "0.1.0"
description = "Rules of our own for cfnaudit"
requires-python = ">=3.10"
dependencies = ["cfnaudit>=$version"]

[project.entry-points."cfnaudit.rules"]
$package = "$package"

[tool.setuptools.packages.find]
include = ["$package*"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""
_RULE = '''\
"""$id"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, SetValue, Severity, Template, rule

_PROPERTY = "SqsManagedSseEnabled"


@rule(id="$id", severity=Severity.WARNING, on=Template)
def $name(template: Template) -> Iterator[Finding]:
    """Queues whose encryption is turned off.

    ## What it does
    Looks for queues with `SqsManagedSseEnabled: false`.

    ## Why it fails
    Our deployments refuse queues that are not encrypted.

    ## Fix safety
    Unsafe: a queue that is encrypted with a key of KMS must not have this property.

    ## References
    - [AWS::SQS::Queue](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html)
    """
    for queue in template.of_type("AWS::SQS::Queue"):
        for case in queue.cases(_PROPERTY):
            if case.known and str(case.value).lower() == "false":
                fix = Fix("Encrypt the queue", (SetValue(case.path, True),))
                yield Finding(
                    at=case.path,
                    message=f"the queue is not encrypted; {_PROPERTY} must be true",
                    fix=fix if case.direct else None,
                )
'''
_FAULT = """\
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false  # for now
"""
_FINDINGS = """\
[
  {
    "line": 5,
    "column": 29,
    "marked": "false",
    "severity": "warning",
    "message": "the queue is not encrypted; SqsManagedSseEnabled must be true",
    "fix": "unsafe: Encrypt the queue"
  }
]
"""
_NEAR_MISS = """\
Parameters:
  IsEncrypted:
    Type: String
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: true
  Payments:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: !Ref IsEncrypted
  Returns:
    Type: AWS::SQS::Queue
"""
_TESTS = '''\
"""The rules do on their cases what the files beside them say."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.testing import Case, cases, load

FIXTURES = Path(__file__).parents[1] / "fixtures"
RULES = load("$package")
CASES = list(cases(FIXTURES, RULES))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_is_as_expected(case: Case) -> None:
    assert case.objections() == []


def test_every_rule_has_a_fault_and_a_near_miss() -> None:
    for rule in RULES:
        own = [case for case in CASES if case.rule == rule.id]
        assert {bool(case.findings) for case in own} == {True, False}, rule.id
'''


def skeleton(id: str, service: str | None, version: str) -> dict[str, str]:
    """The files of a package with a rule, by their paths with `/` between the parts.

    `version` is that of cfnaudit, which the package asks for at the least.
    """
    name = id.replace("-", "_")
    package = f"{name}_rules"
    folder = package if service is None else f"{package}/{service}{_suffix(service)}"
    values = {"id": id, "name": name, "package": package, "version": version}
    texts = {
        "pyproject.toml": _PYPROJECT,
        f"{package}/__init__.py": '"""Rules of our own for cfnaudit."""\n',
        f"{folder}/__init__.py": '"""Rules of our own for cfnaudit."""\n',
        f"{folder}/{name}.py": _RULE,
        f"fixtures/{id}/fault.yaml": _FAULT,
        f"fixtures/{id}/fault.yaml.findings.json": _FINDINGS,
        f"fixtures/{id}/fault.fixed.yaml": _FAULT.replace("false", "true"),
        f"fixtures/{id}/near-miss.yaml": _NEAR_MISS,
        "tests/test_rules.py": _TESTS,
    }
    return _filled(texts, values)


def _filled(texts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {path: Template(text).substitute(values) for path, text in texts.items()}


def _suffix(service: str) -> str:
    """What makes a folder importable that is called like a word of Python."""
    from keyword import iskeyword

    return "_" if iskeyword(service) else ""

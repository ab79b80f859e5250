"""The texts of a new package of rules; `$id`, `$package`, `$path` and others are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from auditor.expression import expression

_PROTECTS = expression(r"Encrypt|Sse|Protect|Rotation|Tracing|TLS|Enable")

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

_PROPERTY = "$property"


@rule(id="$id", severity=Severity.WARNING, on=Template)
def $name(template: Template) -> Iterator[Finding]:
    """A $kind whose `$property` is turned off.

    ## What it does
    Looks for resources of the type `$type` with `$property: false`.

    ## Why it fails
    Our deployments refuse them.

    ## Fix safety
    Unsafe: a deployed resource may need the value that it has.

    ## References
    - [$type](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/$page.html)
    """
    for resource in template.of_type("$type"):
        for case in resource.cases(_PROPERTY):
            if case.known and str(case.value).lower() == "false":
                fix = Fix("Turn it on", (SetValue(case.path, True),))
                yield Finding(
                    at=case.path,
                    message=f"$kind '{resource.logical_id}' has {_PROPERTY} turned off",
                    fix=fix if case.direct else None,
                )
'''
_FAULT = """\
Resources:
  Orders:
    Type: $type
    Properties:
      $property: false
"""
_FINDINGS = """\
[
  {
    "line": 5,
    "column": $column,
    "marked": "false",
    "severity": "warning",
    "message": "$kind 'Orders' has $property turned off",
    "fix": "unsafe: Turn it on"
  }
]
"""
_NEAR_MISS = """\
Parameters:
  IsEncrypted:
    Type: String
Resources:
  Orders:
    Type: $type
    Properties:
      $property: true
  Payments:
    Type: $type
    Properties:
      $property: !Ref IsEncrypted
  Returns:
    Type: $type
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
    example = _example(service or "")
    values = {"id": id, "name": name, "package": package, "version": version, **example}
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


def _example(service: str) -> dict[str, str]:
    """A resource type of a service with a property that can be turned off, and what is said of it.

    Queues where CloudFormation has no such type of the service.
    """
    from auditor.data.resource_schemas import schema_of, type_names

    own = (name for name in type_names() if name.split("::")[1].lower() == service)
    for type_name in sorted(own, key=len):
        properties = (schema_of(type_name) or {}).get("properties", {})
        switches = [name for name, one in properties.items() if one.get("type") == "boolean"]
        if switches:
            return _told(type_name, next(filter(_PROTECTS.search, switches), switches[0]))
    return _told("AWS::SQS::Queue", "SqsManagedSseEnabled")


def _told(type_name: str, property: str) -> dict[str, str]:
    _, service, kind = type_name.split("::")
    column = str(len(f"      {property}: ") + 1)
    page = f"AWS_{service}"
    return {
        "type": type_name,
        "property": property,
        "kind": kind,
        "column": column,
        "page": page,
    }


def _filled(texts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {path: Template(text).substitute(values) for path, text in texts.items()}


def _suffix(service: str) -> str:
    """What makes a folder importable that is called like a word of Python."""
    from keyword import iskeyword

    return "_" if iskeyword(service) else ""

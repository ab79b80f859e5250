"""What a check, `--diff` and `--fix` count as fixable is what is fixed."""

from __future__ import annotations

import re

import pytest

from tests.runner import Workspace

ALIASES = """\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  One:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: &every rate(1 days)
      Description: *every
  Two:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: *every
  Three:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hours)
"""
"""The fix of the first one would take an anchor away that a description names."""
PROJECT = "name: shop\nruntime: python\n"
HEAD = "import pulumi\nimport pulumi_aws as aws\n\n"
SHARED = (
    HEAD
    + """\
def rule(name):
    return aws.cloudwatch.EventRule(name, schedule_expression="rate(1 minutes)")


rule("one")
rule("two")
for name in ("a", "b", "c"):
    aws.cloudwatch.EventRule(name, schedule_expression="rate(1 hours)")
computed = "rate(1 " + "days)"
aws.cloudwatch.EventRule("computed", schedule_expression=computed)
acl = aws.s3.BucketAcl("files", bucket=aws.s3.Bucket("files").id, acl="private")
pulumi.export("acl", acl.id)
"""
)
"""Five findings that two texts make, and two whose fixes are refused."""
TESTED = (
    HEAD
    + """\
opening = aws.cloudwatch.EventRule("opening", schedule_expression="rate(1 minutes)")
"""
)
TEST = """\
import unittest

import pulumi


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return [args.name + "_id", args.inputs]

    def call(self, args):
        return {}


pulumi.runtime.set_mocks(Mocks())

import infra


class TestInfra(unittest.TestCase):
    @pulumi.runtime.test
    def test_opening(self):
        return infra.opening.schedule_expression.apply(
            lambda given: self.assertEqual(given, "rate(1 minutes)")
        )
"""


def counts(text: str) -> tuple[int, int, int]:
    """How many are fixable, were fixed, and were rejected."""
    found = [
        re.search(pattern, text.splitlines()[-1])
        for pattern in (r"(\d+) fixable", r"(\d+) fixed", r"(\d+) fix(?:es)? rejected")
    ]
    one, two, three = (0 if match is None else int(match[1]) for match in found)
    return one, two, three


@pytest.mark.parametrize(
    ("files", "fixed", "rejected"),
    [
        ({"t.yaml": ALIASES}, 2, 1),
        ({"Pulumi.yaml": PROJECT, "__main__.py": SHARED}, 2, 2),
        (
            {
                "Pulumi.yaml": PROJECT,
                "__main__.py": "import infra\n",
                "infra.py": TESTED,
                "test_infra.py": TEST,
            },
            1,
            0,
        ),
    ],
    ids=["aliases", "shared statements", "a test carried along"],
)
def test_every_way_counts_the_same(
    workspace: Workspace, files: dict[str, str], fixed: int, rejected: int
) -> None:
    for name, text in files.items():
        workspace.write(name, text)
    plain = workspace.run("check", "--no-cache", "--output-format", "concise", ".")
    assert counts(plain.out) == (fixed, 0, rejected)
    shown = workspace.run("check", "--no-cache", "--diff", ".")
    assert counts(shown.err) == (fixed, 0, rejected)
    done = workspace.run("check", "--no-cache", "--fix", "--output-format", "concise", ".")
    assert counts(done.out) == (0, fixed, rejected)
    again = workspace.run("check", "--no-cache", "--output-format", "concise", ".")
    assert counts(again.out) == (0, 0, rejected)


def test_a_statement_that_makes_several_resources_is_changed_once_for_all(
    workspace: Workspace,
) -> None:
    workspace.write("Pulumi.yaml", PROJECT)
    workspace.write("__main__.py", SHARED)
    workspace.run("check", "--no-cache", "--fix", ".")
    after = workspace.read("__main__.py").decode()
    assert after == SHARED.replace("rate(1 minutes)", "rate(1 minute)").replace(
        "rate(1 hours)", "rate(1 hour)"
    )

"""The laws of style tell a text that looks like its author's from one that does not."""

from __future__ import annotations

import pytest

from tests.judge.style import laws

BEFORE = """\
Resources:
  # --- storage
  Logs:
    Type: AWS::S3::Bucket

  # --- news
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: [Logs]

  Other:
    Type: AWS::SNS::Topic
"""
POLICY = """\
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs

"""
QUOTED = POLICY.replace("AWS::S3::BucketPolicy", "'AWS::S3::BucketPolicy'")
OTHER = "  Other:\n    Type: AWS::SNS::Topic\n"


@pytest.mark.parametrize(
    ("after", "broken"),
    [
        (BEFORE.replace("  # --- news", f"{POLICY}  # --- news"), set()),
        (
            BEFORE.replace("  Other:", f"{POLICY}  Other:"),
            {"behind what it serves", "in the section of what it serves"},
        ),
        (
            BEFORE.replace("\n  # --- news", f"{POLICY}  # --- news"),
            {"blank lines on both sides or on none"},
        ),
        (
            BEFORE.replace(
                "  # --- news",
                POLICY.replace("AWS::S3::BucketPolicy", "'AWS::S3::BucketPolicy'") + "  # --- news",
            ),
            {"quotes of Type as usual"},
        ),
        (BEFORE.replace(OTHER, OTHER + "    DependsOn: [Topic]\n"), set()),
        (
            BEFORE.replace(OTHER, OTHER + "    DependsOn: Topic\n"),
            {"DependsOn a list where all are"},
        ),
        (BEFORE.replace(OTHER, POLICY.replace("Logs", "Other")), set()),
        (BEFORE.rstrip(), {"the end of the text as it was"}),
    ],
)
def test_broken_laws(after: str, broken: set[str]) -> None:
    assert {law for law, kept in laws(BEFORE, after) if not kept} == broken

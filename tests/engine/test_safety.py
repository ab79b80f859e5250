"""What holds for the fixes of all rules, whatever the rule says."""

from __future__ import annotations

import json

import pytest

from auditor.engine.safety import judged
from auditor.model.choices import Choices
from auditor.model.edit import Change, Edit, Remove, ReplaceInFile, ReplaceText, SetValue
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.project import Unread
from auditor.model.settings import Settings
from auditor.model.text import Span
from auditor.source.detect import parse
from auditor.template.template import Template

TEXT = """\
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      # the ledger is slow
      Timeout: 30
      MemorySize: 128  # enough
      # ----------
      Handler: index.run
      # cfn-lint ignores this
      Runtime: python3.13
      FunctionName: fn
"""
PROPERTIES = ("Resources", "Fn", "Properties")


def fix_of(edit: Edit, severity: Severity = Severity.WARNING) -> Fix:
    document = parse(TEXT)
    template = Template(document.tree, Settings())
    fix = Fix("Change it", (edit,), Safety.SAFE)
    found = judged(Finding(edit.path, "it is", fix, severity), template, document).fix
    assert found is not None
    return found


@pytest.mark.parametrize("key", ["Timeout", "MemorySize"])
def test_a_comment_explains_a_value(key: str) -> None:
    assert fix_of(Remove((*PROPERTIES, key))).safety is Safety.DISPLAY
    assert fix_of(Remove((*PROPERTIES, key)), Severity.ERROR).safety is Safety.DISPLAY
    assert fix_of(SetValue((*PROPERTIES, key), 5)).safety is Safety.DISPLAY


NOTIFIED = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      {comment}
      NotificationConfiguration: {{}}
      VersioningConfiguration: {{}}
      # the tags
      Tags: []
"""


@pytest.mark.parametrize(
    ("comment", "is_heading"),
    [
        ("# Notifications", True),
        ("# ----- S3 notification settings -----", True),
        ("# Enable notifications for security monitoring", True),
        ("# Notifications and versioning", False),
        ("# Notifications and tags", True),
        ("# Notifications, because the auditors want them", False),
        ("# No notifications", False),
        ("# Notifications (see the runbook)", False),
        ("# Notify the team of 5 people", False),
        ("# What the team asked for", False),
        ("# Configuration", False),
        ("# Notifications of each and every object of the bucket of the team", False),
    ],
)
def test_a_heading_goes_with_what_certainly_fails(comment: str, is_heading: bool) -> None:
    document = parse(NOTIFIED.format(comment=comment))
    path = ("Resources", "Bucket", "Properties", "NotificationConfiguration")
    fix = Fix("Remove it", (Remove(path),), Safety.SAFE)
    for severity in (Severity.ERROR, Severity.WARNING):
        template = Template(document.tree, Settings())
        found = judged(Finding(path, "it is", fix, severity), template, document).fix
        assert found is not None
        goes = is_heading and severity is Severity.ERROR
        assert found.safety is (Safety.SAFE if goes else Safety.DISPLAY)
        assert found.edits == (Remove(path, with_comments=goes),)


CODE = """\
import boto3
# the ledger is only in Ohio
ledger = boto3.client("qldb", region_name="us-east-2")
queue = boto3.client("sqs", region_name="us-east-2")  # shared with the old stack
topic = boto3.client("sns", region_name="us-east-2")  # noqa: E501
# ----
mail = boto3.client(
    # verified there
    "ses", region_name="us-east-2"
)
page = "https://example.org/#us-east-2"
"""
EXPLAINED = {"qldb": True, "sqs": True, "sns": False, "ses": True, "/#": False}


def code_fix(word: str, safety: Safety, file: str | None) -> Fix:
    """What becomes of a fix of the Region on the line of a word in code."""
    place = Span(CODE.index("us-east-2", CODE.index(word)), 0)
    span = Span(place.start, place.start + len("us-east-2"))
    tree = {"Resources": {"Fn": {"Type": "T", "Properties": {"Code": {"ZipFile": CODE}}}}}
    document = parse(json.dumps(tree))
    template = Template(tree, Settings(), InMemory())
    path = (*PROPERTIES, "Code", "ZipFile")
    edit: Change = ReplaceText(path, span.start, span.end, "")
    if file is not None:
        edit = ReplaceInFile(file, span.start, span.end, "")
    finding = Finding(path, "it is", Fix("Change it", (edit,), safety), Severity.WARNING)
    found = judged(finding, template, document).fix
    assert found is not None
    return found


class InMemory:
    """A folder with one file."""

    def names(self, folder: str) -> frozenset[str] | None:
        return frozenset({"app.py"}) if folder == "." else None

    def read(self, file: str) -> str | None:
        return CODE if file == "app.py" else None

    def template(self, file: str) -> str | None:
        return self.read(file)

    def unread(self, path: str) -> Unread | None:
        return None if path in (".", "app.py") else Unread("does not exist")


@pytest.mark.parametrize("file", [None, "app.py"])
@pytest.mark.parametrize("word", EXPLAINED)
def test_a_comment_explains_a_line_of_code(word: str, file: str | None) -> None:
    expected = Safety.DISPLAY if EXPLAINED[word] else Safety.UNSAFE
    assert code_fix(word, Safety.UNSAFE, file).safety is expected


@pytest.mark.parametrize("file", [None, "app.py"])
def test_a_safe_repair_of_code_is_made_beside_comments(file: str | None) -> None:
    assert code_fix("qldb", Safety.SAFE, file).safety is Safety.SAFE


JOINED = """\
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      # the table of Ohio
      Description: !Sub arn:aws:dynamodb:us-east-2:${AWS::AccountId}:table/a
      Role:  # of the old stack
        Fn::Join:
          - ""
          - - "arn:aws:iam::"
            - "us-east-2"
      Handler: !Sub us-east-2.${Name}
      Layers:
        # the first
        - one
        - two  # the second
"""


@pytest.mark.parametrize(
    ("path", "is_explained"),
    [
        (("Description", "Fn::Sub"), True),
        (("Role", "Fn::Join", 1, 1), True),
        (("Handler", "Fn::Sub"), False),
        (("Layers", 0), True),
        (("Layers", 1), True),
    ],
)
def test_a_comment_explains_a_part_of_a_value(
    path: tuple[str | int, ...], is_explained: bool
) -> None:
    document = parse(JOINED)
    edit = ReplaceText((*PROPERTIES, *path), 0, 1, "x")
    finding = Finding(edit.path, "it is", Fix("Change it", (edit,), Safety.SAFE), Severity.WARNING)
    found = judged(finding, Template(document.tree, Settings()), document).fix
    assert found is not None
    assert found.safety is (Safety.DISPLAY if is_explained else Safety.SAFE)


@pytest.mark.parametrize("key", ["Handler", "Runtime"])
def test_lines_and_words_for_linters_explain_nothing(key: str) -> None:
    assert fix_of(Remove((*PROPERTIES, key))).safety is Safety.SAFE


def test_a_value_that_certainly_fails_is_not_what_a_comment_means() -> None:
    fix = fix_of(SetValue((*PROPERTIES, "Timeout"), 29), Severity.ERROR)
    assert fix.safety is Safety.SAFE


def test_a_fix_that_replaces_is_not_safe() -> None:
    fix = fix_of(SetValue((*PROPERTIES, "FunctionName"), "other"), Severity.ERROR)
    assert fix.safety is Safety.UNSAFE


def test_hints_are_fixed_where_their_rule_is_named() -> None:
    hint = Finding((), "it is", severity=Severity.INFO, rule="one")
    assert Choices(named={"other"}).applied(hint).held
    assert not Choices(named={"one"}).applied(hint).held
    assert not Choices(named=None).applied(hint).held
    raised = Choices({"one": Severity.WARNING}, named={"other"}).applied(hint)
    assert not raised.held

"""A service of the Serverless Framework as a document: edits of its template are made in it."""

from __future__ import annotations

import pytest

from auditor.model.edit import Edit, InsertKey, Remove, Rename, SetValue
from auditor.model.text import TextEdit
from auditor.source.base import NotSure
from auditor.source.detect import looks_like_template, parse
from auditor.source.service.document import ServiceDocument

TEXT = """\
service: a
provider: aws
resources:
  - Resources:
      One:
        Type: AWS::SNS::Topic   # the first
  - Resources:
      Two:
        Type: AWS::SNS::Topic
    Outputs:
      Three:
        Value: b
"""


def made(document: ServiceDocument, *edits: Edit) -> str:
    text = document.text
    for edit in sorted(document.lower(edits), key=lambda edit: edit.start, reverse=True):
        assert isinstance(edit, TextEdit)
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.fixture
def document() -> ServiceDocument:
    return ServiceDocument(parse(TEXT))


def test_fragments_are_one_tree(document: ServiceDocument) -> None:
    assert document.tree == {
        "Resources": {"One": {"Type": "AWS::SNS::Topic"}, "Two": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"Three": {"Value": "b"}},
    }


@pytest.mark.parametrize(
    ("path", "key", "text"),
    [
        (("Resources", "Two"), True, "Two"),
        (("Resources", "One", "Type"), False, "AWS::SNS::Topic"),
        (("Outputs", "Three", "Value"), False, "b"),
    ],
)
def test_places(document: ServiceDocument, path: tuple[str, ...], key: bool, text: str) -> None:
    span = document.span(path, key=key)
    assert TEXT[span.start : span.end] == text
    if key:
        assert document.entry_at(span.start) == path


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (SetValue(("Resources", "Two", "Type"), "b"), "Topic\n    Out", "b\n    Out"),
        (Rename(("Outputs", "Three"), "Four"), "Three", "Four"),
        (Remove(("Outputs",)), "    Outputs:\n      Three:\n        Value: b\n", ""),
        (
            InsertKey(("Resources",), "New", {"Type": "c"}, before="Two"),
            "# the first\n",
            "# the first\n      New:\n        Type: c\n",
        ),
    ],
)
def test_edits(document: ServiceDocument, edit: Edit, old: str, new: str) -> None:
    if isinstance(edit, SetValue):
        old, new = "AWS::SNS::Topic\n    Out", "b\n    Out"
    assert made(document, edit) == TEXT.replace(old, new)


def test_a_section_that_is_not_there_is_not_added(document: ServiceDocument) -> None:
    with pytest.raises(NotSure):
        document.lower([InsertKey((), "Conditions", {"A": True})])


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (TEXT, True),
        (TEXT.replace("provider: aws", "provider:\n  name: 'aws'"), True),
        (TEXT.replace("provider: aws", "provider: google"), False),
        (TEXT.replace("service:", "name:"), False),
        (TEXT.replace("Resources:", "Resourcen:"), False),
    ],
)
def test_what_looks_like_a_service(text: str, looks: bool) -> None:
    assert looks_like_template(text) is looks


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("version: 0.0\nResources:\n  - Shop:\n      Type: AWS::ECS::Service\n", False),
        ("version: 0.0\nResources: # one\n\n# the shop\n- A:\n    Type: AWS::X::Y\n", False),
        ('{"version": 0.0, "Resources": [{"A": {"Type": "AWS::Lambda::Function"}}]}', False),
        ("Resources:\n  - Shop:\n      Type: AWS::ECS::Service\n", True),
        ("version: 1\nResources:\n  Shop:\n    Type: AWS::ECS::Service\n", True),
    ],
)
def test_a_file_of_code_deploy_is_no_template(text: str, looks: bool) -> None:
    assert looks_like_template(text) is looks


@pytest.mark.parametrize(
    "held", ["[]", "${file(a.yml)}", "{Outputs: {A: {Value: b}}}", "5", "[a, 5]"]
)
def test_services_without_resources(held: str) -> None:
    text = f"service: a\nprovider: aws\nresources: {held}\n"
    assert not ServiceDocument(parse(text)).has_resources


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("---\n- input:\n    Resources:\n      A:\n        Type: AWS::S3::Bucket\n", False),
        ("# tests\n\n- input: {}\n- input:\n    Resources: {A: {Type: AWS::X::Y}}\n", False),
        ("# - a: list in a comment\nResources:\n  A:\n    Type: AWS::S3::Bucket\n", True),
        ("---\n  Resources:\n    A:\n      Type: AWS::S3::Bucket\n", True),
    ],
)
def test_a_list_of_inputs_for_guard_is_no_template(text: str, looks: bool) -> None:
    """https://docs.aws.amazon.com/cfn-guard/latest/ug/testing-rules.html"""
    assert looks_like_template(text) is looks


@pytest.mark.parametrize(
    ("version", "resource", "looks"),
    [
        ("2010-09-09-OC", "", False),
        ("2010-09-09", "", True),
        ("2010-09-09", "    OrganizationBinding: !Ref LogBinding\n", False),
        ("2010-09-09", "    Properties: {DisplayName: 'OrganizationBinding: none'}\n", True),
    ],
)
def test_a_template_of_org_formation_is_none_of_cloudformation(
    version: str, resource: str, looks: bool
) -> None:
    head = f"AWSTemplateFormatVersion: '{version}'\nResources:\n  A:\n    Type: AWS::SNS::Topic\n"
    assert looks_like_template(head + resource) is looks

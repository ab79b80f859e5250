"""What tools build: passed over in searches, read as CDK wrote it, and never changed."""

from __future__ import annotations

import json

import pytest

from tests.runner import BROKEN, RULE, Workspace

TEMPLATE = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}},
        "Handler886CB40B": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Code": {"S3Bucket": "assets", "S3Key": "abc.zip"},
                "Handler": "app.handler",
                "Runtime": "python3.12",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            },
            "Metadata": {
                "aws:cdk:path": "Shop/Handler/Resource",
                "aws:asset:path": "asset.abc",
                "aws:asset:is-bundled": False,
                "aws:asset:property": "Code",
            },
        },
        "Nightly": {
            "Type": "AWS::Events::Rule",
            "Properties": {"ScheduleExpression": "rate(1 days)"},
            "Metadata": {"aws:cdk:path": "Shop/Nightly/Resource"},
        },
    }
}
MANIFEST = {
    "artifacts": {
        "Shop.assets": {"type": "cdk:asset-manifest"},
        "Shop": {
            "environment": "aws://123456789012/eu-central-1",
            "properties": {"templateFile": "Shop.template.json"},
        },
    }
}


@pytest.fixture
def app(workspace: Workspace) -> Workspace:
    workspace.write("cdk.out/Shop.template.json", json.dumps(TEMPLATE, indent=1))
    workspace.write("cdk.out/manifest.json", json.dumps(MANIFEST))
    workspace.write("cdk.out/asset.abc/app.py", "def other(event, context):\n    return 1\n")
    return workspace


@pytest.mark.parametrize("folder", [".aws-sam", "cdk.out", "dist"])
def test_what_is_built_is_passed_over_unless_it_is_named(workspace: Workspace, folder: str) -> None:
    workspace.write("a.yaml")
    workspace.write(f"sub/{folder}/build/b.yaml")
    assert workspace.check("--show-files").out == "a.yaml\n"
    result = workspace.check()
    assert f"sub/{folder}: passed over" in result.err
    assert result.err.count("\n") == 1
    assert workspace.check("-q").err == ""
    for named in (f"sub/{folder}", f"sub/{folder}/build"):
        result = workspace.check(named)
        assert f"{folder}/build/b.yaml:6:34: error[{RULE}]" in result.out
        assert result.err == ""


def test_many_are_told_in_one_line(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    for number in range(5):
        workspace.write(f"p{number}/dist/b.yaml")
    err = workspace.check().err
    assert "p0/dist, p1/dist, p2/dist and 2 more: passed over" in err


def test_the_construct_is_named_beside_the_logical_id(app: Workspace) -> None:
    assert "= construct: Shop/Nightly/Resource\n" in app.check("cdk.out").out
    report = app.check("cdk.out", "--output-format", "json").report
    assert {one["construct"] for one in report["findings"]} >= {"Shop/Nightly/Resource"}


def test_the_code_of_an_asset_is_followed(app: Workspace) -> None:
    assert "handler" in app.check("cdk.out", "--select", "code,lambda").out
    app.write("cdk.out/asset.abc/app.py", "def handler(event, context):\n    return 1\n")
    assert "'app.handler'" not in app.check("cdk.out").out


def test_no_file_outside_of_the_assembly_is_read(app: Workspace) -> None:
    app.write("app/app.py", "def other(event, context):\n    return 1\n")
    text = json.dumps(TEMPLATE, indent=1)
    for outside in ("../app", str(app.folder / "app")):
        app.write("cdk.out/Shop.template.json", text.replace("asset.abc", outside))
        assert "app.handler" not in app.check("cdk.out").out


def test_fixes_are_shown_and_never_made(app: Workspace) -> None:
    before = app.read("cdk.out/Shop.template.json")
    for option in ("--fix", "--add-ignores"):
        result = app.check("cdk.out", option)
        assert result.code == 1
        assert "cdk.out: CDK writes templates in here" in result.err
        assert "= help: Write it as 'rate(1 day)'" in result.out
        assert app.read("cdk.out/Shop.template.json") == before
    assert '+     "ScheduleExpression": "rate(1 day)"' in app.check("cdk.out", "--show-fixes").out


def test_a_diff_is_shown_for_the_construct(app: Workspace) -> None:
    before = app.read("cdk.out/Shop.template.json")
    for options in (("--diff",), ("--fix", "--diff")):
        result = app.check("cdk.out", *options)
        assert result.code == 1
        assert "# Shop/Nightly/Resource: Write it as 'rate(1 day)'\n" in result.out
        assert '+    "ScheduleExpression": "rate(1 day)"' in result.out
        assert "change the constructs" in result.err
        assert app.read("cdk.out/Shop.template.json") == before


def test_the_region_is_that_of_the_manifest(app: Workspace) -> None:
    text = json.dumps(TEMPLATE, indent=1).replace('"assets"', '"assets-us-west-2"')
    far = text.replace(
        '"Role": {\n',
        '"Far": {"Type": "AWS::Lambda::Permission", "Properties": {"Action":'
        ' "lambda:InvokeFunction", "FunctionName": {"Ref": "Handler886CB40B"}, "Principal":'
        ' "events.amazonaws.com", "SourceArn":'
        ' "arn:aws:events:us-west-2:123456789012:rule/nightly"}},\n"Role": {\n',
        1,
    )
    app.write("cdk.out/Shop.template.json", far)
    found = app.check("cdk.out", "--output-format", "concise").out
    app.write("cdk.out/manifest.json", "{}")
    unknown = app.check("cdk.out", "--output-format", "concise").out
    assert "eu-central-1" in found
    assert "eu-central-1" not in unknown


@pytest.mark.parametrize("text", ["", "[]", '{"artifacts": {"A": 1}}', '{"artifacts": []}'])
def test_a_manifest_that_is_none(app: Workspace, text: str) -> None:
    app.write("cdk.out/manifest.json", text)
    result = app.check("cdk.out")
    assert (result.code, result.err) == (1, "")


def test_a_manifest_alone_is_no_assembly(workspace: Workspace) -> None:
    workspace.write("app/a.yaml", BROKEN)
    workspace.write("app/manifest.json", "{}")
    assert workspace.check("app", "--fix").code == 0

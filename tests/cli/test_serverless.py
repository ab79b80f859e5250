"""The resources of a service of the Serverless Framework are checked and fixed in its file."""

from __future__ import annotations

import json

import pytest

from tests.runner import RULE, Result, Workspace

BAD = "rate(1 days)"
HEAD = """\
service: orders
provider:
  name: aws
  stage: ${opt:stage, 'dev'}
functions:
  create: {handler: handler.create}
"""
SERVICE = (
    HEAD
    + """\
resources:
  Resources:
    # every night
    Nightly:
      Type: AWS::Events::Rule
      Properties:
        ScheduleExpression: VALUE   # as agreed
        Description: ${self:provider.stage}
        Targets:
          - {Id: create, Arn: !GetAtt CreateLambdaFunction.Arn}
custom:
  a: b
"""
)


def found(result: Result) -> list[tuple[str, str, str, int]]:
    return [
        (one["severity"], one["rule"], one["resource"], one["location"]["line"])
        for one in result.report["findings"]
        if one["status"] == "open"
    ]


def checked(workspace: Workspace, text: str, *args: str, name: str = "serverless.yml") -> Result:
    workspace.write(name, text)
    return workspace.check(".", "--output-format", "json", *args)


def test_a_fault_has_its_place_in_the_service(workspace: Workspace) -> None:
    result = checked(workspace, SERVICE.replace("VALUE", BAD))
    assert found(result) == [("error", RULE, "Nightly", 13)]


def test_the_fix_is_made_in_the_service(workspace: Workspace) -> None:
    assert found(checked(workspace, SERVICE.replace("VALUE", BAD), "--fix")) == []
    fixed = (workspace.folder / "serverless.yml").read_text()
    assert fixed == SERVICE.replace("VALUE", "rate(1 day)")


def test_fragments_in_a_list_are_one_template(workspace: Workspace) -> None:
    text = HEAD + (
        "resources:\n"
        "  - ${file(tables.yml)}\n"
        "  - Resources:\n"
        "      One: {Type: AWS::SNS::Topic, Properties: {TopicNam: a}}\n"
        "  - Resources:\n"
        "      Two: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 days)}}\n"
        "    Outputs:\n"
        "      Three: {Value: !GetAtt One.Name}\n"
    )
    assert found(checked(workspace, text)) == [
        ("error", "unknown-property", "One", 10),
        ("error", RULE, "Two", 12),
    ]
    checked(workspace, text, "--fix", "--unsafe-fixes")
    fixed = (workspace.folder / "serverless.yml").read_text()
    assert fixed == text.replace("TopicNam:", "TopicName:").replace("1 days", "1 day")


def test_a_service_in_json(workspace: Workspace) -> None:
    rule = {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": BAD}}
    service = {
        "service": "a",
        "provider": {"name": "aws"},
        "resources": {"Resources": {"Nightly": rule}},
    }
    text = json.dumps(service, indent=2)
    result = checked(workspace, text, "--fix", name="serverless.json")
    assert found(result) == []
    assert (workspace.folder / "serverless.json").read_text() == text.replace("1 days", "1 day")


@pytest.mark.parametrize(
    "body",
    [
        "CreateLogGroup: {Type: AWS::Logs::LogGroup, Properties: {RetentionDays: 5}}",
        "ApiGatewayRestApi: {Type: AWS::ApiGateway::RestApi, Properties: {Nam: a}}",
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref ApiGatewayRestApi}}",
        "A: {Type: AWS::SNS::Topic, Condition: IsMade}",
        "A: {Type: AWS::SNS::Topic, DependsOn: CreateLambdaFunction}",
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: '${self:custom.a}'}}",
    ],
)
def test_what_the_framework_makes_is_unknown(workspace: Workspace, body: str) -> None:
    text = f"{HEAD}resources:\n  Resources:\n    {body}\n"
    result = checked(workspace, text)
    assert found(result) == []
    assert result.report["summary"]["files"] == 1


@pytest.mark.parametrize(
    "resources",
    [
        "${file(tables.yml)}",
        "\n  - ${file(tables.yml)}",
        "\n  Resources: ${file(tables.yml)}",
        "[]",
    ],
)
def test_a_service_without_resources_of_its_own_is_passed_over(
    workspace: Workspace, resources: str
) -> None:
    workspace.write("template.yaml", "Resources:\n  A:\n    Type: AWS::SNS::Topic\n")
    result = checked(workspace, f"{HEAD}resources: {resources}\n")
    assert result.report["summary"]["files"] == 1
    assert found(result) == []


@pytest.mark.parametrize("name", ["google", "azure"])
def test_other_clouds(workspace: Workspace, name: str) -> None:
    workspace.write("template.yaml", "Resources:\n  A:\n    Type: AWS::SNS::Topic\n")
    text = SERVICE.replace("name: aws", f"name: {name}").replace("VALUE", BAD)
    result = checked(workspace, text)
    assert (found(result), result.report["summary"]["files"]) == ([], 1)


_OF_FILES = f"""{HEAD}resources:
  - ${{file(resources/table.yml)}}
  - ${{file(./resources/rules.yml), ''}}
  - Resources: ${{file(resources/bare.yml)}}
  - Resources:
      Mail: ${{file(resources/parts.yml):parts.mail}}
      Own: {{Type: AWS::SNS::Topic, Properties: {{TopicName: a}}}}
"""
_FRAGMENTS = {
    "table.yml": """\
# tables
Resources:
  Table:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: ${self:service}-x
      DisplayNam: one   # as agreed
""",
    "rules.yml": f"""\
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties: {{ScheduleExpression: {BAD}, RoleArn: !Ref Mail}}
""",
    "bare.yml": "Topic:\n  Type: AWS::SNS::Topic\n  Properties: {DisplayNam: x}\n",
    "parts.yml": """\
parts:
  mail:
    Type: AWS::SNS::Topic
    Properties:
      DisplayNam: x   # cfnaudit: ignore[unknown-property]
""",
}
_FOUND = {
    ("resources/bare.yml", "unknown-property", 3),
    ("resources/rules.yml", RULE, 4),
    ("resources/table.yml", "unknown-property", 7),
}


def of_files(workspace: Workspace, *args: str) -> Result:
    workspace.write(".git/HEAD", "ref: refs/heads/main\n")
    workspace.write("serverless.yml", _OF_FILES)
    for name, text in _FRAGMENTS.items():
        workspace.write(f"resources/{name}", text)
    return workspace.check(*args, "--output-format", "json")


def places(result: Result) -> set[tuple[str, str, int]]:
    return {
        (one["file"], one["rule"], one["location"]["line"])
        for one in result.report["findings"]
        if one["status"] == "open"
    }


@pytest.mark.parametrize("path", [".", "serverless.yml", "resources/rules.yml"])
def test_fragments_in_files_are_found_in_their_files(workspace: Workspace, path: str) -> None:
    result = of_files(workspace, path)
    assert places(result) == _FOUND
    assert result.report["summary"]["files"] == 1
    assert result.report["summary"]["suppressed"] == 1


def test_fragments_in_files_are_fixed_in_their_files(workspace: Workspace) -> None:
    assert places(of_files(workspace, ".", "--fix", "--unsafe-fixes")) == set()
    for name, text in _FRAGMENTS.items():
        wanted = text.replace("1 days", "1 day")
        if name != "parts.yml":
            wanted = wanted.replace("DisplayNam:", "DisplayName:")
        assert (workspace.folder / "resources" / name).read_text() == wanted
    assert (workspace.folder / "serverless.yml").read_text() == _OF_FILES


def test_a_fragment_of_no_service_is_a_file_of_its_own(workspace: Workspace) -> None:
    of_files(workspace, ".")
    text = "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {DisplayNam: x}}\n"
    workspace.write("resources/other.yml", text)
    result = workspace.check("resources/other.yml", "--output-format", "json")
    assert places(result) == {("resources/other.yml", "unknown-property", 2)}


def test_a_changed_fragment_is_noticed(workspace: Workspace) -> None:
    env = {"CFNAUDIT_CACHE_DIR": str(workspace.folder.parent / "cache")}
    of_files(workspace, ".")
    for _ in range(2):
        result = workspace.run("check", ".", "--output-format", "json", env=env)
        assert places(result) == _FOUND
    workspace.write(
        "resources/bare.yml", _FRAGMENTS["bare.yml"].replace("DisplayNam:", "TopicNam:")
    )
    workspace.write("resources/rules.yml", "Resources: {}\n")
    result = workspace.run("check", ".", "--output-format", "json", env=env)
    assert places(result) == {one for one in _FOUND if "rules" not in one[0]}


@pytest.mark.parametrize(
    "written",
    [
        "../outside.yml",
        "/etc/passwd",
        "~/a.yml",
        "resources/none.yml",
        "resources/code.js",
        "resources/loop.yml",
        "resources/broken.yml",
        "resources/${self:service}.yml",
        "resources/list.yml):0.a",
        "resources/list.yml):none",
        "",
        "resources",
    ],
)
def test_files_that_are_no_fragments(workspace: Workspace, written: str) -> None:
    inner = Workspace(workspace.folder / "inner")
    workspace.write("outside.yml", _FRAGMENTS["table.yml"])
    inner.write(".git/HEAD", "ref: refs/heads/main\n")
    inner.write("resources/loop.yml", "Resources: ${file(resources/loop.yml)}\n")
    inner.write("resources/broken.yml", "Resources: [\n")
    inner.write("resources/list.yml", "[a, 5]\n")
    inner.write("resources/code.js", "module.exports = {}\n")
    name = written if ")" in written else f"{written})"
    text = f"{HEAD}resources:\n  - ${{file({name}}}\n  - Resources: ${{file({name}}}\n"
    inner.write("serverless.yml", text)
    inner.write("template.yaml", "Resources:\n  A:\n    Type: AWS::SNS::Topic\n")
    result = inner.check(".", "--output-format", "json")
    assert "internal error" not in result.err
    assert places(result) <= {("resources/broken.yml", "template-syntax", 1)}

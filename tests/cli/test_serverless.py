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

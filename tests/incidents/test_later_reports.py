"""The faults of reports 002 to 004 are found, and the fixes leave what has no fix.

The stack of report 002 is one of SAM, and moto does not do the transform: it passes over the API
and the function, so that a deployment there tells nothing and is left out. moto makes no
Timestream resources either: the stack of report 003 is deployed with the table of DynamoDB that
the report put in their place, and only after the fixes. The stack of report 004 deploys before as
well, because moto knows none of its faults.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety, Severity
from auditor.model.path import dotted
from auditor.model.settings import Settings
from auditor.model.tree import Tree, at
from auditor.project import ProjectFolder
from auditor.source.detect import parse
from tests.deploy import deploy

INCIDENTS = Path(__file__).parents[2] / "fixtures" / "incidents"
RULES = registry.load()
FORMATS = ("template.json", "template.yaml")
SAM = "002-access-logs-of-a-sam-api"
SERIES = "003-closed-time-series"
STAGE = "004-stage-without-methods"
VARIABLES = "Resources.MetricsProcessor.Properties.Environment.Variables"
WRITER = "Resources.MetricsProcessorRole"
NOTIFICATIONS = "Resources.SourceBucket.Properties.NotificationConfiguration"

REMAINING = {
    SAM: {
        (
            "access-log-destination",
            "Resources.ReadingsApi.Properties.AccessLogSetting.DestinationArn",
        ),
        ("local-artifact", "Resources.ReadingsFunction.Properties.CodeUri"),
    },
    SERIES: {
        (
            "action-resource-mismatch",
            f"{WRITER}.Properties.Policies[0].PolicyDocument.Statement[2].Resource",
        ),
        ("closed-service", "Resources.MetricsDatabase.Type"),
        ("closed-service", "Resources.MetricsTable.Type"),
    },
    STAGE: set(),
}
FIXED = {
    SAM: {
        ("handler-not-found", "Resources.ReadingsFunction.Properties.Handler"),
        ("unknown-property", "Resources.ReadingsFunction.Properties.ReservedConcurrencyLimit"),
        ("access-log-format", "Resources.ReadingsApi.Properties.AccessLogSetting.Format"),
        ("account-singleton", "Resources.ApiAccount"),
        (
            "dead-letter-permission",
            "Resources.ReadingsFunction.Properties.DeadLetterQueue.TargetArn",
        ),
        ("log-group-dependency", "Resources.ReadingsFunction"),
        ("import-unavailable", "Resources.ReadingsFunction.Properties.CodeUri"),
        ("metrics-namespace", "Resources.ReadingsFunction.Properties.CodeUri"),
    },
    SERIES: {
        (
            "unknown-attribute",
            f"{VARIABLES}.TIMESTREAM_DB.Fn::GetAtt[1]",
        ),
        ("import-unavailable", "Resources.MetricsProcessor.Properties.Code.ZipFile"),
        ("hardcoded-region", "Outputs.ApiEndpoint.Value.Fn::Sub"),
    },
    STAGE: {
        ("deployment-without-methods", "Resources.FilesDeployment"),
        ("stage-conflict", "Resources.FilesDeployment.Properties.StageName"),
        (
            "invoke-permission",
            f"{NOTIFICATIONS}.LambdaConfigurations[0].Function",
        ),
        (
            "undefined-environment-variable",
            "Resources.FileProcessor.Properties.Code.ZipFile",
        ),
        ("unguarded-records", "Resources.FileProcessor.Properties.Code.ZipFile"),
        ("object-key-encoding", "Resources.FileProcessor.Properties.Code.ZipFile"),
    },
}

each_incident = pytest.mark.parametrize("incident", sorted(FIXED))
each_format = pytest.mark.parametrize("name", FORMATS)


def checker(incident: str, concurrency: int | None = None) -> partial[Checked]:
    settings = Settings(account_concurrency=concurrency)
    project = ProjectFolder(INCIDENTS / incident)
    return partial(check, rules=RULES, settings=settings, project=project)


def read(incident: str, name: str) -> str:
    return (INCIDENTS / incident / name).read_bytes().decode()


def repaired(incident: str, name: str, concurrency: int | None = None) -> Fixed:
    return fix(read(incident, name), checker(incident, concurrency), Safety.UNSAFE)


def places(checked: Checked) -> set[tuple[str, str]]:
    return {(finding.rule, dotted(finding.at)) for finding in checked.findings}


def value(text: str, *path: str | int) -> Tree:
    return at(parse(text).tree, ("Resources", *path))


def with_dynamodb(text: str) -> str:
    """The stack with a table of DynamoDB in place of Timestream, as the report repaired it."""
    tree: dict[str, Any] = json.loads(json.dumps(parse(text).tree))
    resources = tree["Resources"]
    del resources["MetricsDatabase"]
    resources["MetricsTable"] = resources["AlertConfigTable"]
    variables = resources["MetricsProcessor"]["Properties"]["Environment"]["Variables"]
    del variables["TIMESTREAM_DB"]
    variables["TIMESTREAM_TABLE"] = {"Ref": "MetricsTable"}
    return json.dumps(tree)


@each_incident
def test_both_formats_hold_the_same_stack(incident: str) -> None:
    from_json, from_yaml = (json.dumps(parse(read(incident, name)).tree) for name in FORMATS)
    assert from_json == from_yaml


@each_incident
@each_format
def test_every_fault_that_a_rule_covers_is_found(incident: str, name: str) -> None:
    checked = checker(incident)(read(incident, name))
    assert places(checked) == FIXED[incident] | REMAINING[incident]
    assert checked.crashes == ()


@each_incident
@each_format
def test_only_what_has_no_fix_remains(incident: str, name: str) -> None:
    result = repaired(incident, name)
    assert places(result.final) == REMAINING[incident]
    assert result.rejected == ()
    for finding in result.final.findings:
        assert finding.fix is None or finding.fix.safety is Safety.DISPLAY


@each_incident
@each_format
def test_the_second_run_changes_nothing(incident: str, name: str) -> None:
    text = repaired(incident, name).final.text
    assert fix(text, checker(incident), Safety.UNSAFE).final.text == text


@each_incident
def test_both_formats_are_repaired_alike(incident: str) -> None:
    from_json, from_yaml = (parse(repaired(incident, name).final.text).tree for name in FORMATS)
    assert from_json == from_yaml


@each_format
def test_the_handler_is_the_one_of_the_code_folder(name: str) -> None:
    text = repaired(SAM, name).final.text
    assert value(text, "ReadingsFunction", "Properties", "Handler") == "app.lambda_handler"


@each_format
def test_the_log_format_is_the_same_json_on_one_line(name: str) -> None:
    path = ("ReadingsApi", "Properties", "AccessLogSetting", "Format")
    before = value(read(SAM, name), *path)
    after = value(repaired(SAM, name).final.text, *path)
    assert isinstance(after, str)
    assert "\n" not in after
    assert json.loads(after) == json.loads(before)


@each_format
@pytest.mark.parametrize(("concurrency", "kept"), [(None, None), (1000, 100)])
def test_the_concurrency_stays_where_the_account_has_it(
    name: str, concurrency: int | None, kept: int | None
) -> None:
    text = repaired(SAM, name, concurrency).final.text
    properties = value(text, "ReadingsFunction", "Properties")
    assert properties.get("ReservedConcurrentExecutions") == kept
    assert "ReservedConcurrencyLimit" not in properties


@each_format
def test_the_requirements_get_the_extra_that_tracing_needs(name: str) -> None:
    final = repaired(SAM, name).final
    assert final.beside == {"src/requirements.txt": "aws-lambda-powertools[tracer]==2.35.0\n"}


@each_format
def test_the_metrics_get_a_namespace(name: str) -> None:
    text = repaired(SAM, name).final.text
    variables = value(text, "ReadingsFunction", "Properties", "Environment", "Variables")
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == {"Ref": "AWS::StackName"}


@each_format
def test_clients_and_addresses_follow_the_configured_region(name: str) -> None:
    here = partial(checker(SERIES), settings=Settings(regions=("us-east-1",)))
    before = here(read(SERIES, name))
    found = [finding for finding in before.findings if finding.rule == "region-pinned-client"]
    # S3 is often called in another Region on purpose: a hint without a fix
    assert sorted((one.severity, one.fix is not None) for one in found) == [
        (Severity.INFO, False),
        (Severity.WARNING, True),
    ]
    address = [finding for finding in before.findings if finding.rule == "hardcoded-region"]
    assert [finding.severity for finding in address] == [Severity.ERROR]
    after = fix(read(SERIES, name), here, Safety.UNSAFE).final
    code = value(after.text, "MetricsProcessor", "Properties", "Code", "ZipFile")
    assert after.text.count("us-east-2") == 1
    assert 'boto3.client("timestream-write")' in code


@each_format
def test_the_account_stays_and_its_role_outlives_the_stack(name: str) -> None:
    text = repaired(SAM, name).final.text
    assert value(text, "ApiAccount") == value(read(SAM, name), "ApiAccount")
    assert value(text, "ApiLoggingRole", "DeletionPolicy") == "Retain"


@each_format
def test_the_function_gets_the_name_of_its_database(name: str) -> None:
    text = repaired(SERIES, name).final.text
    variables = value(text, "MetricsProcessor", "Properties", "Environment", "Variables")
    assert variables["TIMESTREAM_DB"] == {"Ref": "MetricsDatabase"}


@each_format
def test_the_series_stack_deploys_with_a_table_of_dynamodb(name: str) -> None:
    after = deploy(with_dynamodb(repaired(SERIES, name).final.text), region="us-east-2")
    assert (after.status, after.reason) == ("CREATE_COMPLETE", "")
    assert after.skipped == ("AWS::ApiGateway::Stage",)


@each_format
def test_the_bucket_waits_for_its_permission(name: str) -> None:
    text = repaired(STAGE, name).final.text
    permission = value(text, "SourceBucket", "DependsOn")
    assert value(text, permission, "Properties", "Principal") == "s3.amazonaws.com"
    assert value(text, permission, "Properties", "FunctionName") == {"Ref": "FileProcessor"}


@each_format
def test_the_files_stack_deploys_before_and_after(name: str) -> None:
    for text in (read(STAGE, name), repaired(STAGE, name).final.text):
        deployment = deploy(text)
        assert (deployment.status, deployment.reason) == ("CREATE_COMPLETE", "")
        assert deployment.skipped == ("AWS::ApiGateway::Stage",)

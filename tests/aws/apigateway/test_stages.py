"""Stages of API Gateway: what they log, what they wait for, and which methods belong together."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.aws.apigateway.stages import (
    GAP,
    ApiDeployment,
    ApiStage,
    Protocol,
    gateway_accounts,
    text_with_gaps,
)
from tests.template.helpers import SAM, template

STAGE = "AWS::ApiGateway::Stage"
DEPLOYMENT = "AWS::ApiGateway::Deployment"
ARN = {"Fn::GetAtt": ["Logs", "Arn"]}
NOTHING = {"Ref": "AWS::NoValue"}


def stage(kind: str = STAGE, **properties: Any) -> ApiStage:
    made = template(
        Parameters={"Any": {"Type": "String"}, "Empty": {"Type": "String", "Default": ""}},
        Resources={"Stage": {"Type": kind, "Properties": properties}},
    )
    (found,) = ApiStage.find(made)
    return found


def levels(*values: Any) -> dict[str, Any]:
    return {"MethodSettings": [{"LoggingLevel": value} for value in values]}


@pytest.mark.parametrize(
    ("properties", "logs", "may_log"),
    [
        pytest.param({}, [], False, id="nothing set"),
        pytest.param(
            {"AccessLogSetting": {"DestinationArn": ARN}}, ["AccessLogSetting"], True, id="access"
        ),
        pytest.param({"AccessLogSetting": {"Format": "x"}}, [], False, id="format alone"),
        pytest.param({"AccessLogSetting": NOTHING}, [], False, id="access log left out"),
        pytest.param(
            {"AccessLogSetting": {"DestinationArn": {"Ref": "Any"}}},
            ["AccessLogSetting"],
            True,
            id="destination from a parameter",
        ),
        pytest.param(
            {"AccessLogSetting": {"DestinationArn": {"Ref": "Empty"}}}, [], True, id="empty default"
        ),
        pytest.param(levels("INFO"), ["LoggingLevel INFO"], True, id="info"),
        pytest.param(levels("OFF", "ERROR"), ["LoggingLevel ERROR"], True, id="second settings"),
        pytest.param(levels("OFF"), [], False, id="off"),
        pytest.param(levels({"Ref": "Any"}), [], True, id="level from a parameter"),
        pytest.param(levels("Info"), [], True, id="no level of the service"),
        pytest.param(
            {"MethodSettings": [{"DataTraceEnabled": "true"}]},
            ["DataTraceEnabled"],
            True,
            id="trace",
        ),
        pytest.param(
            {"MethodSettings": [{"DataTraceEnabled": True, "LoggingLevel": "OFF"}]},
            [],
            True,
            id="trace while off",
        ),
        pytest.param({"MethodSettings": [{"DataTraceEnabled": False}]}, [], False, id="no trace"),
        pytest.param({"MethodSettings": [{"MetricsEnabled": True}]}, [], False, id="metrics"),
        pytest.param({"MethodSettings": {"Ref": "Any"}}, [], True, id="settings not known"),
        pytest.param({"MethodSettings": NOTHING}, [], False, id="settings left out"),
    ],
)
def test_settings_that_let_a_stage_log(
    properties: dict[str, Any], logs: list[str], may_log: bool
) -> None:
    found = stage(**properties)
    assert [use.setting for use in found.logs] == logs
    assert found.may_log is may_log


@pytest.mark.parametrize(
    ("kind", "properties", "logs"),
    [
        pytest.param(
            DEPLOYMENT,
            {"StageName": "prod", "StageDescription": {"LoggingLevel": "INFO"}},
            ["LoggingLevel INFO"],
            id="description of a deployment",
        ),
        pytest.param(
            DEPLOYMENT,
            {"StageName": "prod", "StageDescription": levels("ERROR")},
            ["LoggingLevel ERROR"],
            id="methods of a deployment",
        ),
        pytest.param(
            "AWS::ApiGatewayV2::Stage",
            {"DefaultRouteSettings": {"DataTraceEnabled": True}},
            ["DataTraceEnabled"],
            id="all routes",
        ),
        pytest.param(
            "AWS::ApiGatewayV2::Stage",
            {"RouteSettings": {"send": {"LoggingLevel": "INFO"}, "quit": NOTHING}},
            ["LoggingLevel INFO"],
            id="one route",
        ),
        pytest.param(
            "AWS::Serverless::HttpApi",
            {"AccessLogSettings": {"DestinationArn": ARN}},
            ["AccessLogSettings"],
            id="HTTP API of SAM",
        ),
        pytest.param(
            "AWS::Serverless::WebSocketApi", levels("INFO"), [], id="settings of another type"
        ),
    ],
)
def test_each_type_has_its_own_settings(
    kind: str, properties: dict[str, Any], logs: list[str]
) -> None:
    assert [use.setting for use in stage(kind, **properties).logs] == logs


def test_a_deployment_without_a_stage_name_makes_no_stage() -> None:
    body = {"Type": DEPLOYMENT, "Properties": {"StageDescription": {"LoggingLevel": "INFO"}}}
    assert list(ApiStage.find(template(Resources={"Deployment": body}))) == []


@pytest.mark.parametrize(
    ("api", "protocol"),
    [
        pytest.param({"ProtocolType": "HTTP"}, Protocol.HTTP, id="http"),
        pytest.param({"ProtocolType": "WEBSOCKET"}, Protocol.WEBSOCKET, id="websocket"),
        pytest.param({"ProtocolType": {"Ref": "Kind"}}, None, id="default of a parameter"),
        pytest.param({"ProtocolType": "TCP"}, None, id="no protocol"),
        pytest.param({}, None, id="not said"),
        pytest.param(None, None, id="no such API"),
    ],
)
def test_protocol_of_version_2(api: dict[str, Any] | None, protocol: Protocol | None) -> None:
    declared = {} if api is None else {"Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": api}}
    body = {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {"ApiId": {"Ref": "Api"}}}
    made = template(
        Parameters={"Kind": {"Type": "String", "Default": "HTTP"}},
        Resources={**declared, "Stage": body},
    )
    (found,) = ApiStage.find(made)
    assert found.protocol is protocol


def event(**properties: Any) -> dict[str, Any]:
    events = {"Call": {"Type": "Api", "Properties": {"Path": "/", "Method": "get", **properties}}}
    return {"Type": "AWS::Serverless::Function", "Properties": {"Events": events}}


def test_the_implicit_api_waits_for_what_its_functions_wait_for() -> None:
    made = template(
        Transform=SAM,
        Globals={"Api": levels("INFO")},
        Resources={
            "Account": {"Type": "AWS::ApiGateway::Account"},
            "One": event(),
            "Two": {**event(), "DependsOn": "Account"},
            "Other": event(RestApiId={"Ref": "Api"}),
        },
    )
    (found,) = ApiStage.find(made)
    assert [waiter.logical_id for waiter in found.waiters] == ["One", "Two"]
    assert found.at == ("Globals", "Api")
    assert found.waits_for("Account")
    assert not found.waits_for("Other")
    assert [use.setting for use in found.logs] == ["LoggingLevel INFO"]


def test_there_is_no_implicit_api_without_sam() -> None:
    assert list(ApiStage.find(template(Resources={"One": event()}))) == []


def deployments(**resources: Any) -> dict[str, ApiDeployment]:
    found = ApiDeployment.find(template(Resources=resources))
    return {deployment.resource.logical_id: deployment for deployment in found}


def of(kind: str, api: Any) -> dict[str, Any]:
    return {"Type": f"AWS::ApiGateway::{kind}", "Properties": {"RestApiId": api}}


def test_methods_and_stages_belong_to_their_api_however_it_is_written() -> None:
    found = deployments(
        Api={"Type": "AWS::ApiGateway::RestApi"},
        Referred=of("Method", {"Ref": "Api"}),
        Asked=of("Method", {"Fn::GetAtt": "Api.RestApiId"}),
        Substituted=of("Method", {"Fn::Sub": "${Api}"}),
        Other=of("Method", {"Ref": "Another"}),
        Unknown=of("Method", {"Fn::ImportValue": "api"}),
        Stage=of("Stage", {"Ref": "Api"}),
        Deployment=of("Deployment", {"Ref": "Api"}),
    )["Deployment"]
    assert [method.logical_id for method in found.methods] == ["Referred", "Asked", "Substituted"]
    assert [stage.logical_id for stage in found.stages] == ["Stage"]


@pytest.mark.parametrize(
    ("api", "answer"),
    [
        pytest.param({"Type": "AWS::ApiGateway::RestApi"}, True, id="plain"),
        pytest.param(
            {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {}}}, False, id="body"
        ),
        pytest.param(
            {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Fn::Transform": {}}},
            False,
            id="included",
        ),
        pytest.param({"Type": "AWS::Serverless::Api"}, False, id="SAM"),
        pytest.param(None, None, id="not declared"),
    ],
)
def test_where_the_methods_of_an_api_come_from(
    api: dict[str, Any] | None, answer: bool | None
) -> None:
    declared = {} if api is None else {"Api": api}
    found = deployments(**declared, Deployment=of("Deployment", {"Ref": "Api"}))
    assert found["Deployment"].is_api_defined_by_methods is answer


@pytest.mark.parametrize(
    ("awaited", "answer"),
    [([], True), (["Api"], True), (["Function"], False), (["Missing"], True)],
    ids=str,
)
def test_a_deployment_that_waits_for_its_api_alone(awaited: list[str], answer: bool) -> None:
    found = deployments(
        Api={"Type": "AWS::ApiGateway::RestApi"},
        Function={"Type": "AWS::Lambda::Function"},
        Deployment={**of("Deployment", {"Ref": "Api"}), "DependsOn": awaited},
    )
    assert found["Deployment"].starts_with_its_api is answer


def test_accounts_come_in_the_order_of_the_source() -> None:
    body = {"Type": "AWS::ApiGateway::Account"}
    found = gateway_accounts(template(Resources={"B": body, "A": body}))
    assert [account.logical_id for account in found] == ["B", "A"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("plain", "plain", id="text"),
        pytest.param({"Fn::Sub": "a${AWS::Region}b"}, f"a{GAP}b", id="substituted"),
        pytest.param("a{{resolve:ssm:/x}}b", f"a{GAP}b", id="dynamic"),
        pytest.param({"Fn::Sub": "{{resolve:ssm:/${Env}}}"}, GAP, id="dynamic with a variable"),
        pytest.param(["x"], None, id="no text"),
    ],
)
def test_texts_with_gaps(value: Any, text: str | None) -> None:
    assert text_with_gaps(template(Resources={}), value) == text

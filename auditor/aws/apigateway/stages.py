"""Stages of API Gateway with what they log, deployments, and the account setting they share."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from auditor.aws.sam.event import sam_events
from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.below import field, items
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template
from auditor.template.values import UNKNOWN, Case, truth

_ACCOUNT = "AWS::ApiGateway::Account"
_STAGE = "AWS::ApiGateway::Stage"
_DEPLOYMENT = "AWS::ApiGateway::Deployment"
_REST_API = "AWS::ApiGateway::RestApi"
_SAM_API = "AWS::Serverless::Api"
IMPLICIT_API = "ServerlessRestApi"
"""The logical ID of the API that SAM makes of events without `RestApiId`:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
"""
_LOGGING_LEVELS = ("INFO", "ERROR")
GAP = "\0"
"""Stands in a text for a part that is not known."""
_DYNAMIC = expression(r"\{\{resolve:[^{}]*\}\}")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""


class Protocol(Enum):
    """What an API speaks, which says how its stages write logs."""

    REST = "REST"
    WEBSOCKET = "WEBSOCKET"
    HTTP = "HTTP"


class _Kind(Struct, frozen=True):
    """Where a type keeps the settings of a stage.

    `single` holds settings, `listed` a list of such mappings, `named` one under each route.
    """

    protocol: Protocol | None
    access_log: tuple[str, ...]
    single: tuple[str, ...] | None = None
    listed: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def _version_2(protocol: Protocol | None) -> _Kind:
    routes = ("DefaultRouteSettings",), ("RouteSettings",)
    return _Kind(protocol, ("AccessLogSettings",), single=routes[0], named=routes[1])


_REST_STAGE = _Kind(Protocol.REST, ("AccessLogSetting",), listed=("MethodSettings",))
_KINDS = {
    _STAGE: _REST_STAGE,
    _SAM_API: _REST_STAGE,
    _DEPLOYMENT: _Kind(
        Protocol.REST,
        ("StageDescription", "AccessLogSetting"),
        single=("StageDescription",),
        listed=("StageDescription", "MethodSettings"),
    ),
    "AWS::ApiGatewayV2::Stage": _version_2(None),
    "AWS::Serverless::HttpApi": _version_2(Protocol.HTTP),
    "AWS::Serverless::WebSocketApi": _version_2(Protocol.WEBSOCKET),
}
"""By the pages of the types in
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ and
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"""


class LogUse(Struct, frozen=True):
    """A setting that lets a stage write logs, in words, and the case in which it does."""

    setting: str
    case: Case


class ApiStage:
    """A stage of an API: declared, in a Deployment, or made by SAM.

    `resource` is what declares it. `waiters` are the resources of which the stage is created
    after each; all of them stand in the template. `at` is where the stage is spoken of.
    """

    def __init__(self, resource: Resource, waiters: tuple[Resource, ...], at: Path) -> None:
        self.resource = resource
        self.template = resource.template
        self.waiters = waiters
        self.at = at
        self._kind = _KINDS[resource.type]

    types: ClassVar[tuple[str, ...]] = (*_KINDS, "AWS::Serverless::Function")

    @classmethod
    def find(cls, template: Template) -> Iterator[ApiStage]:
        """All stages of a template, in source order; the implicit API of SAM comes last."""
        for resource in template.of_type(*_KINDS):
            if resource.type == _DEPLOYMENT and resource.has("StageName") is False:
                continue
            yield cls(resource, (resource,), resource.path)
        functions = tuple(functions_of_the_implicit_api(template))
        if functions:
            api = Resource(template, IMPLICIT_API, {"Type": _SAM_API})
            # The definition that SAM writes for the API names each of its functions.
            yield cls(api, functions, ("Globals", "Api"))

    @property
    def label(self) -> str:
        """What messages call it: by the resource that declares it."""
        return self.resource.label

    @cached_property
    def protocol(self) -> Protocol | None:
        """What the API of the stage speaks; None where the template does not say."""
        if self._kind.protocol is not None:
            return self._kind.protocol
        found: set[Protocol | None] = set()
        for case in self.resource.written("ApiId"):
            name = self.template.name(case.value) if case.known else None
            api = _resource_of(self.template, name)
            if api is None or api.type != "AWS::ApiGatewayV2::Api":
                return None
            found |= {_protocol_of(kind) for kind in api.cases("ProtocolType")}
        return found.pop() if len(found) == 1 else None

    @property
    def destinations(self) -> list[Case]:
        """The cases of where access logs go, functions left as they are written."""
        return self.resource.written(*self._kind.access_log, "DestinationArn")

    @property
    def formats(self) -> list[Case]:
        """The cases of the format of access logs, functions left as they are written."""
        return self.resource.written(*self._kind.access_log, "Format")

    @property
    def logs(self) -> list[LogUse]:
        """The settings that certainly let the stage write logs, each with its case.

        `LoggingLevel: OFF` stands above `DataTraceEnabled`:
        https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1712
        """
        access = self._kind.access_log[-1]
        uses = [LogUse(access, case) for case in self.destinations if self._is_filled(case)]
        for levels, traces in self._settings():
            uses += [
                LogUse(f"LoggingLevel {level.text}", level)
                for level in levels
                if level.text in _LOGGING_LEVELS
            ]
            uses += [
                LogUse("DataTraceEnabled", trace)
                for trace in traces
                if truth(trace) is True and all(level.absent for level in levels)
            ]
        return uses

    @property
    def may_log(self) -> bool:
        """Whether the stage logs, or may do so for all that is known."""
        if any(not case.absent for case in self.destinations):
            return True
        return any(
            any(not level.absent and level.text != "OFF" for level in levels)
            or any(not trace.absent and truth(trace) is not False for trace in traces)
            for levels, traces in self._settings()
        )

    def waits_for(self, logical_id: str) -> bool:
        """Whether the stage is created after a resource."""
        return any(waiter.waits_for(logical_id) for waiter in self.waiters)

    def _is_filled(self, destination: Case) -> bool:
        if not destination.known:
            return False
        read = self.template.cases(destination.value, destination.path, destination.when)
        return any(case.text or case.value is UNKNOWN for case in read)

    def _settings(self) -> Iterator[tuple[list[Case], list[Case]]]:
        """The cases of `LoggingLevel` and of `DataTraceEnabled` of each group of settings."""
        for holder in self._setting_holders():
            levels = field(self.template, holder, "LoggingLevel")
            yield levels, field(self.template, holder, "DataTraceEnabled")

    def _setting_holders(self) -> list[Case]:
        """The cases of all mappings that hold settings."""
        kind, template = self._kind, self.template
        found = self.resource.cases(*kind.single) if kind.single else []
        for holder in self.resource.cases(*kind.listed) if kind.listed else ():
            found += items(template, holder)
        for holder in self.resource.cases(*kind.named) if kind.named else ():
            routes = holder.value
            if isinstance(routes, dict) and is_plain_mapping(routes):
                found += (case for route in routes for case in field(template, holder, route))
            else:
                found.append(holder)
        return [holder for holder in found if not holder.absent]


class ApiDeployment:
    """An `AWS::ApiGateway::Deployment`, with the methods and stages of the same API."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    types: ClassVar[tuple[str, ...]] = (_DEPLOYMENT,)

    @classmethod
    def find(cls, template: Template) -> Iterator[ApiDeployment]:
        """All deployments of REST APIs in a template."""
        return (cls(resource) for resource in template.of_type(_DEPLOYMENT))

    @property
    def methods(self) -> list[Resource]:
        """The declared methods that can be created for the deployed API."""
        return self._of_the_api("AWS::ApiGateway::Method")

    @property
    def stages(self) -> list[Resource]:
        """The declared stages that can be created for the deployed API."""
        return self._of_the_api(_STAGE)

    @property
    def is_api_defined_by_methods(self) -> bool | None:
        """Whether the API gets its methods from resources alone; None where it is not declared."""
        apis = [_resource_of(self.template, name) for name in self._api_names(self.resource)]
        if not apis or None in apis:
            return None
        sources = ("Body", "BodyS3Location", "CloneFrom")
        return all(
            api is not None
            and api.type == _REST_API
            and all(api.has(key) is False for key in sources)
            for api in apis
        )

    @property
    def starts_with_its_api(self) -> bool:
        """Whether the deployment waits for its API and for no other resource."""
        targets = {reference.target for reference in self.resource.references}
        awaited = [self.template.resources[name] for name in targets & {*self.template.resources}]
        return [resource.type for resource in awaited] == [_REST_API]

    def _of_the_api(self, kind: str) -> list[Resource]:
        own = set(self._api_names(self.resource))
        return [
            resource
            for resource in self.template.of_type(kind)
            if own & set(self._api_names(resource))
            and self.template.can_hold(self.resource.when | resource.when)
        ]

    def _api_names(self, resource: Resource) -> Iterator[Name]:
        for case in resource.written("RestApiId"):
            name = self.template.name(case.value) if case.known else None
            if name:
                yield _without_attribute(name)


def gateway_accounts(template: Template) -> list[Resource]:
    """The resources that set the account's logging role, in source order."""
    return list(template.of_type(_ACCOUNT))


def text_with_gaps(template: Template, value: Tree) -> str | None:
    """The text that a value makes, with GAP for what only the deployment knows of it."""
    name = template.name(value)
    if name is None:
        return None
    text = "".join(part if isinstance(part, str) else GAP for part in name)
    return _DYNAMIC.sub(GAP, text)


def functions_of_the_implicit_api(template: Template) -> Iterator[Resource]:
    """The functions with events of the API that SAM creates unasked."""
    if not template.is_sam or IMPLICIT_API in template.resources:
        return
    seen: set[str] = set()
    for event in sam_events(template, "Api"):
        section, name = event.path[:2]
        function = template.resources.get(str(name)) if section == "Resources" else None
        if function is None or function.logical_id in seen or "RestApiId" in event.properties:
            continue
        seen.add(function.logical_id)
        yield function


def _resource_of(template: Template, name: Name | None) -> Resource | None:
    """The resource that a name stands for, where the name is a `Ref` to it."""
    if name is None or len(name) != 1 or not isinstance(name[0], Hole):
        return None
    return template.resources.get(name[0].expression)


def _without_attribute(name: Name) -> Name:
    """`Fn::GetAtt` of `RestApiId` gives what `Ref` gives."""
    if len(name) == 1 and isinstance(name[0], Hole):
        return (Hole(name[0].expression.removesuffix(".RestApiId")),)
    return name


def _protocol_of(kind: Case) -> Protocol | None:
    known = kind.text in (Protocol.HTTP.value, Protocol.WEBSOCKET.value) and kind.certain
    return Protocol(kind.text) if known else None

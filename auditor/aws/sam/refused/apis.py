"""APIs that SAM refuses.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator/model/api
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.refused.api_events import APIS, auth_of
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_CHAT, _CONNECT, _PARAMETERS = "AWS::Serverless::WebSocketApi", "$connect", "RequestParameters"
_PAYLOADS = ("TOKEN", "REQUEST")
_MAPPINGS = {APIS[0]: ("Identity",), APIS[1]: ("JwtConfiguration", "Identity")}
"""What is a mapping in an authorizer, by the type of the API."""
_OF_REQUEST = ("Context", "Headers", "QueryStrings", "StageVariables")


def authorizers(template: Template) -> Iterator[Refused]:
    """Authorizers of REST APIs by functions that are sent nothing that API Gateway knows.

    https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/apigateway.py
    """
    for api in template.of_type(APIS[0]):
        held = api.case("Auth", "Authorizers") if api.has("DefinitionUri") is False else None
        if held is None or not isinstance(held.value, dict) or not is_plain_mapping(held.value):
            continue
        for name in held.value:
            kind = api.case("Auth", "Authorizers", name, "FunctionPayloadType")
            if kind is None or kind.text is None:
                continue
            if kind.text not in _PAYLOADS:
                yield Refused(api, Refusal.NO_SUCH_PAYLOAD, kind.path, kind, name, _PAYLOADS)
            elif kind.text == _PAYLOADS[1] and _looks_at_nothing(api, name):
                yield Refused(api, Refusal.NO_IDENTITY, kind.path, kind, name)


def kinds(template: Template) -> Iterator[Refused]:
    """What is no mapping in an authorizer, where SAM reads its keys."""
    for api in template.of_type(*_MAPPINGS):
        held = api.case("Auth", "Authorizers") if api.has("DefinitionUri") is False else None
        if held is None or not isinstance(held.value, dict) or not is_plain_mapping(held.value):
            continue
        for name in held.value:
            for key in _MAPPINGS[api.type]:
                case = api.case("Auth", "Authorizers", name, key)
                if case is not None and case.direct and _is_other(case):
                    why = Refusal.OTHER_KIND
                    yield Refused(api, why, case.path, case, key, given="a mapping")


def route_parameters(template: Template) -> Iterator[Refused]:
    """Parameters of routes of WebSocket APIs, which a client sends when it connects.

    https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/api/websocket_api_generator.py
    """
    for api in template.of_type(_CHAT):
        routes = api.case("Routes")
        if routes is None or not isinstance(routes.value, dict):
            continue
        for name, route in routes.value.items():
            given = route.get(_PARAMETERS) if isinstance(route, dict) else None
            if name != _CONNECT and isinstance(given, dict) and given and is_plain_mapping(given):
                at = (*routes.path, name, _PARAMETERS)
                yield Refused(api, Refusal.FOREIGN_PARAMETERS, at, Case(given, at), name)


def _is_other(case: Case) -> bool:
    """Whether a value is written, and is no mapping; SAM leaves out what is empty."""
    return bool(case.value) and isinstance(case.value, str | list)


def _looks_at_nothing(api: Resource, name: str) -> bool:
    """Whether nothing of a request is named, where its answer is remembered."""
    identity = api.case("Auth", "Authorizers", name, "Identity")
    if identity is None or not (identity.absent or (identity.known and identity.certain)):
        return False
    held = identity.value or {}
    if identity.absent or not held:
        return True
    if not isinstance(held, dict) or not is_plain_mapping(held) or any(map(held.get, _OF_REQUEST)):
        return False
    every = held.get("ReauthorizeEvery")
    return every is None or (isinstance(every, int) and every > 0)


def defaults(template: Template) -> Iterator[Refused]:
    """Default authorizers; one of a REST API that has none at all does nothing."""
    for api in template.of_type(*APIS):
        auth = auth_of(api) if api.has("DefinitionUri") is False else None
        default = api.case("Auth", "DefaultAuthorizer")
        if auth is None or default is None or default.text is None:
            continue
        names = auth.get("Authorizers") or {}
        is_http = api.type == APIS[1]
        if not isinstance(names, dict) or not is_plain_mapping(names) or not (names or is_http):
            continue
        is_iam = default.text == "AWS_IAM" and (not is_http or "EnableIamAuthorizer" in auth)
        if default.text and default.text not in names and not is_iam:
            why = Refusal.UNKNOWN_DEFAULT
            yield Refused(api, why, default.path, default, default.text, tuple(names))

"""Mappings of REST APIs: in methods, answers of the gateway, APIs of SAM, and OpenAPI bodies.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.apigateway.mappings.use import MappingFault, named, texts
from auditor.aws.apigateway.stages import IMPLICIT_API, functions_of_the_implicit_api
from auditor.grammar.parameter_mapping.rest import Mapped, source_fault, target_fault
from auditor.model.path import Path
from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_METHOD = "AWS::ApiGateway::Method"
_GATEWAY_RESPONSE = "AWS::ApiGateway::GatewayResponse"
BODIES = {"AWS::ApiGateway::RestApi": "Body", "AWS::Serverless::Api": "DefinitionBody"}
_SAM_API = "AWS::Serverless::Api"
_CORS = ("AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge")
_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_ANY_VERB = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses"
REST_TYPES = (_METHOD, _GATEWAY_RESPONSE, *BODIES, "AWS::Serverless::Function")


def rest_faults(template: Template) -> Iterator[MappingFault]:
    """All faults of a template, each place once."""
    seen: set[Path] = set()
    for resource, holder, mapped in _holders(template):
        if holder.path not in seen and not holder.absent:
            seen.add(holder.path)
            yield from _faults(resource, holder, mapped)
    for api in _sam_apis(template):
        for fault in (*_in_cors(api), *_in_gateway_responses(api)):
            if fault.case.path not in seen:
                seen.add(fault.case.path)
                yield fault


def _faults(resource: Resource, holder: Case, mapped: Mapped) -> Iterator[MappingFault]:
    for name, place in named(holder):
        wrong = target_fault(name, mapped)
        if wrong is not None:
            yield MappingFault(resource, place, name, wrong, is_name=True)
        if mapped is not Mapped.DECLARED:
            for case, text in texts(resource.template, holder, name):
                yield from _of_value(resource, case, text, mapped)


def _of_value(resource: Resource, case: Case, text: str, mapped: Mapped) -> Iterator[MappingFault]:
    wrong = source_fault(text, mapped)
    if wrong is not None:
        yield MappingFault(resource, case, text, wrong)


def _holders(template: Template) -> Iterator[tuple[Resource, Case, Mapped]]:
    for method in template.of_type(_METHOD):
        yield from ((method, holder, mapped) for holder, mapped in _in_method(method))
    for answer in template.of_type(_GATEWAY_RESPONSE):
        for holder in answer.cases("ResponseParameters"):
            yield answer, holder, Mapped.GATEWAY
    for api in template.of_type(*BODIES):
        for body in api.cases(BODIES[api.type]):
            yield from ((api, holder, mapped) for holder, mapped in _in_body(template, body))


def _in_method(method: Resource) -> Iterator[tuple[Case, Mapped]]:
    for holder in method.cases("RequestParameters"):
        yield holder, Mapped.DECLARED
    for holder in method.cases("Integration", "RequestParameters"):
        yield holder, Mapped.REQUEST
    for listed in method.cases("Integration", "IntegrationResponses"):
        for response in items(method.template, listed):
            for holder in field(method.template, response, "ResponseParameters"):
                yield holder, Mapped.RESPONSE


def integrations(template: Template, body: Case) -> Iterator[Case]:
    """All integrations of an OpenAPI body."""
    for paths in field(template, body, "paths"):
        for verbs in _children(template, paths):
            for verb in (*_VERBS, _ANY_VERB):
                for method in field(template, verbs, verb) if _has(verbs, verb) else ():
                    yield from field(template, method, _INTEGRATION)


def _in_body(template: Template, body: Case) -> Iterator[tuple[Case, Mapped]]:
    for integration in integrations(template, body):
        yield from _in_integration(template, integration)
    if _has(body, _GATEWAY_RESPONSES):
        for answers in field(template, body, _GATEWAY_RESPONSES):
            for answer in _children(template, answers):
                for holder in field(template, answer, "responseParameters"):
                    yield holder, Mapped.GATEWAY


def _in_integration(template: Template, integration: Case) -> Iterator[tuple[Case, Mapped]]:
    for holder in field(template, integration, "requestParameters"):
        yield holder, Mapped.REQUEST
    for responses in field(template, integration, "responses"):
        for response in _children(template, responses):
            for holder in field(template, response, "responseParameters"):
                yield holder, Mapped.RESPONSE


def _in_cors(api: Resource) -> Iterator[MappingFault]:
    """Of `Cors`, whose values SAM hands on as they are."""
    for cors in api.cases("Cors"):
        holds = [cors] if cors.text else []
        for key in _CORS if isinstance(cors.value, dict) else ():
            holds += field(api.template, cors, key)
        for case in holds:
            if case.text:
                yield from _of_value(api, case, case.text, Mapped.RESPONSE)


def _in_gateway_responses(api: Resource) -> Iterator[MappingFault]:
    """Of `GatewayResponses` of SAM, whose names it completes, and whose values it hands on."""
    template = api.template
    for answers in api.cases("GatewayResponses"):
        for answer in _children(template, answers):
            for parameters in field(template, answer, "ResponseParameters"):
                for holder in _children(template, parameters):
                    for name, _ in named(holder):
                        for case, text in texts(template, holder, name):
                            yield from _of_value(api, case, text, Mapped.GATEWAY)


def _sam_apis(template: Template) -> Iterator[Resource]:
    yield from template.of_type(_SAM_API)
    if any(functions_of_the_implicit_api(template)):
        yield Resource(template, IMPLICIT_API, {"Type": _SAM_API})


def _children(template: Template, holder: Case) -> Iterator[Case]:
    for name, _ in named(holder):
        yield from field(template, holder, name)


def _has(holder: Case, key: str) -> bool:
    return isinstance(holder.value, dict) and key in holder.value

"""Mappings of HTTP APIs: of integrations, and what their authorizers look at.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.apigateway.mappings.use import MappingFault, named, texts
from auditor.grammar.parameter_mapping.http import source_faults, target_fault
from auditor.template.below import field, items
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_API = "AWS::ApiGatewayV2::Api"
_INTEGRATION = "AWS::ApiGatewayV2::Integration"
_AUTHORIZER = "AWS::ApiGatewayV2::Authorizer"
_HTTP_API = "AWS::Serverless::HttpApi"
HTTP_TYPES = (_INTEGRATION, _AUTHORIZER, _HTTP_API)


def http_faults(template: Template) -> Iterator[MappingFault]:
    """All faults of a template."""
    for integration in template.of_type(_INTEGRATION):
        if _is_of_http(integration) and integration.has("IntegrationSubtype") is False:
            yield from _in_request(integration)
            for statuses in integration.cases("ResponseParameters"):
                for status, _ in named(statuses):
                    for holder in field(template, statuses, status):
                        yield from _in_response(integration, holder)
    for resource, case in _identity_sources(template):
        if case.text:
            yield from _of_source(resource, case, case.text, of_response=False)


def _in_request(integration: Resource) -> Iterator[MappingFault]:
    for holder in integration.cases("RequestParameters"):
        for name, place in named(holder):
            yield from _of_target(integration, place, name, of_response=False)
            for case, text in texts(integration.template, holder, name):
                yield from _of_source(integration, case, text, of_response=False)


def _in_response(integration: Resource, holder: Case) -> Iterator[MappingFault]:
    template = integration.template
    for listed in field(template, holder, "ResponseParameters"):
        for entry in items(template, listed):
            if not entry.known:
                continue
            for case in field(template, entry, "Destination"):
                if case.text:
                    yield from _of_target(integration, case, case.text, of_response=True)
            for case in field(template, entry, "Source"):
                if case.text:
                    yield from _of_source(integration, case, case.text, of_response=True)


def _of_target(
    resource: Resource, case: Case, text: str, *, of_response: bool
) -> Iterator[MappingFault]:
    wrong = target_fault(text, of_response=of_response)
    if wrong is not None:
        yield MappingFault(resource, case, text, wrong, is_name=True)


def _of_source(
    resource: Resource, case: Case, text: str, *, of_response: bool
) -> Iterator[MappingFault]:
    for wrong in source_faults(text, of_response=of_response):
        yield MappingFault(resource, case, text, wrong)


def _is_of_http(integration: Resource) -> bool:
    """Whether the API of an integration stands in the template and certainly speaks HTTP."""
    template = integration.template
    kinds: list[Case] = []
    for named_api in integration.written("ApiId"):
        api = leading_resource(template, named_api.value)
        if api is None or api.type not in (_API, _HTTP_API):
            return False
        kinds += api.cases("ProtocolType") if api.type == _API else ()
    return all(kind.text == "HTTP" and kind.certain for kind in kinds)


def _identity_sources(template: Template) -> Iterator[tuple[Resource, Case]]:
    for authorizer in template.of_type(_AUTHORIZER):
        for listed in authorizer.cases("IdentitySource"):
            yield from ((authorizer, case) for case in items(template, listed))
    for api in template.of_type(_HTTP_API):
        for authorizers in api.cases("Auth", "Authorizers"):
            for name, _ in named(authorizers):
                for case in api.cases("Auth", "Authorizers", name, "IdentitySource"):
                    yield api, case

"""Mapping templates of REST and WebSocket APIs, and of OpenAPI bodies.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.apigateway.mappings.rest import BODIES, integrations
from auditor.aws.apigateway.mappings.use import named
from auditor.aws.apigateway.stages import text_with_gaps
from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_METHOD = "AWS::ApiGateway::Method"
_VERSION_2 = ("AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::IntegrationResponse")
_REQUEST, _RESPONSE = "RequestTemplates", "ResponseTemplates"


class MappingTemplate(Struct, frozen=True):
    """A mapping template with gaps for what only the deployment knows of its text."""

    resource: Resource
    case: Case
    text: str

    types: ClassVar[tuple[str, ...]] = (_METHOD, *_VERSION_2, *BODIES)

    @classmethod
    def find(cls, template: Template) -> Iterator[MappingTemplate]:
        """All that can be read."""
        for resource, holder in _holders(template):
            for name, place in named(holder):
                value = holder.value[name] if isinstance(holder.value, dict) else None
                text = text_with_gaps(template, value)
                if text:
                    case = Case(value, place.path, holder.when, holder.certain)
                    yield cls(resource, case, text)


def _holders(template: Template) -> Iterator[tuple[Resource, Case]]:
    for method in template.of_type(_METHOD):
        yield from ((method, holder) for holder in method.written("Integration", _REQUEST))
        for listed in method.cases("Integration", "IntegrationResponses"):
            for response in items(template, listed):
                yield from ((method, one) for one in field(template, response, _RESPONSE))
    for one in template.of_type(*_VERSION_2):
        for holder in (*one.written(_REQUEST), *one.written(_RESPONSE)):
            yield one, holder
    for api in template.of_type(*BODIES):
        for body in api.cases(BODIES[api.type]):
            yield from ((api, holder) for holder in _in_body(template, body))


def _in_body(template: Template, body: Case) -> Iterator[Case]:
    for integration in integrations(template, body):
        yield from field(template, integration, "requestTemplates")
        for responses in field(template, integration, "responses"):
            for name, _ in named(responses):
                for response in field(template, responses, name):
                    yield from field(template, response, "responseTemplates")

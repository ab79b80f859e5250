"""What methods map from a request, and what they declare of it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.model.edit import Edit, InsertKey
from auditor.template.below import items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_METHOD = "AWS::ApiGateway::Method"
_AUTHORIZER = "AWS::ApiGatewayV2::Authorizer"
_HTTP_API = "AWS::Serverless::HttpApi"
_SOURCE = re.compile(r"method\.request\.(?:path|querystring|header)\.[\w.$-]+")
_DECLARED = "RequestParameters"


class Mapping(Struct, frozen=True):
    """A mapping of a method's integration from a parameter of the request."""

    method: Resource
    case: Case
    source: str

    types: ClassVar[tuple[str, ...]] = (_METHOD,)


def undeclared(template: Template) -> Iterator[Mapping]:
    """The mappings from parameters that their method does not declare."""
    for method in template.of_type(_METHOD):
        declared = method.cases(_DECLARED)
        known = [case.value for case in declared if isinstance(case.value, dict)]
        if any(not case.absent and not isinstance(case.value, dict) for case in declared):
            continue
        for mapped in method.cases("Integration", _DECLARED):
            if not isinstance(mapped.value, dict):
                continue
            for name, value in mapped.value.items():
                for case in template.cases(value, (*mapped.path, name), mapped.when):
                    text = case.text or ""
                    is_named = any(text in one for one in known)
                    if _SOURCE.fullmatch(text) and not is_named:
                        yield Mapping(method, case, text)


def declaration(mapping: Mapping) -> Edit | None:
    """Declares the parameter; those of the path are required, as they always are there."""
    properties = mapping.method.body.get("Properties")
    if not isinstance(properties, dict):
        return None
    path = (*mapping.method.path, "Properties")
    is_required = mapping.source.startswith("method.request.path.")
    present = properties.get(_DECLARED)
    if _DECLARED not in properties:
        wanted = {mapping.source: is_required}
        return InsertKey(path, _DECLARED, wanted, before="Integration")
    is_plain = isinstance(present, dict) and not any(key.startswith("Fn::") for key in present)
    return InsertKey((*path, _DECLARED), mapping.source, is_required) if is_plain else None


def identity_sources(template: Template) -> Iterator[tuple[Resource, Case]]:
    """The identity sources of authorizers of HTTP APIs."""
    for authorizer in template.of_type(_AUTHORIZER):
        for listed in authorizer.cases("IdentitySource"):
            yield from ((authorizer, case) for case in items(template, listed))
    for api in template.of_type(_HTTP_API):
        for authorizers in api.cases("Auth", "Authorizers"):
            named = authorizers.value if isinstance(authorizers.value, dict) else {}
            for name in named:
                found = api.cases("Auth", "Authorizers", name, "IdentitySource")
                yield from ((api, case) for case in found)

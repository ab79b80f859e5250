"""What methods map from a request, and what they declare of it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.grammar.parameter_mapping.rest import declared_by
from auditor.model.edit import Edit, InsertKey
from auditor.template.below import field, items
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_METHOD = "AWS::ApiGateway::Method"
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
                    wanted = declared_by(text)
                    if wanted and not any(wanted in one or text in one for one in known):
                        yield Mapping(method, case, wanted)


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


def undeclared_headers(template: Template) -> Iterator[tuple[Resource, Case, str]]:
    """The headers that an integration response sets, and its method response does not declare."""
    for method in template.of_type(_METHOD):
        declared = _declared_headers(method)
        for status, mapped in _responses(method) if declared is not None else ():
            names = (declared or {}).get(status)
            if names is None or not isinstance(mapped.value, dict):
                continue
            for name in mapped.value:
                if name.startswith("method.response.header.") and name not in names:
                    place = Case(name, (*mapped.path, name), mapped.when, mapped.certain)
                    yield method, place, name


def _responses(method: Resource) -> Iterator[tuple[str, Case]]:
    """The parameters of each integration response, with its status."""
    template = method.template
    for listed in method.cases("Integration", "IntegrationResponses"):
        for response in items(template, listed):
            for status in field(template, response, "StatusCode"):
                for mapped in field(template, response, "ResponseParameters"):
                    if mapped.known:
                        yield scalar_text(status.value) or "", mapped


def _declared_headers(method: Resource) -> dict[str, set[str]] | None:
    """What the method responses declare, by status; None where that is not known."""
    template = method.template
    found: dict[str, set[str]] = {}
    for listed in method.cases("MethodResponses"):
        for response in items(template, listed):
            for status in field(template, response, "StatusCode"):
                for declared in field(template, response, "ResponseParameters"):
                    text = scalar_text(status.value)
                    if text is None or not (declared.absent or isinstance(declared.value, dict)):
                        return None
                    names = declared.value if isinstance(declared.value, dict) else {}
                    found.setdefault(text, set()).update(names)
    return found

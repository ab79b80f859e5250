"""Definitions of APIs that SAM refuses, where it has something to write into them.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/swagger/swagger.py
https://github.com/aws/serverless-application-model/blob/develop/samtranslator/open_api/open_api.py
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.refused.api_events import APIS
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.expression import expression
from auditor.model.path import Path, dotted
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_WRITES = {
    APIS[0]: (
        *("Auth", "BinaryMediaTypes", "Cors", "DisableExecuteApiEndpoint", "GatewayResponses"),
        "Models",
    ),
    APIS[1]: ("Auth", "CorsConfiguration", "Description", "DisableExecuteApiEndpoint", "Tags"),
}
"""The properties for which SAM reads the definition."""
_WRITES_PATHS = {APIS[0]: _WRITES[APIS[0]], APIS[1]: ("Auth.DefaultAuthorizer",)}
"""Those for which it reads each path."""
_WRITES_METHODS = ("Auth.ApiKeyRequired", "Auth.DefaultAuthorizer")
"""Those for which it reads each method."""
_METHODS = frozenset(
    {
        *("delete", "get", "head", "options", "patch", "post", "put"),
        "x-amazon-apigateway-any-method",
    }
)

_DEFINITIONS = "securityDefinitions"
_OPTIONS, _RESPONSES = "options", "responses"
_OPENAPI_3 = expression(r"3(\.\d)(\.\d)?")


def bodies(template: Template) -> Iterator[Refused]:
    """What is no mapping in the definitions of a template, where SAM needs one."""
    for api in template.of_type(*APIS):
        properties = api.body.get("Properties")
        body = properties.get("DefinitionBody") if isinstance(properties, dict) else None
        if not isinstance(body, dict) or not is_plain_mapping(body) or "paths" not in body:
            continue
        held = body.get(_DEFINITIONS)
        is_rest = api.type == APIS[0]
        if is_rest and held and not isinstance(held, dict) and _has(api, ("Auth.Authorizers",)):
            at = (*api.path, "Properties", "DefinitionBody", _DEFINITIONS)
            yield Refused(api, Refusal.NO_MAPPING, at, Case(held, at), _DEFINITIONS)
        path = (*api.path, "Properties", "DefinitionBody", "paths")
        read = dict(_read(api, body["paths"])) | dict(_of_openapi(api, body))
        for place, value in read.items():
            if not isinstance(value, dict):
                name = dotted(("paths", *place))
                at = (*path, *place)
                yield Refused(api, Refusal.NO_MAPPING, at, Case(value, at), name)


def _read(api: Resource, paths: Tree) -> Iterator[tuple[Path, Tree]]:
    """What SAM reads of the paths, with its place below them."""
    if _has(api, _WRITES[api.type]):
        yield (), paths
    if not isinstance(paths, dict) or not is_plain_mapping(paths):
        return
    if _has(api, _WRITES_PATHS[api.type]):
        yield from (((name,), item) for name, item in paths.items())
    if _has(api, _WRITES_METHODS):
        for name, item in paths.items():
            if isinstance(item, dict) and is_plain_mapping(item):
                methods = item.keys() & _METHODS
                yield from (((name, one), item[one]) for one in item if one in methods)


def _of_openapi(api: Resource, body: dict[str, Tree]) -> Iterator[tuple[Path, Tree]]:
    """What SAM reads of each definition of a REST API by OpenAPI 3, whatever else it writes."""
    paths, version = body["paths"], api.case("OpenApiVersion")
    told = (
        body.get("openapi") if version is not None and version.absent else version and version.text
    )
    is_read = isinstance(told, str) and _OPENAPI_3.fullmatch(told) and "swagger" not in body
    if api.type != APIS[0] or not is_read or not paths:
        return
    yield (), paths
    for name, item in paths.items() if isinstance(paths, dict) and is_plain_mapping(paths) else ():
        yield (name,), item
        options = item.get(_OPTIONS) if isinstance(item, dict) and is_plain_mapping(item) else None
        if options:
            yield (name, _OPTIONS), options
        responses = options.get(_RESPONSES) if isinstance(options, dict) else None
        if responses:
            yield (name, _OPTIONS, _RESPONSES), responses


def _has(api: Resource, names: tuple[str, ...]) -> bool:
    return any(api.has(*name.split(".")) for name in names)

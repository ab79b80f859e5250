"""Parameter mappings as API Gateway has them, and those that it refuses."""

from __future__ import annotations

import pytest

from auditor.grammar.parameter_mapping import http, rest
from auditor.grammar.parameter_mapping.rest import Mapped

REQUEST, RESPONSE, GATEWAY = Mapped.REQUEST, Mapped.RESPONSE, Mapped.GATEWAY


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("method.request.path.id", REQUEST),
        ("method.request.querystring.page", REQUEST),
        ("method.request.multivaluequerystring.tag", REQUEST),
        ("method.request.header.X-Tenant", REQUEST),
        ("method.request.multivalueheader.Accept", REQUEST),
        ("method.request.body", REQUEST),
        ("method.request.body.shop.pets[0].name", REQUEST),
        ("integration.response.header.Location", RESPONSE),
        ("integration.response.body.redirect.url", RESPONSE),
        ("method.request.header.Origin", GATEWAY),
        ("context.authorizer.claims.sub", REQUEST),
        ("stageVariables.table", RESPONSE),
        ("'*'", RESPONSE),
        ("''", RESPONSE),
        ("'it's'", REQUEST),
    ],
)
def test_sources_of_rest_apis(text: str, mapped: Mapped) -> None:
    assert rest.source_fault(text, mapped) is None


@pytest.mark.parametrize(
    ("text", "mapped", "said", "repair"),
    [
        ("*", RESPONSE, "quotation marks", "'*'"),
        ("'", RESPONSE, "quotation marks", None),
        ('"*"', RESPONSE, "quotation marks", "'*'"),
        ("method.request.headers.a", REQUEST, "has no headers", "method.request.header.a"),
        ("method.request.queryString.a", REQUEST, "has no", "method.request.querystring.a"),
        ("method.request.params.a", REQUEST, "has no params", None),
        ("method.request.header.", REQUEST, "needs the name", None),
        ("method.request.header", REQUEST, "needs the name", None),
        ("method.request.", REQUEST, "has no ", None),
        ("integration.response.path.a", RESPONSE, "only header", None),
        ("context", REQUEST, "needs the name of a variable", None),
    ],
)
def test_wrong_sources_of_rest_apis(
    text: str, mapped: Mapped, said: str, repair: str | None
) -> None:
    fault = rest.source_fault(text, mapped)
    assert fault is not None
    assert fault.certain
    assert said in fault.message
    assert fault.repair == repair
    assert repair is None or rest.source_fault(repair, mapped) is None


@pytest.mark.parametrize(
    ("text", "mapped"),
    [("method.request.header.Origin", RESPONSE), ("method.request.querystring.a[b]", REQUEST)],
)
def test_doubtful_sources_are_not_certain(text: str, mapped: Mapped) -> None:
    fault = rest.source_fault(text, mapped)
    assert fault is not None
    assert not fault.certain


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("integration.request.path.id", REQUEST),
        ("integration.request.header.X-A", REQUEST),
        ("method.response.header.Location", RESPONSE),
        ("gatewayresponse.header.Access-Control-Allow-Origin", GATEWAY),
        ("method.request.querystring.page", Mapped.DECLARED),
    ],
)
def test_targets_of_rest_apis(text: str, mapped: Mapped) -> None:
    assert rest.target_fault(text, mapped) is None


@pytest.mark.parametrize(
    ("text", "mapped", "repair"),
    [
        ("X-A", REQUEST, None),
        ("X-A", RESPONSE, "method.response.header.X-A"),
        ("X-A", GATEWAY, "gatewayresponse.header.X-A"),
        ("method.request.header.a", REQUEST, None),
        ("integration.request.headers.a", REQUEST, "integration.request.header.a"),
        ("integration.request.body.a", REQUEST, None),
        ("method.response.header.", RESPONSE, None),
        ("", RESPONSE, None),
        ("method.request.query.a", Mapped.DECLARED, "method.request.querystring.a"),
    ],
)
def test_wrong_targets_of_rest_apis(text: str, mapped: Mapped, repair: str | None) -> None:
    fault = rest.target_fault(text, mapped)
    assert fault is not None
    assert fault.repair == repair
    assert repair is None or rest.target_fault(repair, mapped) is None


@pytest.mark.parametrize(
    ("text", "declaration"),
    [
        ("method.request.path.id", "method.request.path.id"),
        ("method.request.multivalueheader.a.b", "method.request.header.a.b"),
        ("method.request.body.a", None),
        ("method.request.header", None),
        ("'a'", None),
        ("", None),
    ],
)
def test_what_a_source_needs_of_its_method(text: str, declaration: str | None) -> None:
    assert rest.declared_by(text) == declaration


@pytest.mark.parametrize(
    ("text", "of_response"),
    [
        ("append:header.a", False),
        ("overwrite:querystring.a", False),
        ("remove:header.a", True),
        ("overwrite:path", False),
        ("overwrite:statuscode", True),
        ("overwrite:header.X-Forwarded-Port", False),
    ],
)
def test_targets_of_http_apis(text: str, of_response: bool) -> None:
    assert http.target_fault(text, of_response=of_response) is None


@pytest.mark.parametrize(
    ("text", "of_response", "said", "repair"),
    [
        ("header.a", False, "must begin with append:", "overwrite:header.a"),
        ("set:header.a", False, "must begin with append:", None),
        ("integration.request.header.a", False, "must begin with append:", None),
        ("append:path", False, "can only be overwritten", "overwrite:path"),
        ("overwrite:headers.a", False, "only header.name", "overwrite:header.a"),
        ("overwrite:querystring.a", True, "only header.name", None),
        ("overwrite:static", True, "or statuscode", None),
        ("append:header.", False, "needs a name", None),
        ("overwrite:header.Authorization", False, "is reserved", None),
        ("append:header.x-amzn-trace", True, "is reserved", None),
        ("", False, "must begin", None),
    ],
)
def test_wrong_targets_of_http_apis(
    text: str, of_response: bool, said: str, repair: str | None
) -> None:
    fault = http.target_fault(text, of_response=of_response)
    assert fault is not None
    assert said in fault.message
    assert fault.repair == repair
    assert repair is None or http.target_fault(repair, of_response=of_response) is None


@pytest.mark.parametrize(
    ("text", "of_response"),
    [
        ("$request.header.a", False),
        ("${request.path.id}/${request.querystring.a}", False),
        ("$request.path", False),
        ("$request.body.a.b", False),
        ("$context.requestId", True),
        ("$stageVariables.a", False),
        ("$response.header.a", True),
        ("403", True),
        ("$5", False),
        ("", False),
    ],
)
def test_sources_of_http_apis(text: str, of_response: bool) -> None:
    assert list(http.source_faults(text, of_response=of_response)) == []


@pytest.mark.parametrize(
    ("text", "of_response", "repair"),
    [
        ("$request.headers.a", False, "$request.header.a"),
        ("x ${request.query.a}", False, "x ${request.querystring.a}"),
        ("$request.cookie.a", False, None),
        ("$response.querystring.a", True, None),
    ],
)
def test_wrong_sources_of_http_apis(text: str, of_response: bool, repair: str | None) -> None:
    (fault,) = http.source_faults(text, of_response=of_response)
    assert fault.certain
    assert fault.repair == repair
    assert text[fault.start : fault.end]


def test_a_request_is_changed_before_its_response() -> None:
    (fault,) = http.source_faults("$response.header.a", of_response=False)
    assert not fault.certain

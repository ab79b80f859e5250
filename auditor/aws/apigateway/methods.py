"""Methods and routes: how they integrate, and who authorizes them.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html
https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_METHOD, _ROUTE = "AWS::ApiGateway::Method", "AWS::ApiGatewayV2::Route"
_AUTHORIZERS = {
    "AWS::ApiGateway::Authorizer": "Type",
    "AWS::ApiGatewayV2::Authorizer": "AuthorizerType",
}
_FITTING = {
    (_METHOD, "COGNITO_USER_POOLS"): ("COGNITO_USER_POOLS",),
    (_METHOD, "CUSTOM"): ("TOKEN", "REQUEST"),
    (_ROUTE, "CUSTOM"): ("REQUEST",),
    (_ROUTE, "JWT"): ("JWT",),
}
"""The types of authorizers that go with each authorization type; all others have none."""
_CALLING = ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY")


class ApiMethod(Struct, frozen=True):
    """A method of a REST API, or a route of an HTTP or WebSocket API."""

    resource: Resource

    types: ClassVar[tuple[str, ...]] = (_METHOD, _ROUTE)

    @classmethod
    def find(cls, template: Template) -> Iterator[ApiMethod]:
        """All of a template."""
        return (cls(resource) for resource in template.of_type(_METHOD, _ROUTE))

    def authorizations(self) -> Iterator[tuple[Case, tuple[str, ...]]]:
        """The authorization types that need an authorizer, with the types of those that fit."""
        for case in self.resource.cases("AuthorizationType"):
            fitting = _FITTING.get((self.resource.type, case.text or ""))
            if fitting is not None:
                yield case, fitting

    def lacks_authorizer(self, case: Case) -> bool:
        """Whether no authorizer is named where an authorization type needs one."""
        named = self.resource.cases("AuthorizerId")
        return all(one.absent or not self.resource.template.can_meet(one, case) for one in named)

    def authorizer_types(self, case: Case) -> Iterator[Case]:
        """The types of the authorizer of the template that goes with an authorization type."""
        template = self.resource.template
        for named in self.resource.written("AuthorizerId"):
            found = leading_resource(template, named.value, *_AUTHORIZERS)
            if found is not None and template.can_meet(named, case):
                yield from found.cases(_AUTHORIZERS[found.type])

    def integrations_without_method(self) -> Iterator[Case]:
        """The types of integrations that call something by a method which is not given."""
        if self.resource.type != _METHOD:
            return
        for kind in self.resource.cases("Integration", "Type"):
            if kind.text not in _CALLING:
                continue
            methods = self.resource.cases("Integration", "IntegrationHttpMethod")
            meeting = [one for one in methods if self.resource.template.can_meet(one, kind)]
            if meeting and all(one.absent for one in meeting):
                yield kind

"""Identity providers and resource servers that clients of a user pool name by their text.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import items
from auditor.template.leading import only_referred
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_CLIENT = "AWS::Cognito::UserPoolClient"
_PROVIDER, _SERVER = (
    "AWS::Cognito::UserPoolIdentityProvider",
    "AWS::Cognito::UserPoolResourceServer",
)
_POOL = "UserPoolId"
TYPES = (_CLIENT,)
_LISTS = (
    (_PROVIDER, "ProviderName", "SupportedIdentityProviders", "", "the identity provider"),
    (_SERVER, "Identifier", "AllowedOAuthScopes", "/", "the resource server of the scope"),
)
"""What a client names, the property of that name, and where it stands, before which text."""


def needs(template: Template) -> Iterator[Need]:
    """Clients that do not wait for a provider or a server that they name."""
    for kind, name, listed, end, what in _LISTS:
        named = [*_named(template, kind, name)]
        for client in template.of_type(_CLIENT) if named else ():
            pool = only_referred(client, _POOL)
            for case in client.cases(listed) if pool else ():
                for item in items(template, case):
                    own = [one for one, of, text in named if of is pool and _is_in(item, text, end)]
                    missing = unmet(client, own)
                    if missing:
                        yield Need(client, missing, item, f"Cognito does not find {what}")


def _named(template: Template, kind: str, name: str) -> Iterator[tuple[Resource, Resource, str]]:
    """Those of a pool of the template with a name that is known."""
    for one in template.of_type(kind):
        pool, case = only_referred(one, _POOL), one.case(name)
        if pool is not None and case is not None and case.text and case.certain:
            yield one, pool, case.text


def _is_in(item: Case, text: str, end: str) -> bool:
    if item.text is None or not item.certain:
        return False
    return item.text.rpartition(end)[0] == text if end else item.text == text

"""APIs that SAM refuses.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator/model/api
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.refused.api_events import APIS, auth_of
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Template


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

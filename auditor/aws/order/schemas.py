"""Resolvers of AppSync, which need the schema and the data source that they name first.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-resolver.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.appsync.api import api_of
from auditor.aws.order.need import Need, unmet
from auditor.template.template import Template

_SCHEMA = "AWS::AppSync::GraphQLSchema"
_RESOLVER, _FUNCTION = "AWS::AppSync::Resolver", "AWS::AppSync::FunctionConfiguration"
_SOURCE = "AWS::AppSync::DataSource"
TYPES = (_RESOLVER, _FUNCTION)


def needs(template: Template) -> Iterator[Need]:
    """Resolvers that do not wait for the schema of their API, or for a data source by its name."""
    schemas = [(one, api_of(one)) for one in template.of_type(_SCHEMA)]
    sources = [
        (one, api_of(one), template.name(case.value))
        for one in template.of_type(_SOURCE)
        for case in one.written("Name")
        if case.known
    ]
    for resolver in template.of_type(*TYPES):
        api = api_of(resolver)
        if api is None:
            continue
        own = [one for one, of in schemas if of is api and resolver.type == _RESOLVER]
        missing = unmet(resolver, own)
        for case in resolver.cases("TypeName") if missing else ():
            if case.known:
                yield Need(resolver, missing, case, "AppSync does not find the type or the field")
        for case in resolver.written("DataSourceName"):
            name = template.name(case.value) if case.known else None
            named = [one for one, of, its in sources if of is api and name and its == name]
            missing = unmet(resolver, named)
            if missing:
                yield Need(resolver, missing, case, "AppSync does not find the data source")

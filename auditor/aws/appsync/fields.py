"""Fields that resolvers are for, and those that the schema of their API has.

https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.appsync.api import api_of
from auditor.grammar.graphql import fields_of_types
from auditor.template.template import Resource, Template
from auditor.template.values import Case

RESOLVER = "AWS::AppSync::Resolver"
_SCHEMA = "AWS::AppSync::GraphQLSchema"


class UnknownField(Struct, frozen=True):
    """A resolver for a type, at `cases[0]`, or a field of it that the schema does not have.

    `names` are the types or fields that it has, and `type_name` is empty for a type.
    """

    resolver: Resource
    cases: tuple[Case, ...]
    name: str
    names: tuple[str, ...]
    type_name: str = ""


def unknown_fields(template: Template) -> Iterator[UnknownField]:
    """All of a template, as far as it writes out the schemas."""
    schemas: dict[str, list[Resource]] = {}
    for schema in template.of_type(_SCHEMA):
        api = api_of(schema)
        if api is not None:
            schemas.setdefault(api.logical_id, []).append(schema)
    for resolver in template.of_type(RESOLVER) if schemas else ():
        api = api_of(resolver)
        for schema in schemas.get(api.logical_id, []) if api is not None else ():
            yield from _of(resolver, schema)


def _of(resolver: Resource, schema: Resource) -> Iterator[UnknownField]:
    template = resolver.template
    for definition in schema.cases("Definition"):
        types = None if definition.text is None else fields_of_types(definition.text)
        for kind in resolver.cases("TypeName") if types else ():
            if types is None or kind.text is None or not template.can_meet(definition, kind):
                continue
            if kind.text not in types:
                yield UnknownField(resolver, (kind, definition), kind.text, tuple(types))
                continue
            names = tuple(sorted(types[kind.text]))
            for field in resolver.cases("FieldName"):
                is_there = field.text is None or field.text in names
                if not is_there and template.can_meet(definition, kind, field):
                    cases = (field, kind, definition)
                    yield UnknownField(resolver, cases, str(field.text), names, kind.text)

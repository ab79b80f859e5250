"""The API that a schema, a data source or a resolver is a part of."""

from __future__ import annotations

from auditor.template.leading import leading_resource
from auditor.template.template import Resource


def api_of(resource: Resource) -> Resource | None:
    """The API of the template that a part of one is for."""
    properties = resource.body.get("Properties")
    written = properties.get("ApiId") if isinstance(properties, dict) else None
    return leading_resource(resource.template, written, "AWS::AppSync::GraphQLApi")

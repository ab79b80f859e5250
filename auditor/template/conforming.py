"""Whether AWS's schema may refuse something of a resource's properties: one walk for all rules."""

from __future__ import annotations

from functools import lru_cache

from auditor.data.resource_schemas import schema_of
from auditor.schemas.quick import Checks
from auditor.template.gaps import TemplateGaps
from auditor.template.template import Resource, Template

_SAM = "AWS::Serverless::"


@lru_cache(maxsize=512)
def checks_of(type_name: str) -> Checks | None:
    """The compiled checks of a type; None for types without a schema."""
    schema = schema_of(type_name)
    return None if schema is None else Checks(schema)


def may_be_refused(resource: Resource) -> bool:
    """Whether the schema of a resource's type may refuse its properties, or a key in them.

    False also where nothing is known: without a schema, and for what stands for other resources.
    """
    known = resource.template.once(_Known)
    found = known.by_path.get(resource.path)
    if found is None:
        found = known.by_path[resource.path] = _may_be_refused(resource, known.gaps)
    return found


class _Known:
    def __init__(self, template: Template) -> None:
        self.gaps = TemplateGaps(template)
        self.by_path: dict[tuple[str | int, ...], bool] = {}


def _may_be_refused(resource: Resource, gaps: TemplateGaps) -> bool:
    is_read = not resource.type.startswith(_SAM) or resource.template.is_sam
    checks = checks_of(resource.type) if is_read and not resource.is_module else None
    properties = resource.body.get("Properties", {})
    if checks is None or not isinstance(properties, dict):
        return False
    return checks.whole.may_fail(properties, gaps)

"""What rules about any template look at: source text, usages, properties, cycles, suppressions."""

from __future__ import annotations

from auditor.data.closed_services import ClosedService, closed_service_of, closed_types
from auditor.data.meant import value_row
from auditor.data.resource_schema import ResourceType, resource_type
from auditor.model.suppression import SuppressionReview
from auditor.template.dependencies import Dependency, dependencies
from auditor.template.graph import knots, reaches, shortest_cycle
from auditor.template.subjects.misreference import Misreference, misreferences
from auditor.template.subjects.relocation import as_mapping, relocation
from auditor.template.subjects.schema_fault import SchemaFault, demand
from auditor.template.subjects.source_text import SourceText
from auditor.template.subjects.stray_property import StrayProperty
from auditor.template.subjects.type_use import TypeUse
from auditor.template.subjects.usage import Usage

__all__ = [
    "ClosedService",
    "Dependency",
    "Misreference",
    "ResourceType",
    "SchemaFault",
    "SourceText",
    "StrayProperty",
    "SuppressionReview",
    "TypeUse",
    "Usage",
    "as_mapping",
    "closed_service_of",
    "closed_types",
    "demand",
    "dependencies",
    "knots",
    "misreferences",
    "reaches",
    "relocation",
    "resource_type",
    "shortest_cycle",
    "value_row",
]

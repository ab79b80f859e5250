"""What rules about any template look at: source text, usages, properties, cycles, suppressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.data.closed_services import ClosedService, closed_service_of, closed_types
    from auditor.data.meant import attribute_row, value_row, wrap_row
    from auditor.data.packaged_properties import PACKAGED_PROPERTIES
    from auditor.data.property_combinations import Combination, combinations
    from auditor.data.refused_values import GAP, RefusedValue, refused_values
    from auditor.data.region_singletons import singletons
    from auditor.data.resource_types import ResourceType, resource_type
    from auditor.grammar.placeholders import tool_of
    from auditor.model.suppression import SuppressionReview
    from auditor.template.arguments import bad_calls
    from auditor.template.combining import (
        Combined,
        Part,
        all_given,
        excluded,
        lacking,
        lacking_all,
        linked,
        parts,
        property_names,
    )
    from auditor.template.defaults_allowed import default_faults, value_fault
    from auditor.template.dependencies import Dependency, dependencies, named_resources
    from auditor.template.graph import knots, reaches, shortest_cycle
    from auditor.template.map_entries import missing_entries
    from auditor.template.names import Hole
    from auditor.template.optional import made_optional
    from auditor.template.parameter_types import (
        is_undocumented_type,
        type_meant,
        untyped_parameters,
    )
    from auditor.template.plain import plainly_at
    from auditor.template.renaming import rename_everywhere
    from auditor.template.resolve import scalar_text
    from auditor.template.rows import (
        above,
        asking_cases,
        compared,
        excused,
        surely_says_nothing,
    )
    from auditor.template.subjects.bad_export import BadExport, Refused
    from auditor.template.subjects.bad_output import BadOutput
    from auditor.template.subjects.conditional_reference import ConditionalReference
    from auditor.template.subjects.fragment import Fragment, is_merged
    from auditor.template.subjects.loose_variable import LooseVariable
    from auditor.template.subjects.misreference import Misreference, misreferences
    from auditor.template.subjects.name_clash import NameClash
    from auditor.template.subjects.property_rows import as_mapping
    from auditor.template.subjects.relocation import relocation
    from auditor.template.subjects.retyping import retyping
    from auditor.template.subjects.said import Said
    from auditor.template.subjects.schema_fault import SchemaFault, demand
    from auditor.template.subjects.source_text import SourceText
    from auditor.template.subjects.split_reference import SplitReference
    from auditor.template.subjects.stray_property import StrayProperty
    from auditor.template.subjects.type_use import TypeUse
    from auditor.template.subjects.undeclared_part import UndeclaredPart
    from auditor.template.subjects.usage import Usage
    from auditor.template.transforms import SAM_TRANSFORM, is_open, transforms_of
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "GAP",
    "PACKAGED_PROPERTIES",
    "SAM_TRANSFORM",
    "BadExport",
    "BadOutput",
    "ClosedService",
    "Combination",
    "Combined",
    "ConditionalReference",
    "Dependency",
    "Fragment",
    "Hole",
    "LooseVariable",
    "Misreference",
    "NameClash",
    "Part",
    "Refused",
    "RefusedValue",
    "ResourceType",
    "Said",
    "SchemaFault",
    "SourceText",
    "SplitReference",
    "StrayProperty",
    "SuppressionReview",
    "TypeUse",
    "UndeclaredPart",
    "Usage",
    "above",
    "all_given",
    "as_mapping",
    "asking_cases",
    "attribute_row",
    "bad_calls",
    "closed_service_of",
    "closed_types",
    "combinations",
    "compared",
    "default_faults",
    "demand",
    "dependencies",
    "excluded",
    "excused",
    "is_merged",
    "is_open",
    "is_undocumented_type",
    "knots",
    "lacking",
    "lacking_all",
    "linked",
    "made_optional",
    "misreferences",
    "missing_entries",
    "named_resources",
    "parts",
    "plainly_at",
    "property_names",
    "reaches",
    "refused_values",
    "relocation",
    "rename_everywhere",
    "resource_type",
    "retyping",
    "scalar_text",
    "shortest_cycle",
    "singletons",
    "surely_says_nothing",
    "tool_of",
    "transforms_of",
    "type_meant",
    "untyped_parameters",
    "value_fault",
    "value_row",
    "wrap_row",
]

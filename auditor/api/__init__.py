"""What every rule may import: findings, fixes, edits, and the language of templates.

What belongs to a service is in the module of its name, so that a rule loads only what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.grammar.fault import Fault
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.finding import Confidence, Fails, Finding, Fix, OnUpdate, Safety, Severity
from auditor.model.path import Path
from auditor.model.question import Ask, Asked, Question, counted
from auditor.model.rule import rule
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.template import Resource, Template
from auditor.template.values import Case, When, truth

if TYPE_CHECKING:
    from auditor.template.below import field, items, uncovered, where
    from auditor.template.defaults import rewritten
    from auditor.template.intrinsics import function_of
    from auditor.template.labels import listed
    from auditor.template.leading import leading
    from auditor.template.mentions import MapLookup, Mention
    from auditor.template.names import Equality, Name, compare
    from auditor.template.nearest import meant, near
    from auditor.template.wiring import (
        custom_resources,
        new_resource,
        resource_before,
        wait_for,
        waits_for_any,
        without,
    )
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Ask",
    "Asked",
    "Case",
    "Confidence",
    "Edit",
    "Equality",
    "Fails",
    "Fault",
    "Finding",
    "Fix",
    "InsertItem",
    "InsertKey",
    "MapLookup",
    "Mention",
    "Name",
    "OnUpdate",
    "Path",
    "Question",
    "Remove",
    "Rename",
    "ReplaceText",
    "Resource",
    "Safety",
    "SetValue",
    "Severity",
    "Span",
    "Template",
    "Tree",
    "When",
    "compare",
    "counted",
    "custom_resources",
    "field",
    "function_of",
    "graded",
    "items",
    "leading",
    "listed",
    "meant",
    "near",
    "new_resource",
    "resource_before",
    "rewritten",
    "rule",
    "truth",
    "uncovered",
    "wait_for",
    "waits_for_any",
    "where",
    "without",
]


def graded(*cases: Case) -> Severity:
    """ERROR where all the cases are certain and unconditional, else WARNING."""
    is_certain = all(case.certain and not case.when for case in cases)
    return Severity.ERROR if is_certain else Severity.WARNING

"""All that a rule may import."""

from __future__ import annotations

from auditor.grammar import filter_pattern, schedule
from auditor.grammar.fault import Fault
from auditor.model.edit import (
    Edit,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
)
from auditor.model.finding import Confidence, Finding, Fix, Safety, Severity
from auditor.model.path import Path, dotted
from auditor.model.rule import rule
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.below import field, items, uncovered
from auditor.template.names import Equality, Name, compare
from auditor.template.subjects.bucket import Bucket
from auditor.template.subjects.lambda_function import InlineCode, LambdaFunction
from auditor.template.subjects.logs import (
    LOG_GROUP,
    LogFilter,
    MetricFilter,
    PatternUse,
    declared_log_groups,
)
from auditor.template.subjects.schedule import TIMEZONE, ScheduleUse
from auditor.template.subjects.source_text import SourceText
from auditor.template.subjects.table import Attribute, Index, Key, KeyedTable, Table
from auditor.template.template import Resource, Template
from auditor.template.values import Case, When
from auditor.template.wiring import log_group, new_resource, wait_for, waits_for_any

__all__ = [
    "LOG_GROUP",
    "TIMEZONE",
    "Bucket",
    "Case",
    "Confidence",
    "Edit",
    "Equality",
    "Fault",
    "Finding",
    "Fix",
    "InlineCode",
    "InsertItem",
    "InsertKey",
    "LambdaFunction",
    "LogFilter",
    "MetricFilter",
    "Name",
    "Path",
    "PatternUse",
    "Remove",
    "Rename",
    "ReplaceText",
    "Resource",
    "Safety",
    "ScheduleUse",
    "SetValue",
    "Severity",
    "SourceText",
    "Span",
    "Template",
    "Tree",
    "compare",
    "declared_log_groups",
    "dotted",
    "filter_pattern",
    "graded",
    "log_group",
    "new_resource",
    "rule",
    "schedule",
    "wait_for",
    "waits_for_any",
]


def graded(*cases: Case) -> Severity:
    """ERROR where all the cases are certain and unconditional, else WARNING."""
    is_certain = all(case.certain and not case.when for case in cases)
    return Severity.ERROR if is_certain else Severity.WARNING

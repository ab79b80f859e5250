"""All that a rule may import."""

from __future__ import annotations

from auditor.aws.apigateway.stages import (
    GAP,
    ApiDeployment,
    ApiStage,
    LogUse,
    Protocol,
    gateway_accounts,
    text_with_gaps,
)
from auditor.aws.dynamodb.table import Attribute, Index, Key, KeyedTable, Table
from auditor.aws.events.schedule import TIMEZONE, ScheduleUse
from auditor.aws.iam.answer import Answer
from auditor.aws.iam.calls import RefusedCall
from auditor.aws.iam.grant import grant
from auditor.aws.iam.invocation import may_invoke, permit
from auditor.aws.iam.invokers import other_invokers
from auditor.aws.iam.no_action import NoAction, no_action
from auditor.aws.iam.triggers import Trigger
from auditor.aws.iam.uses import ReadUse, SendUse
from auditor.aws.iam.written import PolicyStatement
from auditor.aws.lambda_ import packages
from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.aws.lambda_.code.local_module import LocalModule, local_module
from auditor.aws.lambda_.code.questions import (
    at_expressions,
    is_called,
    loaded_files,
    metrics_use,
    mixed_datetimes,
    records_taken,
    syntax_fault,
)
from auditor.aws.lambda_.code.schedules import is_of_scheduler, makes_rule
from auditor.aws.lambda_.function import InlineCode, LambdaFunction
from auditor.aws.lambda_.variables import may_be_set_elsewhere, value_for_variable
from auditor.aws.logs.delivery import LogBucket, LogDelivery, Writer
from auditor.aws.logs.delivery_policy import log_delivery_policy_for
from auditor.aws.logs.groups import (
    LOG_GROUP,
    LogFilter,
    MetricFilter,
    PatternUse,
    declared_log_groups,
)
from auditor.aws.regions.text import RegionText, RegionUse
from auditor.aws.s3.bucket import Bucket
from auditor.data.closed_services import ClosedService, closed_service_of
from auditor.data.resource_schema import ResourceType, resource_type
from auditor.embedded.facts import Argument, Client, EnvironmentRead, SdkCall
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
from auditor.model.path import Path
from auditor.model.rule import rule
from auditor.model.suppression import SuppressionReview
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.below import field, uncovered, where
from auditor.template.dependencies import Dependency, dependencies
from auditor.template.graph import knots, reaches, shortest_cycle
from auditor.template.mentions import MapLookup, Mention
from auditor.template.names import Equality, Name, compare
from auditor.template.nearest import meant, near
from auditor.template.subjects.source_text import SourceText
from auditor.template.subjects.stray_property import StrayProperty
from auditor.template.subjects.usage import Usage
from auditor.template.template import Resource, Template
from auditor.template.values import Case, When
from auditor.template.wiring import (
    custom_resources,
    log_group,
    new_resource,
    wait_for,
    waits_for_any,
    without,
)

__all__ = [
    "GAP",
    "LOG_GROUP",
    "TIMEZONE",
    "Answer",
    "ApiDeployment",
    "ApiStage",
    "Argument",
    "Attribute",
    "Bucket",
    "Case",
    "Client",
    "ClosedService",
    "CodeFile",
    "Confidence",
    "Dependency",
    "Edit",
    "EnvironmentRead",
    "Equality",
    "Fault",
    "Finding",
    "Fix",
    "FunctionCode",
    "Index",
    "InlineCode",
    "InsertItem",
    "InsertKey",
    "Key",
    "KeyedTable",
    "LambdaFunction",
    "LocalModule",
    "LogBucket",
    "LogDelivery",
    "LogFilter",
    "LogUse",
    "MapLookup",
    "Mention",
    "MetricFilter",
    "Name",
    "NoAction",
    "Path",
    "PatternUse",
    "PolicyStatement",
    "Protocol",
    "ReadUse",
    "RefusedCall",
    "RegionText",
    "RegionUse",
    "Remove",
    "Rename",
    "ReplaceText",
    "Resource",
    "ResourceType",
    "Safety",
    "ScheduleUse",
    "SdkCall",
    "SendUse",
    "SetValue",
    "Severity",
    "SourceText",
    "Span",
    "StrayProperty",
    "SuppressionReview",
    "Table",
    "Template",
    "Tree",
    "Trigger",
    "Usage",
    "When",
    "Writer",
    "at_expressions",
    "closed_service_of",
    "compare",
    "custom_resources",
    "declared_log_groups",
    "dependencies",
    "field",
    "filter_pattern",
    "gateway_accounts",
    "graded",
    "grant",
    "is_called",
    "is_of_scheduler",
    "knots",
    "loaded_files",
    "local_module",
    "log_delivery_policy_for",
    "log_group",
    "makes_rule",
    "may_be_set_elsewhere",
    "may_invoke",
    "meant",
    "metrics_use",
    "mixed_datetimes",
    "near",
    "new_resource",
    "no_action",
    "other_invokers",
    "packages",
    "permit",
    "reaches",
    "records_taken",
    "resource_type",
    "rule",
    "schedule",
    "shortest_cycle",
    "syntax_fault",
    "text_with_gaps",
    "uncovered",
    "value_for_variable",
    "wait_for",
    "waits_for_any",
    "where",
    "without",
]


def graded(*cases: Case) -> Severity:
    """ERROR where all the cases are certain and unconditional, else WARNING."""
    is_certain = all(case.certain and not case.when for case in cases)
    return Severity.ERROR if is_certain else Severity.WARNING

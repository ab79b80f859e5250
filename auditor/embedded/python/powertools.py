"""Uses of Powertools for AWS Lambda that need something from outside of the code.

https://docs.aws.amazon.com/powertools/python/latest/core/metrics/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_PACKAGE = "aws_lambda_powertools"
_MODULES = (_PACKAGE, f"{_PACKAGE}.metrics", f"{_PACKAGE}.metrics.metrics")
_CLASSES = frozenset({"Metrics", "EphemeralMetrics"})


@dataclass(frozen=True, slots=True)
class UnnamedMetrics:
    """A `Metrics()` of Powertools that is given no namespace.

    `span` is the call. `always` is True where every first invocation writes a metric (that of the
    cold start), so that the missing namespace is met for certain.
    """

    span: Span
    always: bool


def unnamed_metrics(source: Source) -> list[UnnamedMetrics]:
    """The metrics without a namespace, in a module that writes some.

    None where the code could set the namespace otherwise.
    """
    nodes = list(ast.walk(source.tree))
    if any(isinstance(node, ast.Attribute) and node.attr == "namespace" for node in nodes):
        return []
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    always = any(_captures_cold_start(call) for call in calls)
    if not always and not any(_method(call) == "add_metric" for call in calls):
        return []
    names = set(_class_names(nodes))
    return [
        UnnamedMetrics(source.span(call), always)
        for call in calls
        if _called(call) in names and not call.args and not _may_name(call)
    ]


def _class_names(nodes: list[ast.AST]) -> Iterator[str]:
    """How the module spells the classes: `Metrics`, `m.Metrics`."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in _MODULES and not node.level:
            for alias in node.names:
                if alias.name in _CLASSES:
                    yield alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in _MODULES:
                    yield from (f"{alias.asname or alias.name}.{name}" for name in _CLASSES)


def _called(call: ast.Call) -> str:
    parts: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _may_name(call: ast.Call) -> bool:
    """Whether an argument may be the namespace: `namespace`, a provider, or `**options`."""
    return any(keyword.arg in (None, "namespace", "provider") for keyword in call.keywords)


def _captures_cold_start(call: ast.Call) -> bool:
    return _method(call) == "log_metrics" and any(
        keyword.arg == "capture_cold_start_metric"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )

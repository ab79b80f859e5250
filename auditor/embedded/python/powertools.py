"""Metrics of Powertools for AWS Lambda, which need a namespace from the code or from outside of it.

The namespace is the second parameter of `Metrics`, or the variable POWERTOOLS_METRICS_NAMESPACE.
All `Metrics()` of a function write into one set of metrics, which is written out with the
namespace of the one whose `log_metrics` runs.
https://docs.aws.amazon.com/powertools/python/latest/core/metrics/
https://github.com/aws-powertools/powertools-lambda-python/blob/develop/aws_lambda_powertools/metrics/metrics.py
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from auditor.embedded.python.nodes import of_type
from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_PACKAGE = "aws_lambda_powertools"
_MODULES = (_PACKAGE, f"{_PACKAGE}.metrics", f"{_PACKAGE}.metrics.metrics")
_CLASSES = frozenset({"Metrics", "EphemeralMetrics"})
_PROVIDERS = f"{_PACKAGE}.metrics.provider"
_WRITES = frozenset({"add_metric", "serialize_metric_set"})
_WORDS = (_PACKAGE, "namespace", "log_metrics", *_WRITES)
"""Without these nothing is done with metrics of Powertools."""
_NAMESPACE = 1
"""The place of the namespace among the parameters, behind the service."""


class MetricsUse(Struct, frozen=True):
    """What a module does with the metrics of Powertools.

    `unnamed`: the calls of `Metrics()` that give no namespace. `is_named`: something may give
    one, a provider or an attribute among them. `writes`: a metric is written somewhere.
    `cold_starts`: the functions of the module that write one at their first invocation, by a
    `Metrics()` of the module that has no namespace.
    """

    unnamed: tuple[Span, ...]
    is_named: bool
    writes: bool
    cold_starts: frozenset[str]


def metrics_use(source: Source) -> MetricsUse:
    """What the module does with the metrics of Powertools."""
    if not source.may_name(_WORDS):
        return MetricsUse((), is_named=False, writes=False, cold_starts=frozenset())
    spelled = set(_class_names(source.tree))
    calls = of_type(source.tree, ast.Call)
    made = [call for call in calls if _dotted(call.func) in spelled]
    unnamed = [call for call in made if _has_no_namespace(call)]
    return MetricsUse(
        unnamed=tuple(source.span(call) for call in unnamed),
        is_named=len(unnamed) < len(made) or _may_name(source.tree),
        writes=any(_method(call) in _WRITES or _captures_cold_start(call) for call in calls),
        cold_starts=frozenset(_cold_starts(source.tree, unnamed)),
    )


def _class_names(tree: ast.Module) -> Iterator[str]:
    """How the module spells the classes: `Metrics`, `m.Metrics`."""
    for node in of_type(tree, ast.ImportFrom):
        if node.module in _MODULES and not node.level:
            for alias in node.names:
                if alias.name in _CLASSES:
                    yield alias.asname or alias.name
                elif f"{node.module}.{alias.name}" in _MODULES:
                    yield from (f"{alias.asname or alias.name}.{name}" for name in _CLASSES)
    for whole in of_type(tree, ast.Import):
        for alias in whole.names:
            if alias.name in _MODULES:
                yield from (f"{alias.asname or alias.name}.{name}" for name in _CLASSES)


def _dotted(expression: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(expression, ast.Attribute):
        parts.append(expression.attr)
        expression = expression.value
    return ".".join([expression.id, *reversed(parts)]) if isinstance(expression, ast.Name) else ""


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _has_no_namespace(call: ast.Call) -> bool:
    behind = call.args[_NAMESPACE:]
    if any(isinstance(argument, ast.Starred) for argument in call.args) or len(behind) > 1:
        return False
    return all(map(_is_none, behind)) and all(
        keyword.arg == "service" or (keyword.arg == "namespace" and _is_none(keyword.value))
        for keyword in call.keywords
    )


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _may_name(tree: ast.Module) -> bool:
    """Whether the module sets a namespace, or brings a provider that may have one."""
    imported = [alias.name for node in of_type(tree, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in of_type(tree, ast.ImportFrom)]
    return any(name.startswith(_PROVIDERS) for name in imported) or any(
        node.attr == "namespace" for node in of_type(tree, ast.Attribute)
    )


def _captures_cold_start(call: ast.Call) -> bool:
    return _method(call) == "log_metrics" and any(
        keyword.arg == "capture_cold_start_metric"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )


def _cold_starts(tree: ast.Module, unnamed: list[ast.Call]) -> Iterator[str]:
    """The functions whose decorator writes a metric with the only value of a name."""
    bound: dict[str, list[ast.expr]] = {}
    for node in of_type(tree, ast.Assign):
        for target in node.targets:
            bound.setdefault(_dotted(target), []).append(node.value)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            for call in statement.decorator_list:
                if isinstance(call, ast.Call) and _captures_cold_start(call):
                    owner = _dotted(call.func).rpartition(".")[0]
                    values = bound.get(owner, [])
                    if len(values) == 1 and values[0] in unnamed:
                        yield statement.name

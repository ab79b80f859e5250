"""Functions, their packages, variables and permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.lambda_ import packages
    from auditor.aws.lambda_.batches import refused_batches
    from auditor.aws.lambda_.code.replaced import is_replaced
    from auditor.aws.lambda_.function import InlineCode, LambdaFunction
    from auditor.aws.lambda_.layer_folders import misplaced_modules
    from auditor.aws.lambda_.layers import Layer, LayeredFunction
    from auditor.aws.lambda_.queues import Reading
    from auditor.aws.lambda_.sources import SourceMapping
    from auditor.aws.lambda_.variables import may_be_set_elsewhere, value_for_variable
    from auditor.data.closed_runtimes import closed_runtime as closed_runtime_of
    from auditor.data.closed_runtimes import month as month_of_runtimes
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "InlineCode",
    "LambdaFunction",
    "Layer",
    "LayeredFunction",
    "Reading",
    "SourceMapping",
    "closed_runtime_of",
    "is_replaced",
    "may_be_set_elsewhere",
    "misplaced_modules",
    "month_of_runtimes",
    "packages",
    "refused_batches",
    "value_for_variable",
]

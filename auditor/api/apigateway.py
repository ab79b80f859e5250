"""Deployments, stages and where they log."""

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

__all__ = [
    "GAP",
    "ApiDeployment",
    "ApiStage",
    "LogUse",
    "Protocol",
    "gateway_accounts",
    "text_with_gaps",
]

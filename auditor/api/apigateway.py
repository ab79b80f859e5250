"""Deployments, stages and where they log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.apigateway.mappings import (
        declaration,
        identity_sources,
        undeclared,
        undeclared_headers,
        unquoted,
    )
    from auditor.aws.apigateway.methods import ApiMethod
    from auditor.aws.apigateway.paths import PathPart
    from auditor.aws.apigateway.stages import (
        GAP,
        ApiDeployment,
        ApiStage,
        LogUse,
        Protocol,
        gateway_accounts,
        text_with_gaps,
    )
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "GAP",
    "ApiDeployment",
    "ApiMethod",
    "ApiStage",
    "LogUse",
    "PathPart",
    "Protocol",
    "declaration",
    "gateway_accounts",
    "identity_sources",
    "text_with_gaps",
    "undeclared",
    "undeclared_headers",
    "unquoted",
]

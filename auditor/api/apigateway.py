"""Deployments, stages and where they log; what is mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.apigateway.mappings.declared import (
        declaration,
        undeclared,
        undeclared_headers,
    )
    from auditor.aws.apigateway.mappings.http import http_faults
    from auditor.aws.apigateway.mappings.rest import rest_faults
    from auditor.aws.apigateway.mappings.use import MappingFault
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
    from auditor.aws.apigateway.templates import MappingTemplate
    from auditor.grammar.velocity import block_faults, unknown_calls
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "GAP",
    "ApiDeployment",
    "ApiMethod",
    "ApiStage",
    "LogUse",
    "MappingFault",
    "MappingTemplate",
    "PathPart",
    "Protocol",
    "block_faults",
    "declaration",
    "gateway_accounts",
    "http_faults",
    "rest_faults",
    "text_with_gaps",
    "undeclared",
    "undeclared_headers",
    "unknown_calls",
]

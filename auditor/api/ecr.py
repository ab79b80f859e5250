"""Repositories of Amazon ECR."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.ecr.lifecycle import REPOSITORY_TYPES, PolicyFault, policy_faults
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["REPOSITORY_TYPES", "PolicyFault", "policy_faults"]

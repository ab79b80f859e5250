"""Nested stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudformation.child import Child, children
    from auditor.aws.cloudformation.nested import NESTED_STACKS, handed_on
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["NESTED_STACKS", "Child", "children", "handed_on"]

"""Nested stacks and stack sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudformation.child import STACKS, Child, children
    from auditor.aws.cloudformation.nested import NESTED_STACKS, handed_on
    from auditor.aws.cloudformation.passed import Passed, passed
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["NESTED_STACKS", "STACKS", "Child", "Passed", "children", "handed_on", "passed"]

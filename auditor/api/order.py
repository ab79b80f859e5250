"""What must be there before something else is created, though nothing refers to it."""

from __future__ import annotations

from auditor.aws.order.need import Need
from auditor.aws.order.rooms import ORDERED_TYPES, needs

__all__ = ["ORDERED_TYPES", "Need", "needs"]

"""How large a filter policy of SNS may be.

https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from auditor.grammar.event_pattern.fault import PatternFault
from auditor.grammar.event_pattern.matchers import IsHole

_OR = "$or"
_MOST_KEYS = 5
_MOST_COMBINATIONS = 150
_DEEPEST = 60


def size_faults(policy: Any, is_hole: IsHole) -> Iterator[PatternFault]:
    """What is too large in a filter policy; what is not known counts as one value."""
    if not isinstance(policy, dict):
        return
    if _OR not in policy and len(policy) > _MOST_KEYS:
        yield PatternFault(
            (), f"A filter policy can have {_MOST_KEYS} keys at its top, and this has {len(policy)}"
        )
    elif (combinations := _combinations(policy, 1, is_hole)) > _MOST_COMBINATIONS:
        yield PatternFault(
            (),
            f"A filter policy can have {_MOST_COMBINATIONS} combinations of its values, and this"
            f" has {combinations}",
        )


def _combinations(fields: dict[str, Any], depth: int, is_hole: IsHole) -> int:
    """The product of what each field can be times its depth, where alternatives add up."""
    if depth > _DEEPEST:
        return 1
    return prod(_ways(name, value, depth, is_hole) for name, value in fields.items())


def _ways(name: str, value: Any, depth: int, is_hole: IsHole) -> int:
    if is_hole(value):
        return 1
    if name == _OR and isinstance(value, list):
        known = [one for one in value if isinstance(one, dict) and not is_hole(one)]
        return max(1, sum(_combinations(one, depth, is_hole) for one in known))
    if isinstance(value, list):
        return max(1, sum(not is_hole(one) for one in value)) * depth
    return _combinations(value, depth + 1, is_hole) if isinstance(value, dict) else 1

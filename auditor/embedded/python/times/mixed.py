"""Naive and aware datetimes that meet in Python code.

Python raises TypeError where a naive and an aware datetime are ordered or subtracted; `==` and
`!=` never raise. Source: https://docs.python.org/3/library/datetime.html#datetime.datetime
("Supported operations").
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from auditor.embedded.python.parse import Source
from auditor.embedded.python.times.fix import Replacements, naive_side, repair
from auditor.embedded.python.times.flow import Flow, follow
from auditor.embedded.python.times.kinds import AWARE, LIKELY_AWARE
from auditor.embedded.python.times.operations import Operation, may_mix
from auditor.embedded.python.times.zones import zone_tests_of
from auditor.model.text import Span

_WORDS = ("datetime", "dateutil")
"""The libraries that make naive times: without them none meets an aware one."""

Awareness: TypeAlias = Literal["aware", "likely", "either"]


class MixedDatetimes(Struct, frozen=True):
    """A naive datetime that meets one that is or may be aware.

    `span`: the whole operation. `naive`: its naive operand. `kind`: what it does. `other`: what
    is known of the other operand: `aware`, `likely` (read from a text that the code itself gives
    an offset) or `either` (its text decides). `replacements`: spans with the code to put there, so
    that the operation works with both; empty where there is no such change. `is_safe`: they keep
    what the code means; else the present moment is taken a little later. Several results may ask
    for the same replacement.
    """

    span: Span
    naive: Span
    kind: Literal["compare", "subtract"]
    other: Awareness
    replacements: Replacements
    is_safe: bool

    @property
    def certain(self) -> bool:
        """Whether both operands are known for certain."""
        return self.other == "aware"

    @property
    def error(self) -> str:
        """What Python says when it happens."""
        return f"can't {self.kind} offset-naive and offset-aware datetimes"


def mixed(source: Source, naive_keys: Collection[object] = ()) -> list[MixedDatetimes]:
    """The operations of naive and aware datetimes, in source order.

    Where a function tests whether a datetime is aware, or catches the TypeError, only what is
    certain is told. `naive_keys` are the members of events and answers that nobody but the
    template's own code writes, with naive times.
    """
    if not source.may_name(_WORDS) or not may_mix(source.tree):
        return []
    asks = zone_tests_of(source.text)
    flow = follow(source.tree, naive_keys, asks)
    asking: dict[ast.AST, bool] = {}
    found: list[MixedDatetimes] = []
    for operation in flow.operations:
        if not operation.mixes:
            continue
        if operation.function not in asking:
            asking[operation.function] = asks(operation.function)
        if AWARE in operation.values or not asking[operation.function]:
            found.append(_mixed(source, flow, operation))
    return sorted(found, key=lambda one: (one.span, one.naive))


def naive_members(sources: Iterable[Source]) -> frozenset[object]:
    """The members that modules write with naive times, and none of them with an aware one."""
    flows = [follow(source.tree) for source in sources]
    naive = frozenset[object]().union(*(flow.naive_keys for flow in flows))
    return naive.difference(*(flow.aware_keys for flow in flows))


def _mixed(source: Source, flow: Flow, operation: Operation) -> MixedDatetimes:
    changes = repair(source, flow, operation)
    return MixedDatetimes(
        span=source.span(operation.node),
        naive=source.span(naive_side(operation)[0]),
        kind="compare" if isinstance(operation.node, ast.Compare) else "subtract",
        other=_awareness(operation),
        replacements=changes.replacements,
        is_safe=changes.is_safe,
    )


def _awareness(operation: Operation) -> Awareness:
    if AWARE in operation.values:
        return "aware"
    return "likely" if LIKELY_AWARE in operation.values else "either"

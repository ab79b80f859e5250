"""The present moment taken in the zone of the datetime that it meets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import Source
from auditor.embedded.python.times.flow import Flow
from auditor.embedded.python.times.kinds import AWARE, DATETIMES, NAIVE
from auditor.embedded.python.times.names import Binding, assignment, core, roots, stands_before
from auditor.embedded.python.times.operations import Operation
from auditor.model.text import Span

Replacements: TypeAlias = tuple[tuple[Span, str], ...]

# What names UTC, by what is imported at the top of a module.
_UTC = {"datetime.UTC": "{}", "datetime.timezone": "{}.utc", "datetime": "{}.timezone.utc"}


class Repair(Struct, frozen=True):
    """Spans with the code to put there; `is_safe`: the moment stays the very same."""

    replacements: Replacements = ()
    is_safe: bool = False


def naive_side(operation: Operation) -> tuple[ast.expr, ast.expr]:
    """The naive operand and the other one."""
    sides = (operation.left, operation.right)
    return sides if operation.values[0] == NAIVE else sides[::-1]


def repair(source: Source, flow: Flow, operation: Operation) -> Repair:
    """What makes the naive operand the same moment in the zone of the other one.

    With a naive other operand `datetime.now(None)` gives local time, which is UTC in Lambda.
    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (`TZ`)
    """
    if isinstance(operation.node, ast.Compare) and len(operation.node.ops) > 1:
        return Repair()
    naive, other = map(core, naive_side(operation))
    if source.span(naive) == source.span(operation.node):
        return Repair()
    if isinstance(naive, ast.Name):
        return _of_name(source, flow, operation, naive)
    if naive not in flow.now:
        return Repair()
    if _is_plain(other) and flow.given.get(other) in DATETIMES:
        return _safe(_written(source, naive, naive, f"now({_text(source, other)}.tzinfo)"))
    return _of_aware(source, flow, operation, naive)


def _of_aware(source: Source, flow: Flow, operation: Operation, call: ast.expr) -> Repair:
    """The moment in UTC, where the other one is aware whatever comes."""
    if AWARE not in operation.values:
        return Repair()
    utc = next(_utc(source.tree, flow), None)
    # Without a name for UTC: the zone of the machine, which Lambda's clock is in as well.
    rest = "now().astimezone()" if utc is None else f"now({utc})"
    return _safe(_written(source, call, call, rest))


def _utc(tree: ast.Module, flow: Flow) -> Iterator[str]:
    for node in tree.body:
        for alias in node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
            name = alias.asname or alias.name
            if flow.imports.get(name) in _UTC:
                yield _UTC[flow.imports[name]].format(name)


def _of_name(source: Source, flow: Flow, operation: Operation, naive: ast.Name) -> Repair:
    """The moment that a name holds: changed where it is taken, or taken again where it is used."""
    bound = assignment(operation.function, naive.id)
    if bound is None:
        return Repair()
    statement, value = bound
    call = core(value)
    if call not in flow.now:
        return Repair()
    partners = _partners(flow, operation.function, naive.id)
    if partners is not None:
        root = _common_root(flow, partners, statement)
        if root is not None:
            return _safe(_written(source, call, call, f"now({root}.tzinfo)"))
        if all(AWARE in partner.values for partner in partners):
            return _of_aware(source, flow, operation, call)
    other = core(naive_side(operation)[1])
    is_outside = AWARE not in operation.values and _is_plain(other) and value is call
    if not is_outside or flow.given.get(other) not in DATETIMES:
        return Repair()
    return Repair(_written(source, call, naive, f"now({_text(source, other)}.tzinfo)"))


def _safe(replacements: Replacements) -> Repair:
    return Repair(replacements, is_safe=bool(replacements))


def _written(source: Source, call: ast.expr, place: ast.expr, rest: str) -> Replacements:
    """The method of the class that a call is made on, put at a place."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ()
    spelled, replaced = _text(source, call.func.value), _text(source, place)
    if "#" in replaced or "\\" in replaced or "\n" in rest or "\n" in spelled:
        return ()
    return ((source.span(place), f"{spelled}.{rest}"),)


def _text(source: Source, node: ast.expr) -> str:
    span = source.span(node)
    return source.text[span.start : span.end]


def _is_plain(node: ast.expr) -> bool:
    """A name, or an attribute or item of one, which can be read twice."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, (ast.Constant, ast.Name)):
            return False
        node = node.value
    return isinstance(node, ast.Name)


def _partners(flow: Flow, function: ast.AST, name: str) -> list[Operation] | None:
    """The operations that a name is used in; None where it is used otherwise too."""
    found: dict[ast.expr, Operation] = {}
    for operation in flow.operations:
        own = core(naive_side(operation)[0]) if operation.mixes else None
        if isinstance(own, ast.Name) and own.id == name:
            found[own] = operation
    uses = [
        node
        for node in walk(function)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return [found[use] for use in uses] if all(use in found for use in uses) else None


def _common_root(flow: Flow, partners: list[Operation], place: Binding) -> str | None:
    """The name before a statement whose zone is that of all that a moment is held against."""
    common: list[str] | None = None
    for partner in partners:
        other = core(naive_side(partner)[1])
        if not isinstance(other, ast.Name):
            return None
        names = [
            node.id
            for node in (other, *roots(partner.function, other.id))
            if flow.given.get(node) in DATETIMES and stands_before(partner.function, node.id, place)
        ]
        common = names if common is None else [name for name in common if name in names]
    return common[0] if common else None

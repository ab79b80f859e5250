"""How much of a program could be read."""

from __future__ import annotations

from auditor.programs.meaning.tree import Building
from auditor.programs.program import Program
from auditor.programs.values import Cases, Item, Joined, Json, Mapping, Sequence, Unknown, Value

_DEEPEST = 12


def counted(program: Program) -> tuple[int, int]:
    """The arguments of all resources, and those of which nothing is known."""
    total = unknown = 0
    for made in program.resources:
        for item in made.arguments.items.values():
            total += 1
            unknown += _is_unknown(item)
    return total, unknown


def account(program: Program, building: Building) -> tuple[str, ...]:
    """The sentences that a run says of its reading."""
    del building
    total, unknown = counted(program)
    if not program.resources:
        return ("no resources of pulumi-aws could be read from the program",)
    percent = 100 if not total else round(100 * (total - unknown) / total)
    resources = len(program.resources)
    shown = f"{resources} resource{'s' * (resources != 1)}"
    return (f"{shown} read from the program, with {percent} % of their arguments",)


def _is_unknown(item: Item) -> bool:
    return _unknown(item.value, 0)


def _unknown(value: Value, depth: int) -> bool:
    """Whether nothing of a value is known."""
    if isinstance(value, Unknown):
        return True
    if depth > _DEEPEST:
        return False
    if isinstance(value, Json):
        return _unknown(value.value, depth + 1)
    if isinstance(value, Cases):
        return _unknown(value.then, depth + 1) and _unknown(value.other, depth + 1)
    if isinstance(value, Mapping):
        inner = [item.value for item in value.items.values()]
        return bool(inner) and all(_unknown(one, depth + 1) for one in inner)
    if isinstance(value, Sequence):
        return bool(value.items) and all(_unknown(one, depth + 1) for one in value.items)
    return isinstance(value, Joined) and all(_unknown(part, depth + 1) for part in value.parts)

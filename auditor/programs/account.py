"""How much of a program could be read."""

from __future__ import annotations

from auditor.programs.meaning.mentions import every_value, inner_values
from auditor.programs.meaning.tree import Building
from auditor.programs.program import Program
from auditor.programs.values import Asset, Item, Unknown


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
    total, unknown = counted(program)
    if not program.resources:
        return ("no resources of pulumi-aws could be read from the program",)
    percent = 100 if not total else round(100 * (total - unknown) / total)
    resources = len(program.resources)
    shown = f"{resources} resource{'s' * (resources != 1)}"
    read = f"{shown} read from the program, with {percent} % of their arguments"
    if program.reader.is_cut or building.converter.is_full:
        return (read, "the program is so large that it was read in part")
    return (read,)


def _is_unknown(item: Item) -> bool:
    """Whether nothing of an argument is known."""
    return all(
        isinstance(here, Unknown) or (inner_values(here) and not isinstance(here, Asset))
        for here in every_value(item.value)
    )

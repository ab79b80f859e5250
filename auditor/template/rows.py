"""What rows of the table of combinations ask of a part of a resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from auditor.data.property_combinations import Combination
from auditor.template.amounts import (
    by_figure,
    by_other,
    is_above,
    is_as_much,
    is_below,
    is_long,
    is_more,
    is_short,
    is_uneven,
    is_unstepped,
    outgrown,
)
from auditor.template.combining import Combined, Part, all_given, may_have
from auditor.template.listed import disordered, outside, repeated
from auditor.template.values import Case
from auditor.template.windows import narrow, overlapping

_COMPARISONS: Mapping[str, Callable[..., Iterator[Combined]]] = {
    "most": partial(by_other, is_more),
    "less": partial(by_other, is_as_much),
    "at_least": partial(by_figure, is_below),
    "at_most": partial(by_figure, is_above),
    "multiple": partial(by_other, is_uneven),
    "steps": partial(by_figure, is_unstepped),
    "times": outgrown,
    "fewest": partial(by_figure, is_short),
    "longest": partial(by_figure, is_long),
    "in_order": disordered,
    "unique": repeated,
    "within": outside,
    "minutes": narrow,
    "apart": overlapping,
}
"""How numbers, lists and windows are compared, by the names that rows have for it."""


def surely_says_nothing(row: Combination, part: Part) -> bool:
    """Whether what is plainly written shows that a row says nothing, as of most resources it does.

    This is asked of each resource with each row of its type, and must cost next to nothing.
    """
    surely_has = part.surely_has
    for name, values in row.when.items():
        if surely_has(name, values) is False:
            return True
    for name, values in row.needs.items():
        if surely_has(name, values) is not True:
            return False
    for name, values in row.excludes.items():
        if surely_has(name, values) is not False:
            return False
    if row.needs_any and not any(surely_has(name, None) for name in row.needs_any):
        return False
    return not row.through and all(surely_has(name, None) is False for name in row.compared)


def excused(row: Combination, part: Part) -> bool:
    """Whether a row does not hold for a resource, or the provider of a program sees to it."""
    if row.unless and may_have(Part(part.resource), row.unless):
        return True
    program = part.template.program if row.adapted else None
    return program is not None and not program.upholds(part.path, "required", None)


def asking_cases(row: Combination, part: Part) -> Iterator[tuple[Case, ...]]:
    """The cases in which a row asks something of a part."""
    own = all_given(part, row.when, row.least_items, row.with_text)
    if not row.around:
        yield from own
        return
    around = [*all_given(Part(part.resource), row.around)]
    for cases in own:
        for more in around:
            if part.template.can_meet(*cases, *more):
                yield (*cases, *more)


def above(row: Combination, part: Part, there: Part, cases: tuple[Case, ...]) -> Iterator[Combined]:
    """The numbers that are more than those of the resource that a part refers to."""
    return by_other(is_more, part, cases, row.most_there, there)


def compared(row: Combination, part: Part, cases: tuple[Case, ...]) -> Iterator[Combined]:
    """The numbers, lists and windows that are not as a row asks for them in some cases."""
    for name in row.comparisons:
        yield from _COMPARISONS[name](part, cases, getattr(row, name))

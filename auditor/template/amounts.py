"""Numbers and lengths of lists that a service limits: by a figure, or by another property."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import TypeAlias, TypeVar

from auditor.template.combining import Combined, Part, count_of
from auditor.template.resolve import scalar_text
from auditor.template.template import Template
from auditor.template.values import Case

Limit = TypeVar("Limit")
ByFigure: TypeAlias = Callable[[Template, Case, Limit], bool]
ByOther: TypeAlias = Callable[[Template, Case, Case], bool]


def by_figure(
    refuses: ByFigure[Limit], part: Part, asking: tuple[Case, ...], limits: Mapping[str, Limit]
) -> Iterator[Combined]:
    """The properties that are refused for a figure."""
    for name, limit in limits.items():
        for case in part.cases(name):
            if refuses(part.template, case, limit) and part.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def by_other(
    refuses: ByOther,
    part: Part,
    asking: tuple[Case, ...],
    others: Mapping[str, str],
    there: Part | None = None,
) -> Iterator[Combined]:
    """The properties that are refused for another one, of the same part or of the one `there`."""
    for name, other in others.items():
        for case, base in product(part.cases(name), (there or part).cases(other)):
            if refuses(part.template, case, base) and part.template.can_meet(*asking, case, base):
                yield Combined((*asking, base), case, name)


def outgrown(
    part: Part, asking: tuple[Case, ...], times: Mapping[str, Mapping[str, tuple[int, int]]]
) -> Iterator[Combined]:
    """The properties whose number is more than a fraction of that of another one."""
    for name, others in times.items():
        for other, (above, below) in others.items():
            refuses = partial(is_more, above=above, below=below)
            yield from by_other(refuses, part, asking, {name: other})


def is_more(_: Template, case: Case, other: Case, above: int = 1, below: int = 1) -> bool:
    """Whether a number is more than another one, or than a fraction of it."""
    number, limit = number_of(case), number_of(other)
    return number is not None and limit is not None and number * below > limit * above


def is_as_much(_: Template, case: Case, other: Case) -> bool:
    """Whether a number is not less than another one."""
    number, limit = number_of(case), number_of(other)
    return number is not None and limit is not None and number >= limit


def is_uneven(template: Template, case: Case, listed: Case) -> bool:
    """Whether a number is not that of the items of a list, once or several times."""
    number, count = number_of(case), _surely_many(template, listed)
    return number is not None and count > 0 and number % count != 0


def is_above(_: Template, case: Case, limit: int) -> bool:
    """Whether a number is more than a figure."""
    number = number_of(case)
    return number is not None and number > limit


def is_below(_: Template, case: Case, limit: int) -> bool:
    """Whether a number is less than a figure."""
    number = number_of(case)
    return number is not None and number < limit


def is_unstepped(_: Template, case: Case, step: int) -> bool:
    """Whether a figure does not divide a number."""
    number = number_of(case)
    return number is not None and number % step != 0


def is_short(template: Template, case: Case, least: int) -> bool:
    """Whether a list has fewer items than it must, each of which is one value for certain."""
    return 0 < _surely_many(template, case) < least


def is_long(template: Template, case: Case, most: int) -> bool:
    """Whether a list has more items than it may, each of which is one value for certain."""
    return _surely_many(template, case) > most


def number_of(case: Case) -> float | None:
    """The number that a value is for certain."""
    text = scalar_text(case.value) if case.known and case.certain else None
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _surely_many(template: Template, case: Case) -> int:
    """How many items a list has for certain; none where that is not known."""
    return (count_of(template, case) or 0) if case.certain else 0

"""Numbers and lengths of lists that a service limits: by a figure, or by another property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from auditor.template.combining import Combined, Part, count_of
from auditor.template.resolve import scalar_text
from auditor.template.values import Case


def exceeding(
    part: Part,
    asking: tuple[Case, ...],
    order: Mapping[str, str],
    *,
    even: bool,
    there: Part | None = None,
) -> Iterator[Combined]:
    """The properties whose number is more than that of another one; with `even` as much, too.

    The other one is of the same part, or of the one `there`.
    """
    for name, other in order.items():
        for small, large in product(part.cases(name), (there or part).cases(other)):
            number, limit = number_of(small), number_of(large)
            if number is None or limit is None or number < limit or (number == limit and not even):
                continue
            if part.template.can_meet(*asking, small, large):
                yield Combined((*asking, large), small, name)


def beyond(
    part: Part, asking: tuple[Case, ...], limits: Mapping[str, int], *, above: bool
) -> Iterator[Combined]:
    """The properties whose number is below a limit, or above it."""
    for name, limit in limits.items():
        for case in part.cases(name):
            number = number_of(case)
            if number is None or not (number > limit if above else number < limit):
                continue
            if part.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def uneven(part: Part, asking: tuple[Case, ...], multiple: Mapping[str, str]) -> Iterator[Combined]:
    """The properties whose number is not that of the items of a list, once or several times."""
    for name, other in multiple.items():
        for case, listed in product(part.cases(name), part.cases(other)):
            number, count = number_of(case), count_of(part.template, listed)
            if number is None or not count or not listed.certain or number % count == 0:
                continue
            if part.template.can_meet(*asking, case, listed):
                yield Combined((*asking, listed), case, name)


def short(part: Part, asking: tuple[Case, ...], fewest: Mapping[str, int]) -> Iterator[Combined]:
    """The lists that have fewer items than they must, each of which is one value for certain."""
    for name, least in fewest.items():
        for case in part.cases(name):
            count = count_of(part.template, case)
            if case.certain and count and count < least and part.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def overlong(
    part: Part, asking: tuple[Case, ...], longest: Mapping[str, int]
) -> Iterator[Combined]:
    """The lists that have more items than they may, each of which is one value for certain."""
    for name, most in longest.items():
        for case in part.cases(name):
            count = count_of(part.template, case)
            if case.certain and count and count > most and part.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def outgrown(
    part: Part, asking: tuple[Case, ...], times: Mapping[str, Mapping[str, tuple[int, int]]]
) -> Iterator[Combined]:
    """The properties whose number is more than a fraction of that of another one."""
    for name, others in times.items():
        for other, (above, below) in others.items():
            for case, base in product(part.cases(name), part.cases(other)):
                number, whole = number_of(case), number_of(base)
                if number is None or whole is None or number * below <= whole * above:
                    continue
                if part.template.can_meet(*asking, case, base):
                    yield Combined((*asking, base), case, name)


def unstepped(part: Part, asking: tuple[Case, ...], steps: Mapping[str, int]) -> Iterator[Combined]:
    """The properties whose number a figure does not divide."""
    for name, step in steps.items():
        for case in part.cases(name):
            number = number_of(case)
            if number is None or number % step == 0 or not part.template.can_meet(*asking, case):
                continue
            yield Combined(asking, case, name)


def number_of(case: Case) -> float | None:
    """The number that a value is for certain."""
    text = scalar_text(case.value) if case.known and case.certain else None
    try:
        return None if text is None else float(text)
    except ValueError:
        return None

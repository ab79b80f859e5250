"""Properties of a resource that are there, or missing, together with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct

from auditor.model.tree import Missing, Tree, at
from auditor.schemas.value import Gap
from auditor.template.below import field, items
from auditor.template.filled_in import is_left_open
from auditor.template.gaps import gap_of
from auditor.template.intrinsics import function_of
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

Values = tuple[str, ...] | None
_MOST = 64


class Combined(Struct, frozen=True):
    """A property that is missing, or that should be, with the cases that ask for it."""

    asking: tuple[Case, ...]
    asked: Case
    name: str


def all_given(resource: Resource, wanted: Mapping[str, Values]) -> Iterator[tuple[Case, ...]]:
    """The cases in which all of some properties have one of some values.

    Only those that no parameter can change, on which conditions of the others may depend.
    """
    found: list[list[Case]] = []
    for name, values in wanted.items():
        given = [
            case
            for case in cases_at(resource, name)
            if case.certain and _has(resource, case, values) is True
        ]
        if not given:
            return
        found.append(given)
    for number, cases in enumerate(product(*found)):
        if number == _MOST:
            return
        if resource.template.can_meet(*cases):
            yield cases


def may_have(resource: Resource, wanted: Mapping[str, Values]) -> bool:
    """Whether any of some properties has, or may have, one of some values."""
    return any(
        _has(resource, case, values) is not False
        for name, values in wanted.items()
        for case in cases_at(resource, name)
    )


def lacking(
    resource: Resource, asking: tuple[Case, ...], needs: Mapping[str, Values]
) -> Iterator[Combined]:
    """The properties that are certainly not as they are needed beside the given cases."""
    return _beside(resource, asking, needs, has=False)


def excluded(
    resource: Resource, asking: tuple[Case, ...], excludes: Mapping[str, Values]
) -> Iterator[Combined]:
    """The properties that are there beside cases which exclude them."""
    return _beside(resource, asking, excludes, has=True)


def exceeding(
    resource: Resource, asking: tuple[Case, ...], order: Mapping[str, str], *, even: bool
) -> Iterator[Combined]:
    """The properties whose number is more than that of another one; with `even` as much, too."""
    for name, other in order.items():
        for small, large in product(cases_at(resource, name), cases_at(resource, other)):
            number, limit = _number(small), _number(large)
            if number is None or limit is None or number < limit or (number == limit and not even):
                continue
            if resource.template.can_meet(*asking, small, large):
                yield Combined((*asking, large), small, name)


def short(
    resource: Resource, asking: tuple[Case, ...], fewest: Mapping[str, int]
) -> Iterator[Combined]:
    """The lists that have fewer items than they must, each of which is one value for certain."""
    for name, least in fewest.items():
        for case in cases_at(resource, name):
            items_ = case.value if isinstance(case.value, list) else None
            if items_ is None or not case.certain or not 0 < len(items_) < least:
                continue
            if all(
                _is_one(resource.template, one) for one in items_
            ) and resource.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def _number(case: Case) -> float | None:
    text = scalar_text(case.value) if case.known and case.certain else None
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _is_one(template: Template, item: Tree) -> bool:
    """Whether an item is one value, and no list by a function."""
    call = function_of(item)
    return scalar_text(item) is not None if call is None else gap_of(template, call) is Gap.TEXT


def cases_at(resource: Resource, name: str) -> list[Case]:
    """The cases of a property, or of those of all items of lists on the way to it."""
    first, *below = name.split("[].")
    found = resource.cases(*first.split("."))
    for way in below:
        found = [one for case in found for one in items(resource.template, case)]
        for key in way.split("."):
            found = [one for case in found for one in field(resource.template, case, key)]
    return found


def _beside(
    resource: Resource, asking: tuple[Case, ...], wanted: Mapping[str, Values], *, has: bool
) -> Iterator[Combined]:
    for name, values in wanted.items():
        for case in cases_at(resource, name):
            if (
                case.certain
                and _has(resource, case, values) is has
                and resource.template.can_meet(*asking, case)
            ):
                yield Combined(asking, case, name)


def _has(resource: Resource, case: Case, values: Values) -> bool | None:
    """Whether a case has one of the values, or any for None; None where that is not known.

    What another tool fills in may come to nothing; what an intrinsic function gives is there.
    """
    if case.absent:
        return False
    if not case.known:
        return True if values is None and _is_given(resource, case) else None
    if values is None:
        return case.value not in ([], {}, "")
    listed = case.value if isinstance(case.value, list) else [case.value]
    texts = [scalar_text(one) for one in listed]
    if any(text is None for text in texts):
        return None
    lowered = {value.lower() for value in values}
    return any(text is not None and text.lower() in lowered for text in texts)


def _is_given(resource: Resource, case: Case) -> bool:
    """Whether a value that is not known stands in the text, and is not left to another tool."""
    try:
        return not is_left_open(at(resource.template.tree, case.path))
    except Missing:
        return False

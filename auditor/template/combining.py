"""Properties of a resource that are there, or missing, together with others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct

from auditor.model.tree import Missing, at
from auditor.template.filled_in import is_left_open
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource
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
            for case in resource.cases(*name.split("."))
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
        for case in resource.cases(*name.split("."))
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


def _beside(
    resource: Resource, asking: tuple[Case, ...], wanted: Mapping[str, Values], *, has: bool
) -> Iterator[Combined]:
    for name, values in wanted.items():
        for case in resource.cases(*name.split(".")):
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

"""What lies below a case: the items of a list, the value of a key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import product

from msgspec.structs import replace

from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Template
from auditor.template.values import ABSENT, UNKNOWN, Case, When, is_possible

_MAX_WAYS = 64


def items(template: Template, holder: Case) -> list[Case]:
    """The cases of all items of a list; one unknown case for what is not a readable list."""
    if holder.absent:
        return []
    if not isinstance(holder.value, list):
        return [replace(holder, value=UNKNOWN)]
    found = [
        case
        for index, item in enumerate(holder.value)
        for case in template.cases(item, (*holder.path, index), holder.when)
        if not case.absent
    ]
    return _as_certain_as(holder, found)


def field(template: Template, holder: Case, key: str) -> list[Case]:
    """The cases of a key of a mapping: absent where it has none, unknown where that is open."""
    path = (*holder.path, key)
    if isinstance(holder.value, dict) and key in holder.value:
        return _as_certain_as(holder, template.cases(holder.value[key], path, holder.when))
    value = ABSENT if is_plain_mapping(holder.value) else UNKNOWN
    return [replace(holder, value=value, path=path, direct=False)]


def _as_certain_as(holder: Case, cases: list[Case]) -> list[Case]:
    """What lies below a case is no more certain than that case."""
    return cases if holder.certain else [replace(case, certain=False) for case in cases]


def events(template: Template, listed: Iterable[Case], types: Collection[str]) -> Iterator[Case]:
    """The `Properties` of the entries of mappings whose `Type` is one of some."""
    for case in listed:
        for key in case.value if isinstance(case.value, dict) and _is_plain(case) else ():
            for entry in field(template, case, key):
                kind = entry.value.get("Type") if isinstance(entry.value, dict) else None
                if isinstance(kind, str) and kind in types:
                    yield from filter(_is_plain, field(template, entry, "Properties"))


def _is_plain(case: Case) -> bool:
    return is_plain_mapping(case.value)


def uncovered(template: Template, case: Case, covers: Iterable[Case]) -> When | None:
    """Conditions under which a case is there and none of the others is; None where none are known.

    The first ones found, with the conditions of the case among them.
    """
    denials: list[list[tuple[str, bool]]] = []
    ways = 1
    for cover in covers:
        own = sorted(cover.when - case.when)
        if not own:
            return None
        denials.append([(name, not holds) for name, holds in own])
        ways *= len(own)
        if ways > _MAX_WAYS:
            return None
    return next(_possible(template, case.when, denials), None)


def where(when: When) -> str:
    """Conditions as the end of a sentence, `, where 'IsProd' is true`; empty where none is."""
    told = [f"'{name}' is {'true' if holds else 'false'}" for name, holds in sorted(when)]
    return f", where {' and '.join(told)}" if told else ""


def _possible(
    template: Template, when: When, denials: list[list[tuple[str, bool]]]
) -> Iterator[When]:
    for denied in product(*denials):
        wanted = when | frozenset(denied)
        if is_possible(wanted) and template.can_hold(wanted):
            yield wanted

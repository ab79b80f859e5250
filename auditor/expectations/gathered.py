"""Lists and mappings that a test puts together of parts of the template, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.expectations.expectation import Aspect, Expectation, Relation, Style
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    CountOf,
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    Listed,
    MaybeAt,
    Named,
    Subject,
    Value,
    expectation,
    shared,
)
from auditor.model.path import Path
from auditor.model.text import Span

_RESOURCES: Path = ("Resources",)
MOST_ITEMS = 1_000


def items(found: Value, look: Looking) -> tuple[Value, ...] | None:
    """The items of a list, one by one."""
    match found:
        case Listed():
            return found.items
        case Known(value=list() | tuple() as listed):
            return tuple(Known(one) for one in listed)
        case KeysOf():
            keys = look.keys(found.path)
            return None if keys is None else tuple(map(Known, keys))
        case InTemplate() | MaybeAt() | EachOf() if look.is_list(found.path):
            keys = look.keys(found.path)
            each = found.each if isinstance(found, EachOf) else ()
            return tuple(InTemplate((*found.path, key, *each)) for key in keys or ())
    return None


def flat(found: Sequence[Value], look: Looking) -> Listed | None:
    """A list of the items of lists; what is no list is an item itself."""
    every: list[Value] = []
    for one in found:
        listed = items(one, look)
        is_one = look.is_single(one) if isinstance(one, Subject) else one is not None
        if listed is None and not is_one:
            return None
        every += (one,) if listed is None else listed
    return Listed(tuple(every))


def known(found: Value, look: Looking) -> Value:
    """A value of the template as one that the test has, where it is a text or a number."""
    plain = look.plain(found.path) if isinstance(found, InTemplate) else None
    return found if plain is None else Known(plain)


def is_ordered(found: Value) -> bool:
    """Whether it is known which item of a list comes first."""
    return not isinstance(found, Listed) or found.is_ordered


def values(found: Value, look: Looking) -> Listed | None:
    """The values of a mapping, in its order."""
    pairs = _pairs(found, look)
    if pairs is None:
        return None
    return Listed(tuple(value for _, value in pairs), _type(found))


def entries(found: Value, look: Looking) -> Listed | None:
    """The keys of a mapping, each with its value."""
    pairs = _pairs(found, look)
    if pairs is None:
        return None
    return Listed(tuple(Listed((Known(key), value)) for key, value in pairs), _type(found))


def keys(found: Value) -> Value:
    """The keys of a mapping."""
    match found:
        case InTemplate() | MaybeAt():
            return KeysOf(found.path)
        case Named():
            return Listed(tuple(Known(key) for key, _ in found.entries), found.type)
        case Known(value=dict() as value):
            return Known(list(value))
    return None


def _pairs(found: Value, look: Looking) -> Sequence[tuple[str, Value]] | None:
    match found:
        case Named():
            return found.entries
        case Known(value=dict() as value):
            return [(key, Known(one)) for key, one in value.items()]
        case InTemplate() | MaybeAt() if not look.is_list(found.path):
            names = look.keys(found.path)
            if names is None:
                return None
            return [(str(name), InTemplate((*found.path, name))) for name in names]
    return None


def _type(found: Value) -> str | None:
    return found.type if isinstance(found, Named) else None


def asks_for_type(condition: Sequence[Expectation], item: Value) -> str | None:
    """The type, where a condition asks for nothing but that of a resource."""
    if len(condition) != 1 or not isinstance(condition[0].expected, str):
        return None
    (one,) = condition
    is_equal = one.relation in (Relation.EQUAL, Relation.SAME) and not one.negated
    is_type = one.path[:1] == _RESOURCES and len(one.path) == 3 and one.path[2] == "Type"
    about = item.items[1] if isinstance(item, Listed) and len(item.items) == 2 else item
    is_own = isinstance(about, InTemplate) and about.path == one.path[:2]
    return one.expected if is_equal and is_type and is_own else None


def is_all_resources(found: Value, listed: Sequence[Value], look: Looking) -> bool:
    """Whether a list has every resource of the template."""
    names = look.keys(_RESOURCES)
    if names is None or len(names) != len(listed):
        return False
    return isinstance(found, Listed | InTemplate) and all(
        one.path[:1] == _RESOURCES and len(one.path) == 2
        for one in (_resource(item) for item in listed)
        if one is not None
    )


def of_type(type: Value, look: Looking) -> Named | None:
    """The resources of a type by their logical IDs."""
    names = look.keys(_RESOURCES)
    if names is None or not isinstance(type, Known) or not isinstance(type.value, str):
        return None
    found: list[tuple[str, Value]] = []
    for name in names:
        about = (*_RESOURCES, name)
        is_of_type = look.has((*about, "Type"), type.value)
        if is_of_type is None:
            return None
        if is_of_type:
            found.append((str(name), InTemplate(about)))
    return Named(tuple(found), type.value)


def _resource(item: Value) -> InTemplate | None:
    about = item.items[1] if isinstance(item, Listed) and len(item.items) == 2 else item
    return about if isinstance(about, InTemplate) else None


def counted(found: Value) -> Value:
    """How many items a list has, where that says something of the template."""
    match found:
        case Listed() | Named() if found.type is not None:
            return CountOf(found.type)
        case Listed() if found.is_ordered:
            return Known(len(found.items))
        case Named():
            return Known(len(found.entries))
    return None


def count(
    style: Style, subject: CountOf, expected: Known, span: Span, *, negated: bool
) -> Expectation:
    """An assertion about the number of resources of a type."""
    about = InTemplate(_RESOURCES)
    found = expectation(style, about, Relation.EQUAL, span, expected, negated=negated)
    return replaced(found, Aspect.COUNT, subject.type)


def replaced(found: Expectation, aspect: Aspect, type: str) -> Expectation:
    """An assertion that is about resources of a type."""
    from msgspec.structs import replace

    return replace(found, aspect=aspect, type=type)


def some(
    found: Iterable[Sequence[Expectation]], look: Looking, *, negated: bool
) -> Iterator[Expectation]:
    """An assertion that something holds for one of several: the only one that it holds for.

    Negated, it holds for none of them.
    """
    every = list(found)
    if negated:
        if all(len(one) == 1 for one in every):
            yield from (shared(_not(one)) for (one,) in every)
        return
    outcomes = [look.would_hold(one) if one else None for one in every]
    if outcomes.count(True) == 1 and None not in outcomes:
        yield from every[outcomes.index(True)]
    elif look.is_after and True not in outcomes:
        yield from (one for said in every for one in said)


def each(found: Iterable[Sequence[Expectation]]) -> Iterator[Expectation]:
    """An assertion that something holds for each of several."""
    every = list(found)
    if not all(every):
        return
    for one in every:
        yield from one if len(every) == 1 else map(shared, one)


def _not(one: Expectation) -> Expectation:
    from msgspec.structs import replace

    return replace(one, negated=not one.negated)

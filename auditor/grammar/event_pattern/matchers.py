"""The matchers that a list of an event pattern may hold, each by its name."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from auditor.grammar.event_pattern.fault import PatternFault, Step

IsHole = Callable[[Any], bool]
Path = tuple[Step, ...]

_COMPARISONS = ("<", "<=", "=", ">", ">=")
_SWAPPED = {"=<": "<=", "=>": ">=", "==": "="}
_MOST = 5e9
"""Numbers lie between this and its negative: 15 digits, of which six after the point."""
_MANY_ALIKE = 5
"""EventBridge refuses this many stars with the same character after them, and one star more, as too
complex, recorded 2025-10-15; where it begins to refuse is not published."""
_TEXTS_IN_BUT = ("prefix", "suffix", "equals-ignore-case", "wildcard")


def matcher_faults(matcher: dict[str, Any], path: Path, is_hole: IsHole) -> Iterator[PatternFault]:
    """The faults of a matcher that is written as a mapping, such as `{"prefix": "a"}`."""
    if len(matcher) != 1:
        yield PatternFault(path, "A matcher has more than one operator, or none")
        return
    ((name, argument),) = matcher.items()
    known = _MATCHERS.get(name)
    place = (*path, name)
    if known is None:
        meant = _nearest(name)
        yield PatternFault(place, f"Operator '{name}' does not exist", key=meant)
    elif not is_hole(argument):
        yield from known(argument, place, is_hole)


def _nearest(name: str) -> str:
    bare = "".join(filter(str.isalpha, name.lower()))
    spelled = {"".join(filter(str.isalpha, one)): one for one in _MATCHERS}
    spelled |= {"exist": "exists", "anythingbutnot": "anything-but", "startswith": "prefix"}
    spelled |= {"endswith": "suffix", "number": "numeric", "equalsignorecase": "equals-ignore-case"}
    return spelled.get(bare, "")


def _exists(argument: Any, path: Path, _is_hole: IsHole) -> Iterator[PatternFault]:
    if not isinstance(argument, bool):
        text = str(argument).lower() if isinstance(argument, str) else ""
        message = "Operator exists needs true or false"
        if text in ("true", "false"):
            yield PatternFault(path, message, value=text == "true", is_sure=True)
        else:
            yield PatternFault(path, message)


def _text(argument: Any, path: Path, is_hole: IsHole) -> Iterator[PatternFault]:
    """For `prefix` and `suffix`: a text, or one whose case does not matter."""
    if isinstance(argument, dict) and argument.keys() == {"equals-ignore-case"}:
        inner = argument["equals-ignore-case"]
        if not isinstance(inner, str) and not is_hole(inner):
            yield PatternFault(path, f"Operator {path[-1]} needs a string")
    elif not isinstance(argument, str):
        yield PatternFault(path, f"Operator {path[-1]} needs a string")


def _folded(argument: Any, path: Path, _is_hole: IsHole) -> Iterator[PatternFault]:
    if not isinstance(argument, str):
        yield PatternFault(path, "Operator equals-ignore-case needs a string")


def _wildcard(argument: Any, path: Path, _is_hole: IsHole) -> Iterator[PatternFault]:
    if not isinstance(argument, str):
        yield PatternFault(path, "Operator wildcard needs a string")
        return
    plain = argument.replace("\\\\", "").replace("\\*", "")
    if "**" in plain:
        yield PatternFault(path, "Operator wildcard has two stars that follow each other")
    if "\\" in plain:
        yield PatternFault(path, "Operator wildcard escapes something else than a star")
    after = Counter(next_one for star, next_one in pairwise(plain) if star == "*")
    if max(after.values(), default=0) >= _MANY_ALIKE and plain.count("*") > _MANY_ALIKE:
        yield PatternFault(
            path, "Operator wildcard has too many stars with the same character after them"
        )


def _cidr(argument: Any, path: Path, _is_hole: IsHole) -> Iterator[PatternFault]:
    try:
        if not isinstance(argument, str) or "/" not in argument:
            raise ValueError
        ipaddress.ip_network(argument, strict=False)
    except ValueError:
        yield PatternFault(path, f"Operator cidr needs a range of addresses, not '{argument}'")


def _numeric(argument: Any, path: Path, is_hole: IsHole) -> Iterator[PatternFault]:
    if not isinstance(argument, list) or not argument:
        yield PatternFault(path, "Operator numeric takes a list of comparisons and numbers")
        return
    if any(map(is_hole, argument)):
        return
    for index, entry in enumerate(argument):
        if index % 2 == 0 and entry not in _COMPARISONS:
            instead = _SWAPPED.get(entry) if isinstance(entry, str) else None
            message = f"Operator numeric has no comparison '{entry}'"
            place = (*path, index)
            if instead is None:
                yield PatternFault(place, message)
            else:
                yield PatternFault(place, message, value=instead)
            return
        if index % 2 == 1 and not _is_number(entry):
            yield PatternFault(
                (*path, index), f"Operator numeric compares with '{entry}', no number"
            )
            return
    yield from _range(argument, path)


def _range(argument: list[Any], path: Path) -> Iterator[PatternFault]:
    if len(argument) not in (2, 4):
        yield PatternFault(path, "Operator numeric takes one comparison with a number, or two")
    elif len(argument) == 4:
        first, low, second, high = argument
        if first not in (">", ">=") or second not in ("<", "<="):
            yield PatternFault(path, "Operator numeric takes a range from below to above")
        elif low >= high:
            yield PatternFault(path, "Operator numeric has a range without numbers in it")


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -_MOST <= value <= _MOST


def _anything_but(argument: Any, path: Path, is_hole: IsHole) -> Iterator[PatternFault]:
    if isinstance(argument, dict):
        if len(argument) != 1 or not set(argument) <= set(_TEXTS_IN_BUT):
            yield PatternFault(path, "Operator anything-but takes values, or one operator on texts")
            return
        ((name, inner),) = argument.items()
        texts = inner if isinstance(inner, list) else [inner]
        may_be_empty = name not in ("prefix", "suffix")
        if not texts or not all(_is_text(one, may_be_empty) or is_hole(one) for one in texts):
            yield PatternFault((*path, name), f"Operator {name} in anything-but takes texts")
    elif isinstance(argument, list):
        if not argument:
            yield PatternFault(path, "Operator anything-but has an empty list")
        elif not all(_is_plain(one) or is_hole(one) for one in argument):
            yield PatternFault(path, "Operator anything-but takes texts and numbers")
    elif not _is_plain(argument):
        yield PatternFault(path, "Operator anything-but takes texts and numbers")


def _is_text(value: Any, may_be_empty: bool) -> bool:
    return isinstance(value, str) and (may_be_empty or value != "")


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, int | float) and not isinstance(value, bool)
    )


_MATCHERS: dict[str, Callable[[Any, Path, IsHole], Iterator[PatternFault]]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _folded,
    "exists": _exists,
    "numeric": _numeric,
    "prefix": _text,
    "suffix": _text,
    "wildcard": _wildcard,
}

"""Calls of what the languages bring with them."""

from __future__ import annotations

from collections.abc import Callable

from auditor.programs.reading.enumerations import named as name_of
from auditor.programs.reading.enumerations import plain
from auditor.programs.reading.mappings import overlay, paired
from auditor.programs.reading.packages.places import folder_of, joined_path
from auditor.programs.reading.sequences import items_of
from auditor.programs.values import (
    Contents,
    Joined,
    Json,
    Known,
    Mapping,
    Member,
    Place,
    Pseudo,
    Sequence,
    Setting,
    Value,
)


def _dumped(given: list[Value], _named: Mapping) -> Value | None:
    return Json(value=given[0]) if given else None


def _text(given: list[Value], _named: Mapping) -> Value | None:
    value = given[0] if given else None
    if (
        isinstance(value, Known)
        and isinstance(value.value, int)
        and not isinstance(value.value, bool)
    ):
        return Known(value=str(value.value))
    if isinstance(value, Member):
        return name_of(value)
    return value if isinstance(value, Joined | Setting | Pseudo | Known | Place) else None


def _dict(given: list[Value], named: Mapping) -> Value | None:
    base = given[0] if given else Mapping()
    if isinstance(base, Sequence):
        base = paired(base)
    if not isinstance(base, Mapping):
        return None
    return Mapping(items={**base.items, **named.items}, is_open=base.is_open or named.is_open)


def _assigned(given: list[Value], _named: Mapping) -> Value | None:
    made = Mapping()
    for one in given:
        overlay(made, one)
    return made


def _list(given: list[Value], _named: Mapping) -> Value | None:
    if not given:
        return Sequence()
    if isinstance(given[0], Sequence):
        return Sequence(items=list(given[0].items), is_open=given[0].is_open)
    items = items_of(given[0])
    return None if items is None else Sequence(items=items)


def _same(given: list[Value], _named: Mapping) -> Value | None:
    return given[0] if len(given) == 1 else None


def _sorted(given: list[Value], named: Mapping) -> Value | None:
    made = _list(given, named)
    if not isinstance(made, Sequence) or named.items:
        return made
    texts = [one.value for one in made.items if isinstance(one, Known)]
    if len(texts) < len(made.items) or not all(isinstance(text, str) for text in texts):
        return made
    items = sorted(made.items, key=lambda one: str(getattr(one, "value", "")))
    return Sequence(items=items, is_open=made.is_open)


def _number(given: list[Value], _named: Mapping) -> Value | None:
    value = given[0] if given else None
    if isinstance(value, Setting):
        return value
    if not isinstance(value, Known) or isinstance(value.value, bool):
        return None
    if isinstance(value.value, int):
        return value
    is_whole = isinstance(value.value, str) and value.value.isdecimal()
    return Known(value=int(str(value.value))) if is_whole else None


def _extreme(choose: Callable[[list[int]], int]) -> Callable[[list[Value], Mapping], Value | None]:
    def chosen(given: list[Value], _named: Mapping) -> Value | None:
        first = given[0] if given else None
        listed = first.items if len(given) == 1 and isinstance(first, Sequence) else given
        if isinstance(first, Sequence) and first.is_open:
            return None
        numbers = [one.value for one in map(plain, listed) if isinstance(one, Known)]
        whole = [number for number in numbers if type(number) is int]
        return Known(value=choose(whole)) if whole and len(whole) == len(listed) else None

    return chosen


def _length(given: list[Value], _named: Mapping) -> Value | None:
    if given and isinstance(given[0], Sequence | Mapping) and not given[0].is_open:
        return Known(value=len(given[0].items))
    return None


def _enumerated(given: list[Value], named: Mapping) -> Value | None:
    if not given or not isinstance(given[0], Sequence):
        return None
    said = given[1] if len(given) > 1 else None
    if "start" in named.items:
        said = named.items["start"].value
    begin = said.value if isinstance(said, Known) else 0
    if not isinstance(begin, int) or (said is not None and not isinstance(said, Known)):
        return None
    pairs: list[Value] = [
        Sequence(items=[Known(value=begin + at), item]) for at, item in enumerate(given[0].items)
    ]
    return Sequence(items=pairs, is_open=given[0].is_open)


def _range(given: list[Value], _named: Mapping) -> Value | None:
    numbers = [one.value for one in given if isinstance(one, Known) and type(one.value) is int]
    if (
        len(numbers) != len(given)
        or not 1 <= len(numbers) <= 3
        or (len(numbers) == 3 and not numbers[2])
    ):
        return None
    found = range(*numbers)
    return Sequence(items=[Known(value=at) for at in found]) if len(found) <= 200 else None


def _zipped(given: list[Value], _named: Mapping) -> Value | None:
    lists = [one for one in given if isinstance(one, Sequence) and not one.is_open]
    if len(lists) != len(given):
        return None
    rows = zip(*(one.items for one in lists), strict=False)
    return Sequence(items=[Sequence(items=list(row)) for row in rows])


def _pairs(which: str) -> Callable[[list[Value], Mapping], Value | None]:
    def listed(given: list[Value], _named: Mapping) -> Value | None:
        value = given[0] if given else None
        if not isinstance(value, Mapping):
            return None
        items: list[Value] = []
        for key, item in value.items.items():
            pair: list[Value] = [Known(value=key), item.value]
            items.append(Sequence(items=pair) if which == "entries" else pair[which == "values"])
        return Sequence(items=items, is_open=value.is_open)

    return listed


def _opened(given: list[Value], _named: Mapping) -> Value | None:
    path = given[0] if given else None
    if isinstance(path, Known) and isinstance(path.value, str):
        return Contents(path=path.value)
    return Contents(path=path) if isinstance(path, Place) else None


def _pathlib(given: list[Value], named: Mapping) -> Value | None:
    return given[0] if given and isinstance(given[0], Place) else _opened(given, named)


def _variable(given: list[Value], _named: Mapping) -> Value | None:
    key = given[0].value if given and isinstance(given[0], Known) else None
    if not isinstance(key, str):
        return None
    default = given[1].value if len(given) > 1 and isinstance(given[1], Known) else None
    return Setting(name=f"env:{key}", default=default, is_optional=True)


CALLS: dict[str, Callable[[list[Value], Mapping], Value | None]] = {
    "json.dumps": _dumped,
    "JSON.stringify": _dumped,
    "str": _text,
    "String": _text,
    "dict": _dict,
    "Object.assign": _assigned,
    "Object.freeze": _same,
    "structuredClone": _same,
    "Object.entries": _pairs("entries"),
    "Object.keys": _pairs("keys"),
    "Object.values": _pairs("values"),
    "list": _list,
    "tuple": _list,
    "sorted": _sorted,
    "int": _number,
    "float": _number,
    "Number": _number,
    "parseInt": _number,
    "parseFloat": _number,
    "max": _extreme(max),
    "min": _extreme(min),
    "Math.max": _extreme(max),
    "Math.min": _extreme(min),
    "len": _length,
    "enumerate": _enumerated,
    "range": _range,
    "zip": _zipped,
    "open": _opened,
    "fs.readFileSync": _opened,
    "pathlib.Path": _pathlib,
    "os.getenv": _variable,
    "os.environ.get": _variable,
    "os.path.join": joined_path,
    "os.path.abspath": joined_path,
    "os.path.realpath": joined_path,
    "os.path.normpath": joined_path,
    "os.path.dirname": folder_of,
    "path.join": joined_path,
    "path.resolve": joined_path,
    "path.dirname": folder_of,
}
"""What calls give, by their paths; None where it is not known."""

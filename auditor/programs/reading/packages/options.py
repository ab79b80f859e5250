"""Options of resources, and two of them merged.

https://www.pulumi.com/docs/reference/pkg/python/pulumi/#pulumi.ResourceOptions.merge and
https://www.pulumi.com/docs/reference/pkg/nodejs/pulumi/pulumi/#mergeOptions
"""

from __future__ import annotations

from auditor.programs.values import (
    Cases,
    Instance,
    Item,
    Known,
    Made,
    Mapping,
    Sequence,
    Value,
)

KIND = "ResourceOptions"
_AWAITED = ("depends_on", "dependsOn")


def merged(one: Value, two: Value) -> Mapping:
    """What waits for both of what each waits for, and else has what the later one says.

    Open where either is not known: what is known to be waited for still is. It stands nowhere in
    the program, so that no fix writes into it.
    """
    made = Mapping(kind=KIND)
    waiting: list[Value] = []
    is_all = True
    key = None
    for options in (one, two):
        if isinstance(options, Known) and options.value is None:
            continue
        if not isinstance(options, Mapping):
            made.is_open, is_all = True, False
            continue
        made.is_open |= options.is_open
        for name, item in options.items.items():
            if name in _AWAITED:
                values, is_known = awaited(item.value)
                waiting += values
                is_all &= is_known
                key = name
            elif not (isinstance(item.value, Known) and item.value.value is None):
                made.items[name] = Item(item.value)
        is_all &= not options.is_open or any(name in options.items for name in _AWAITED)
    if key is not None:
        made.items[key] = Item(Sequence(items=waiting, is_open=not is_all))
    return made


def awaited(value: Value) -> tuple[list[Value], bool]:
    """What a `depends_on` names, as far as it is known; whether that is all."""
    match value:
        case Known():
            return [], value.value is None
        case Made() | Instance():
            return [value], True
        case Sequence():
            parts = [awaited(one) for one in value.items]
            found = [one for values, _ in parts for one in values]
            return found, not value.is_open and all(is_all for _, is_all in parts)
        case Cases():
            (then, is_all), (other, is_other) = awaited(value.then), awaited(value.other)
            both = [one for one in then if any(one is same for same in other)]
            return both, is_all and is_other and len(both) == len(then) == len(other)
    return [], False

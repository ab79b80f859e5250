"""What Python's own functions and methods make of parts of a template."""

from __future__ import annotations

from auditor.expectations import gathered
from auditor.expectations.looking import Looking
from auditor.expectations.python.comprehension import looped
from auditor.expectations.python.loading import called, on_path
from auditor.expectations.values import (
    CdkTemplate,
    EachOf,
    FilePath,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    MaybeAt,
    Named,
    TemplateText,
    Value,
    below,
)


def function(name: str, values: list[Value], template: FilePath, look: Looking) -> Value:
    """What a function without a dot before its name gives."""
    first = values[0] if values else None
    match name, first:
        case "len", InTemplate() | KeysOf():
            return LengthOf(first.path)
        case "len", Listed() | Named():
            return gathered.counted(first)
        case "next", Listed():
            rest = values[1] if len(values) > 1 else None
            return below(first, 0) if first.items else rest
        case "enumerate", Listed() | InTemplate():
            items = gathered.items(looped(first, look), look)
            if items is not None and len(values) == 1:
                return Listed(tuple(Listed((Known(at), one)) for at, one in enumerate(items)))
    found = _collected(name, first, look) if values else _empty(name)
    return called(name, values, template) if found is None else found


def _empty(name: str) -> Value:
    if name == "dict":
        return Known({})
    return Listed((), None, name == "list") if name in ("list", "set") else None


def _collected(name: str, first: Value, look: Looking) -> Value:
    """The list, set or mapping that is made of something."""
    match name, first:
        case (("list" | "tuple" | "iter"), Listed()):
            return first
        case (("list" | "tuple" | "iter"), Named()):
            return gathered.keys(first)
        case "list", Known(value=list() | tuple() as listed):
            return Known(list(listed))
        case (
            ("list" | "tuple" | "set" | "frozenset" | "sorted" | "iter"),
            InTemplate() | MaybeAt(),
        ):
            return _taken(name, first, look)
        case (("set" | "frozenset" | "sorted"), Listed() | EachOf()):
            items = gathered.items(first, look)
            return None if items is None else Listed(items, None, is_ordered=False)
        case (("set" | "frozenset"), Known(value=list() | tuple() | frozenset() as listed)):
            return _as_set(listed)
        case "dict", Listed():
            return _as_mapping(first, look)
    return None


def _taken(name: str, found: InTemplate | MaybeAt, look: Looking) -> Value:
    """What a list or a set is made of that a part of the template is turned into."""
    keys = look.keys(found.path)
    if keys is None or not look.is_list(found.path):
        return None if keys is None else KeysOf(found.path)
    if name in ("list", "tuple", "iter"):
        return InTemplate(found.path)
    items = tuple(InTemplate((*found.path, key)) for key in keys)
    return Listed(items, None, is_ordered=False)


def _as_set(values: list[object] | tuple[object, ...] | frozenset[object]) -> Known | None:
    try:
        return Known(frozenset(values))
    except TypeError:
        return None


def _as_mapping(pairs: Listed, look: Looking) -> Value:
    """The mapping that pairs of keys and values make."""
    entries: list[tuple[str, Value]] = []
    for pair in pairs.items:
        parts = gathered.items(pair, look) or ()
        key = gathered.known(parts[0], look) if len(parts) == 2 else None
        if not isinstance(key, Known) or not isinstance(key.value, str):
            return None
        entries.append((key.value, parts[1]))
    return Named(tuple(entries)) if len(dict(entries)) == len(entries) else None


def method(
    name: str, found: Value, values: list[Value], template: FilePath, look: Looking
) -> Value:
    """What a method of a value gives."""
    first = values[0] if values else None
    match name, found:
        case "get", InTemplate() | MaybeAt() | Named():
            if isinstance(first, Known) and isinstance(first.value, str):
                if isinstance(found, Named):
                    return below(found, first.value)
                return MaybeAt((*found.path, first.value))
        case "keys", InTemplate() | Named():
            return gathered.keys(found)
        case "items", Known(value=dict() as value):
            return Known([list(pair) for pair in value.items()])
        case "items", InTemplate() | MaybeAt() | Named():
            return gathered.entries(found, look)
        case "values", InTemplate() | MaybeAt() | Named() | Known():
            return gathered.values(found, look)
        case "read" | "decode", TemplateText():
            return found
        case "to_json", CdkTemplate():
            return InTemplate(())
        case "find_resources", CdkTemplate() if len(values) == 1:
            return gathered.of_type(first, look)
        case _, FilePath():
            return on_path(name, found, values, template)
    return None

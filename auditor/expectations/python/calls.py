"""What Python's own functions and methods make of parts of a template."""

from __future__ import annotations

from auditor.expectations import gathered
from auditor.expectations.looking import Looking
from auditor.expectations.python.comprehension import looped
from auditor.expectations.python.loading import called, on_path
from auditor.expectations.values import (
    CdkTemplate,
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
        case (("tuple" | "list" | "iter" | "sorted"), Known(value=list() | tuple() as listed)):
            return Known(list(listed)) if name == "list" else None
        case (("tuple" | "list" | "iter"), Listed()):
            return first
        case (("tuple" | "list" | "iter"), Named()):
            return gathered.keys(first)
        case "enumerate", Listed() | InTemplate():
            items = gathered.items(looped(first, look), look)
            if items is not None and len(values) == 1:
                return Listed(tuple(Listed((Known(at), one)) for at, one in enumerate(items)))
    return called(name, values, template)


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

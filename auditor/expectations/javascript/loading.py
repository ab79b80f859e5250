"""How JavaScript tests come to the template: paths, readers of files, parsers, and its parts."""

from __future__ import annotations

import posixpath

from auditor.expectations import gathered
from auditor.expectations.javascript.calls import of_entries
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    CdkTemplate,
    FilePath,
    InTemplate,
    Known,
    TemplateText,
    Value,
    joined,
)

_READERS = frozenset({"readFileSync", "readFile"})
_PARSERS = frozenset({"parse", "load", "safeLoad", "yamlParse", "loadYaml", "parseYaml"})
_READ_AND_PARSE = frozenset({"readJsonSync", "readJSONSync", "readJson", "readJSON"})
_JOINERS = frozenset({"join", "resolve"})


def loaded(name: str, first: Value, template: str, package: str) -> Value:
    """What reads the template, or makes something of its text; None for any other function.

    A path that begins nowhere begins at the folder of the package.
    """
    if name in _READERS or name in _READ_AND_PARSE:
        path = joined(FilePath(package), first) if isinstance(first, Known) else first
        if path != FilePath(template):
            return None
        return TemplateText() if name in _READERS else InTemplate(())
    if isinstance(first, TemplateText):
        if name in _PARSERS:
            return InTemplate(())
        return CdkTemplate() if name == "fromString" else None
    return CdkTemplate() if name == "fromJSON" and first == InTemplate(()) else None


def method(name: str, found: Value) -> Value:
    """What a method of the template, or of its text, gives."""
    if name == "toString" and isinstance(found, TemplateText):
        return found
    return InTemplate(()) if name == "toJSON" and isinstance(found, CdkTemplate) else None


def on_path(name: str, owner: str, values: list[Value], package: str) -> FilePath | None:
    """What a function makes of paths."""
    first = values[0] if values else None
    if name == "resolve" and isinstance(first, Known):
        return joined(FilePath(package), *values)
    if name in _JOINERS and values:
        return joined(*values)
    if name == "dirname" and isinstance(first, FilePath):
        return FilePath(posixpath.dirname(first.path) or ".")
    if name == "fileURLToPath":
        return first if isinstance(first, FilePath) else None
    return FilePath(package) if name == "cwd" and owner == "process" else None


def parts(name: str, found: Value, look: Looking) -> Value:
    """What `Object.keys` and its like make of a value."""
    match name, found:
        case "entries", Known(value=dict() as value):
            return Known([[key, one] for key, one in value.items()])
        case "values", Known(value=dict() as value):
            return Known(list(value.values()))
        case "fromEntries", _:
            return of_entries(found, look)
        case "entries", _:
            return gathered.entries(found, look)
        case "values", _:
            return gathered.values(found, look)
    return gathered.keys(found)

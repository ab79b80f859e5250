"""How Python tests come to the template: paths, readers of files, and parsers."""

from __future__ import annotations

import posixpath

from auditor.expectations.values import (
    CdkTemplate,
    EachOf,
    FilePath,
    InTemplate,
    KeysOf,
    Known,
    TemplateText,
    Value,
    joined,
)

_PARSERS = frozenset(
    {"load", "loads", "safe_load", "full_load", "load_yaml", "load_json", "yaml_parse", "parse"}
)
_TO_TEXT = frozenset({"to_json", "to_yaml", "StringIO", "BytesIO", "dedent"})
"""What makes a text of the template's text that stands for the same."""
_LISTED = frozenset({"list", "sorted", "set"})
_PATHS = frozenset({"Path", "PurePath", "abspath", "realpath", "str", "fspath", "PosixPath"})
_SAME = frozenset({"resolve", "absolute", "as_posix", "expanduser"})
_SOURCES = ("", "src/")
"""The folders that packages lie in."""


def called(name: str, values: list[Value], template: FilePath) -> Value:
    """What a function makes of the template, its text or its path; None for any other."""
    first = values[0] if values else None
    if name in _PARSERS and (isinstance(first, TemplateText) or first == template):
        return InTemplate(())
    if name in _TO_TEXT and isinstance(first, TemplateText):
        return first
    if name == "open" and first is not None:
        return TemplateText() if joined(first) == template else None
    if name in _LISTED and isinstance(first, InTemplate | KeysOf):
        return KeysOf(first.path)
    if (name in _LISTED and isinstance(first, EachOf)) or (
        name == "deepcopy" and isinstance(first, InTemplate)
    ):
        return first
    if (name == "from_json" and first == InTemplate(())) or (
        name == "from_string" and isinstance(first, TemplateText)
    ):
        return CdkTemplate()
    if name == "files" and isinstance(first, Known) and isinstance(first.value, str):
        return _package(first.value, template)
    return _path(name, values)


def on_path(name: str, found: FilePath, values: list[Value], template: FilePath) -> Value:
    """What a method of a path gives."""
    if name in ("read_text", "open", "read_bytes"):
        return TemplateText() if found == template else None
    if name == "joinpath":
        return joined(found, *values)
    return found if name in _SAME else None


def _package(name: str, template: FilePath) -> FilePath | None:
    """The folder of a package, where the template lies in it."""
    folder = name.replace(".", "/")
    for source in _SOURCES:
        if template.path.startswith(f"{source}{folder}/"):
            return FilePath(f"{source}{folder}")
    return None


def _path(name: str, values: list[Value]) -> Value:
    first = values[0] if values else None
    if name in _PATHS and len(values) == 1:
        return joined(first)
    if name == "join" and values:
        return joined(*values)
    if name == "dirname" and isinstance(first, FilePath):
        return FilePath(posixpath.dirname(first.path) or ".")
    return FilePath(".") if name in ("cwd", "getcwd") and not values else None

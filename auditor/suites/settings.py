"""The settings of test runners in the many forms of their files; nothing is run to read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

_INI = (("pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest"))


def json_object(text: str | None) -> Mapping[str, Any]:
    """The object in a JSON text; empty where it is none."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def script_settings(text: str) -> Mapping[str, Any]:
    """The literal values in a configuration that is a module, by their keys, at any depth."""
    from auditor.embedded.javascript.items import Item, read
    from auditor.embedded.javascript.patterns import key_of

    items = read(text, typescript=True) or read(text)
    found: dict[str, Any] = {}

    def literal(item: Item) -> Any:
        if item.kind == "array":
            return [literal(child) for child in item.children]
        is_text = item.kind in ("string", "template_string")
        return key_of(item) or _with_backslashes(item.text) if is_text else None

    for item in items or ():
        value = item.child("value") if item.kind == "pair" else None
        name = None if value is None else key_of(item.child("key"))
        if value is not None and name is not None:
            found.setdefault(name, literal(value))
    return found


def _with_backslashes(written: str) -> str | None:
    """The text in quotes of which backslashes alone are escaped, as in expressions."""
    text = written[1:-1].replace("\\\\", "\0")
    return None if "\\" in text or "${" in text else text.replace("\0", "\\")


def pytest_settings(read: Callable[[str], str | None]) -> Mapping[str, list[str]] | None:
    """The settings of pytest; None where no file has any."""
    text = read("pytest.ini")
    if text is None:
        found = _in_pyproject(read("pyproject.toml"))
        if found is not None:
            return found
    for file, section in _INI:
        text = read(file)
        found = None if text is None else _in_ini(text, section)
        if found is not None:
            return found
    return None


def _in_pyproject(text: str | None) -> Mapping[str, list[str]] | None:
    if text is None or "pytest" not in text:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table = tomllib.loads(text)
        found = table["tool"]["pytest"]["ini_options"]
        return {key: _words(found[key]) for key in ("testpaths", "python_files") if key in found}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _in_ini(text: str, section: str) -> Mapping[str, list[str]] | None:
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except Error:
        return None
    if not parser.has_section(section):
        return None
    return {
        key: _words(parser.get(section, key))
        for key in ("testpaths", "python_files")
        if parser.has_option(section, key)
    }


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return value.split() if isinstance(value, str) else []

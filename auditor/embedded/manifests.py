"""Reads the dependencies of a code folder from whichever file tells them.

The formats: https://packaging.python.org/en/latest/specifications/pyproject-toml/,
https://python-poetry.org/docs/pyproject/, https://pipenv.pypa.io/en/latest/pipfile.html,
https://setuptools.pypa.io/en/latest/userguide/declarative_config.html and
https://docs.npmjs.com/cli/configuring-npm/package-json
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

from auditor.embedded.requirement import Entry, Requirements, normalised, parse_requirement
from auditor.embedded.requirements import parse_requirements
from auditor.expression import expression

_NOT_UNDERSTOOD = Requirements(complete=False)
_REQUIREMENTS_FILE = expression(r"[\w.-]*requirements[\w.-]*\.(?:txt|in)\Z", re.IGNORECASE)
_QUOTED = expression(r"""(["'])((?:(?!\1)[^\\\n]){1,200})\1""")
_MOST_DOTS = 500
"""A key of so many parts is no key; reading one takes a time that grows with their square."""


def read_manifest(file_name: str, text: str) -> Requirements | None:
    """What a file asks for, by its name without folders; None where it is no such file."""
    if _REQUIREMENTS_FILE.match(file_name):
        return parse_requirements(text)
    reader = _READERS.get(file_name)
    return None if reader is None else reader(text)


def parse_pyproject(text: str) -> Requirements:
    """The tables `[project]` and `[tool.poetry]` of a pyproject.toml."""
    document = _toml(text)
    if document is None:
        return _NOT_UNDERSTOOD
    project, tool = _table(document, "project"), _table(document, "tool")
    poetry = _table(tool, "poetry")
    told = project.get("dependencies", [])
    entries, complete = _from_strings(told if isinstance(told, list) else [None])
    dynamic = project.get("dynamic", [])
    includes: tuple[str, ...] = ()
    if isinstance(dynamic, list) and "dependencies" in dynamic:
        includes = _dynamic_files(tool)
        complete = complete and bool(includes)
    more, is_clear = _from_table(_table(poetry, "dependencies"), passed_over=("python",))
    return Requirements(
        entries=entries + more,
        includes=includes,
        complete=complete and is_clear and "flit" not in tool,
        development=_poetry_development(poetry),
    )


def parse_pipfile(text: str) -> Requirements:
    """The tables `[packages]` and `[dev-packages]` of a Pipfile."""
    document = _toml(text)
    if document is None:
        return _NOT_UNDERSTOOD
    entries, complete = _from_table(_table(document, "packages"))
    developed, _ = _from_table(_table(document, "dev-packages"))
    return Requirements(
        entries, complete=complete, development=frozenset(entry.name for entry in developed)
    )


def parse_setup(text: str) -> Requirements:
    """What a setup.py or setup.cfg may ask for: everything in it that looks like a requirement.

    Never complete: a program decides, and a name here may be anything else.
    """
    quoted = [match[2] for match in _QUOTED.finditer(text)]
    lines = [line.partition("=")[2] if "requires" in line else line for line in text.splitlines()]
    entries = []
    for candidate in (*quoted, *lines):
        entry, is_clear = parse_requirement(candidate)
        if entry is not None and is_clear:
            entries.append(Entry(entry.name, entry.extras, entry.specifier, entry.marker))
    return Requirements(tuple(entries), complete=False)


def parse_package_json(text: str) -> Requirements:
    """The packages of a package.json, by their names as npm writes them.

    Peers are installed by npm since version 7. A workspace shares what other folders ask for, so
    nothing about it is complete.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _NOT_UNDERSTOOD
    if not isinstance(document, dict):
        return _NOT_UNDERSTOOD
    found: dict[str, Entry] = {}
    for key in ("dependencies", "optionalDependencies", "peerDependencies"):
        for name, version in _table(document, key).items():
            found.setdefault(name, Entry(name, specifier=_text(version)))
    for key in ("bundledDependencies", "bundleDependencies"):
        listed = document.get(key)
        for name in listed if isinstance(listed, list) else ():
            if isinstance(name, str):
                found.setdefault(name, Entry(name))
    return Requirements(
        entries=tuple(found.values()),
        complete="workspaces" not in document,
        development=frozenset(_table(document, "devDependencies")),
    )


def _toml(text: str) -> dict[str, Any] | None:
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _table(parent: Any, key: str) -> dict[str, Any]:
    child = parent.get(key) if isinstance(parent, dict) else None
    return child if isinstance(child, dict) else {}


def _from_strings(texts: Iterable[Any]) -> tuple[tuple[Entry, ...], bool]:
    entries, complete = [], True
    for text in texts:
        entry, is_clear = parse_requirement(text) if isinstance(text, str) else (None, False)
        complete = complete and is_clear
        if entry is not None:
            entries.append(
                Entry(entry.name, entry.extras, entry.specifier, entry.marker, entry.url)
            )
    return tuple(entries), complete


def _from_table(
    table: dict[str, Any], passed_over: tuple[str, ...] = ()
) -> tuple[tuple[Entry, ...], bool]:
    """Requirements by name: a version, or a table, or one table for each environment."""
    entries, complete = [], True
    for name, told in table.items():
        if name in passed_over:
            continue
        for one in told if isinstance(told, list) else [told]:
            complete = complete and isinstance(one, (str, dict))
            entries.append(_from_value(name, one))
    return tuple(entries), complete


def _from_value(name: str, told: Any) -> Entry:
    if not isinstance(told, dict):
        return Entry(normalised(name), specifier=_text(told))
    extras = told.get("extras")
    listed = extras if isinstance(extras, list) else []
    return Entry(
        name=normalised(name),
        extras=frozenset(normalised(extra) for extra in listed if isinstance(extra, str)),
        specifier=_text(told.get("version")),
        marker=_text(told.get("markers")) or ("optional" if told.get("optional") is True else ""),
        url=next(
            (_text(told[key]) for key in ("git", "url", "path") if _text(told.get(key))), None
        ),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _poetry_development(poetry: dict[str, Any]) -> frozenset[str]:
    tables = [_table(poetry, "dev-dependencies")]
    groups = _table(poetry, "group")
    tables += [_table(groups[name], "dependencies") for name in groups]
    return frozenset(normalised(name) for table in tables for name in table)


def _dynamic_files(tool: dict[str, Any]) -> tuple[str, ...]:
    """The requirements files that setuptools reads the dependencies from.

    https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata
    """
    dynamic = _table(_table(tool, "setuptools"), "dynamic")
    files = _table(dynamic, "dependencies").get("file", [])
    listed = [files] if isinstance(files, str) else files
    return tuple(file for file in listed if isinstance(file, str)) if listed else ()


_READERS: dict[str, Callable[[str], Requirements]] = {
    "pyproject.toml": parse_pyproject,
    "Pipfile": parse_pipfile,
    "setup.py": parse_setup,
    "setup.cfg": parse_setup,
    "package.json": parse_package_json,
}

"""Which files the test runners of a project run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from auditor.expression import expression
from auditor.suites.globs import fits, patterns
from auditor.wildmatch import Pattern

Read = Callable[[str], "str | None"]
"""Reads a file of the project by its path; None where there is none."""

SCRIPTS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts")
_NAMED_AS_TEST = expression(r"\.(?:test|spec)\.[cm]?[jt]sx?$")
_ENDINGS = ("js", "ts", "mjs", "cjs", "mts", "json")
_MOCHA = ("test", "tests", "spec")
_MOCHA_FILES = (".mocharc.json", ".mocharc.yml", ".mocharc.yaml", ".mocharc.js", ".mocharc.cjs")


class Scripts(Struct, frozen=True):
    """How the tests in JavaScript and TypeScript are run; `name` is the runner's.

    `wanted` are what `testMatch` and its like ask for, None for the conventions, `regexes` what
    `testRegex` does. `roots` are the folders to look in, and `ignored` expressions for paths.
    """

    name: str
    wanted: tuple[Pattern, ...] | None = None
    regexes: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def takes(self, place: str) -> bool:
        """Whether it runs a file."""
        if not place.endswith(SCRIPTS) or place.endswith(".d.ts"):
            return False
        if self.roots and not place.startswith(tuple(f"{root}/" for root in self.roots)):
            return False
        if any(_finds(one, place) for one in self.ignored):
            return False
        names = place.split("/")
        if self.regexes:
            return any(_finds(one, place) for one in self.regexes)
        if self.wanted is not None:
            return fits(self.wanted, names)
        is_of_mocha = self.name == "mocha" and names[0] in _MOCHA
        return "__tests__" in names or is_of_mocha or bool(_NAMED_AS_TEST.search(names[-1]))

    def renewal(self, place: str) -> str:
        """The command that renews the snapshots of a file."""
        if self.name == "vitest":
            return f"npx vitest run {place} --update"
        return f"npx jest {place} --updateSnapshot"


def _finds(pattern: str, place: str) -> bool:
    """Whether an expression of Jest finds something in a path."""
    from auditor.schemas.pattern import Pattern as Expression
    from auditor.schemas.pattern_syntax import BadPattern

    try:
        return Expression(pattern.replace("<rootDir>", "")).search(f"/{place}") is True
    except BadPattern:
        return False


class Pytest(Struct, frozen=True):
    """How the tests in Python are run: by pytest, or by unittest where nothing is configured."""

    folders: tuple[str, ...] = ()
    wanted: tuple[Pattern, ...] = ()

    def takes(self, place: str) -> bool:
        """Whether it runs a file."""
        if not place.endswith(".py"):
            return False
        if self.folders and not place.startswith(tuple(f"{one}/" for one in self.folders)):
            return False
        return fits(self.wanted, place.split("/"))

    @staticmethod
    def renewal(place: str) -> str:
        """The command that renews the snapshots of a file."""
        return f"pytest {place} --snapshot-update"


def scripts(read: Read) -> Scripts:
    """How package.json and the files of the runners have tests in JavaScript run."""
    from auditor.suites.settings import json_object, script_settings

    package = json_object(read("package.json"))
    for name in ("jest", "vitest"):
        for ending in _ENDINGS:
            text = read(f"{name}.config.{ending}")
            if text is not None:
                found = json_object(text) if ending == "json" else script_settings(text)
                return _configured(name, found)
    if isinstance(package.get("jest"), dict):
        return _configured("jest", package["jest"])
    for file in _MOCHA_FILES:
        text = read(file)
        if text is not None:
            return _configured_mocha(file, text)
    if isinstance(package.get("mocha"), dict):
        return _mocha(package["mocha"].get("spec"))
    needed = {**_mapping(package, "dependencies"), **_mapping(package, "devDependencies")}
    return Scripts(next((name for name in ("jest", "vitest", "mocha") if name in needed), "jest"))


def _mapping(package: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = package.get(key)
    return found if isinstance(found, dict) else {}


def _configured(name: str, settings: Mapping[str, Any]) -> Scripts:
    root = str(settings.get("rootDir", "")).removeprefix("./").removeprefix("<rootDir>").strip("/.")
    globs = _texts(settings.get("testMatch" if name == "jest" else "include"))
    roots = [one.replace("<rootDir>", root).strip("/") for one in _texts(settings.get("roots"))]
    roots = [one.removeprefix("./") for one in roots]
    return Scripts(
        name,
        tuple(patterns(globs, root)) if globs else None,
        tuple(_texts(settings.get("testRegex"))),
        tuple(one for one in roots if one and one != ".") or ((root,) if root else ()),
        tuple(_texts(settings.get("testPathIgnorePatterns"))),
    )


def _configured_mocha(file: str, text: str) -> Scripts:
    from auditor.suites.settings import json_object, script_settings

    if file.endswith(".json"):
        return _mocha(json_object(text).get("spec"))
    if file.endswith(("js", "cjs")):
        return _mocha(script_settings(text).get("spec"))
    return Scripts("mocha")


def _mocha(spec: Any) -> Scripts:
    globs = [one if "*" in one or one.endswith(SCRIPTS) else f"{one}/**" for one in _texts(spec)]
    return Scripts("mocha", tuple(patterns(globs)) if globs else None)


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


def pytest(read: Read) -> Pytest:
    """How the files of pytest have tests in Python run."""
    from auditor.suites.settings import pytest_settings

    settings = pytest_settings(read)
    if settings is None:
        return Pytest((), _python_files(("test*.py", "*_test.py")))
    names = tuple(settings.get("python_files") or ("test_*.py", "*_test.py"))
    folders = [one.removeprefix("./").strip("/") for one in settings.get("testpaths", ())]
    return Pytest(tuple(one for one in folders if one and one != "."), _python_files(names))


@lru_cache(maxsize=16)
def _python_files(globs: tuple[str, ...]) -> tuple[Pattern, ...]:
    return tuple(patterns([f"**/{glob}" for glob in globs]))

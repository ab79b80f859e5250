"""Every regular expression of the package, with how it is used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import auditor
from auditor.expression import Expression as LazyExpression

_ANCHORED = {"match", "fullmatch"}
_SEARCHED = {"compile", "search", "sub", "subn", "split", "findall", "finditer"}


class Expression(NamedTuple):
    """A compiled expression; `is_searched` where it is tried at each place of a text."""

    name: str
    pattern: re.Pattern[str]
    is_searched: bool

    def __str__(self) -> str:
        return self.name


def modules() -> Iterator[str]:
    """The names of all modules of the package, rules included."""
    for package in (auditor, importlib.import_module("auditor.rules")):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield found.name


def expressions(name: str) -> Iterator[Expression]:
    """Those that a module holds, in whatever it holds them, or makes on the way, each once."""
    module = importlib.import_module(name)
    attributes, calls = _read(module)
    seen: set[tuple[str, int, bool]] = set()
    for holder, pattern in held(module):
        searched = not attributes.get(holder, {"search"}) <= _ANCHORED
        key = (pattern.pattern, pattern.flags, searched)
        if key not in seen:
            seen.add(key)
            yield Expression(f"{name}.{holder}", pattern, searched)
    for found in _inline(module, calls):
        key = (found.pattern.pattern, found.pattern.flags, found.is_searched)
        # those that the module holds are told above, with how they are used
        if not any(one[:2] == key[:2] for one in seen):
            seen.add(key)
            yield found


def held(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The expressions that a module holds, each with the name that holds it."""
    for name, value in vars(module).items():
        for pattern in _patterns(value):
            if isinstance(pattern.pattern, str):
                yield name, pattern


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, LazyExpression):
        yield value.compiled
    elif isinstance(value, dict) and depth < 3:
        for inner in value.values():
            yield from _patterns(inner, depth + 1)
    elif isinstance(value, (tuple, list, frozenset)) and depth < 3:
        for inner in value:
            yield from _patterns(inner, depth + 1)


def _read(module: ModuleType) -> tuple[dict[str, set[str]], list[ast.Call]]:
    """The methods that a module calls on its names, by name, and its calls of `re`."""
    uses: dict[str, set[str]] = {}
    calls: list[ast.Call] = []
    text = Path(module.__file__).read_text(encoding="utf-8") if module.__file__ else ""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            held = owner.value if isinstance(owner, ast.Subscript) else owner
            if isinstance(held, ast.Name):
                uses.setdefault(held.id, set()).add(node.attr)
        elif isinstance(node, ast.Call):
            calls.append(node)
    return uses, calls


def _inline(module: ModuleType, calls: list[ast.Call]) -> Iterator[Expression]:
    """The expressions that functions of a module make or use on the way; a name stands for `x`."""
    for node in calls:
        called = node.func
        if (
            not isinstance(called, ast.Attribute)
            or not isinstance(called.value, ast.Name)
            or called.value.id != "re"
            or called.attr not in (*_ANCHORED, *_SEARCHED)
        ):
            continue
        text = _spelled(node.args[0], module)
        if text is not None:
            name = f"{module.__name__}:{node.lineno}"
            yield Expression(name, re.compile(text, _flags(node)), called.attr not in _ANCHORED)


def _spelled(node: ast.expr, module: ModuleType) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    pieces = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            name = part.value.id if isinstance(part.value, ast.Name) else ""
            known = vars(module).get(name)
            pieces.append(known if isinstance(known, str) else "x")
    return "".join(pieces)


def _flags(call: ast.Call) -> int:
    named = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    return sum(int(re.RegexFlag[name]) for name in named & set(re.RegexFlag.__members__))

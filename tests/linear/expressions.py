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


def modules() -> Iterator[ModuleType]:
    """All modules of the package, rules included."""
    for package in (auditor, importlib.import_module("auditor.rules")):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def expressions() -> Iterator[Expression]:
    """Those that modules hold, in whatever they hold them, each once."""
    seen: set[tuple[str, int, bool]] = set()
    for module in modules():
        uses = _uses(module)
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                if not isinstance(pattern.pattern, str):
                    continue
                searched = not uses.get(name, {"search"}) <= _ANCHORED
                key = (pattern.pattern, pattern.flags, searched)
                if key not in seen:
                    seen.add(key)
                    yield Expression(f"{module.__name__}.{name}", pattern, searched)
        for found in _inline(module):
            key = (found.pattern.pattern, found.pattern.flags, found.is_searched)
            # those that the module holds are told above, with how they are used
            if not any(one[:2] == key[:2] for one in seen):
                seen.add(key)
                yield found


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


def _uses(module: ModuleType) -> dict[str, set[str]]:
    """The methods that a module calls on its names, by name."""
    file = module.__file__
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))) if file else ():
        owner = node.value if isinstance(node, ast.Attribute) else None
        held = owner.value if isinstance(owner, ast.Subscript) else owner
        if isinstance(node, ast.Attribute) and isinstance(held, ast.Name):
            found.setdefault(held.id, set()).add(node.attr)
    return found


def _inline(module: ModuleType) -> Iterator[Expression]:
    """The expressions that functions of a module make or use on the way; a name stands for `x`."""
    file = module.__file__
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))) if file else ():
        called = node.func if isinstance(node, ast.Call) else None
        if (
            not isinstance(node, ast.Call)
            or not isinstance(called, ast.Attribute)
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

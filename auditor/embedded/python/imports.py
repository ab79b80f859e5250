"""The modules that Python code asks for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from auditor.embedded.facts import Import
from auditor.embedded.python.places import EVERYTHING, Place
from auditor.expression import expression
from auditor.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor.embedded.python.parse import Source
    from auditor.embedded.python.sdk.objects import Objects

IMPORTERS = frozenset({"importlib.import_module", "builtins.__import__", "importlib.__import__"})
"""The functions that import the module they are given the name of."""
_CATCHING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", EVERYTHING})
# Blanks and continued lines may stand anywhere around the dots.
_FROM = expression(r"from[\s\\]*((?:\.[\s\\]*)*)")


def imports_of(node: ast.AST, place: Place, source: Source, objects: Objects) -> Iterator[Import]:
    """The imports that a node itself makes: a statement, or a call with a known name."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            span = _start_of(source, source.span(alias), alias.name)
            yield _import(alias.name, (), 0, place, span, source.span(node))
    elif isinstance(node, ast.ImportFrom):
        names = tuple(alias.name for alias in node.names)
        span = _from_span(source, node)
        yield _import(node.module or "", names, node.level, place, span, source.span(node))
    elif isinstance(node, ast.Call):
        name = imported_name(node, objects)
        if name and node.args:
            module = name.lstrip(".")
            span = _inside_quotes(source, source.span(node.args[0]), name)
            yield _import(module, (), len(name) - len(module), place, span, source.span(node))


def imported_name(call: ast.Call, objects: Objects) -> str | None:
    """The module that a call imports, spelled as there; "" where that is computed, None where
    the call imports nothing."""
    if objects.dotted(call.func) not in IMPORTERS:
        return None
    literal = objects.text(call.args[0]).literal if call.args else None
    return literal or ""


def _import(
    module: str, names: tuple[str, ...], level: int, place: Place, span: Span, statement: Span
) -> Import:
    return Import(
        module=module,
        names=names,
        level=level,
        guarded=bool(place.caught & _CATCHING),
        at_load=place.at_load,
        certain=not place.branch,
        span=span,
        statement=statement,
    )


def _start_of(source: Source, span: Span, name: str) -> Span:
    """The name at the start of a span, where it is written without blanks."""
    plain = source.text.startswith(name, span.start)
    return Span(span.start, span.start + len(name)) if plain else span


def _from_span(source: Source, node: ast.ImportFrom) -> Span:
    statement = source.span(node)
    found = _FROM.match(source.text, statement.start, statement.end)
    if found is None:
        return statement
    if not node.module:
        dots = found.group(1).rstrip()
        return Span(found.start(1), found.start(1) + len(dots))
    plain = source.text.startswith(node.module, found.end())
    return Span(found.end(), found.end() + len(node.module)) if plain else statement


def _inside_quotes(source: Source, span: Span, name: str) -> Span:
    inner = Span(span.start + 1, max(span.start + 1, span.end - 1))
    return inner if source.text[inner.start : inner.end] == name else span

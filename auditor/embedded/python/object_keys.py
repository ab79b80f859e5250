"""Keys of S3 events that Python code hands to S3 without decoding them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from auditor.embedded.object_keys import EncodedKey
from auditor.embedded.python.nodes import of_type
from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_STEPS = ("key", "object", "s3")
_DECODES = "unquote"
_MODULE, _FUNCTION = "urllib.parse", "unquote_plus"
_IMPORT = f"from {_MODULE} import {_FUNCTION}\n"


def encoded_keys(source: Source) -> list[EncodedKey]:
    """The keys that become the argument `Key` of a call; none where anything may decode them."""
    if "Records" not in source.text or _decodes_others(source):
        return []
    keys = [node for node in of_type(source.tree, ast.Subscript) if _is_key(node)]
    used = {id(one.value) for one in of_type(source.tree, ast.keyword) if one.arg == "Key"}
    names = {
        one.value.id
        for one in of_type(source.tree, ast.keyword)
        if one.arg == "Key" and isinstance(one.value, ast.Name)
    }
    assigned = {id(value) for name, value in _assigned(source) if name in names}
    found = [node for node in keys if id(node) in used or id(node) in assigned]
    return [EncodedKey(source.span(node)) for node in found]


def _decodes_others(source: Source) -> bool:
    """Whether anything but the keys themselves is decoded, which may be one that was passed on."""
    if _DECODES not in source.text:
        return False
    calls = [one for one in of_type(source.tree, ast.Call) if _DECODES in _name(one.func)]
    named = [*of_type(source.tree, ast.Name), *of_type(source.tree, ast.Attribute)]
    uses = [one for one in named if _DECODES in _name(one)]
    return len(uses) > len(calls) or any(not (one.args and _is_key(one.args[0])) for one in calls)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def imports_decoding(source: Source) -> bool:
    """Whether `unquote_plus` is known by that name in the module."""
    statements = [one for one in source.tree.body if isinstance(one, ast.ImportFrom)]
    names = [name for one in statements if one.module == _MODULE for name in one.names]
    return any(name.name == _FUNCTION and not name.asname for name in names)


def import_of_decoding(source: Source) -> tuple[Span, str] | None:
    """Where `unquote_plus` is to be imported; None where nothing is imported at the top."""
    for one in source.tree.body:
        is_future = isinstance(one, ast.ImportFrom) and one.module == "__future__"
        if isinstance(one, ast.Import | ast.ImportFrom) and not is_future:
            start = source.span(one).start
            return Span(start, start), _IMPORT
    return None


def _is_key(node: ast.expr) -> bool:
    for step in _STEPS:
        is_step = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        if not is_step or node.slice.value != step:  # type: ignore[attr-defined]
            return False
        node = node.value  # type: ignore[attr-defined]
    return True


def _assigned(source: Source) -> Iterator[tuple[str, ast.expr]]:
    """The names that are set once in the module, with what they are set to."""
    times: dict[str, int] = {}
    for name in of_type(source.tree, ast.Name):
        if not isinstance(name.ctx, ast.Load):
            times[name.id] = times.get(name.id, 0) + 1
    for statement in of_type(source.tree, ast.Assign):
        target = statement.targets[0]
        if isinstance(target, ast.Name) and times.get(target.id) == 1:
            yield target.id, statement.value

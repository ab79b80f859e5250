"""Code that writes a datetime as a text, and the datetime that it writes."""

from __future__ import annotations

import ast
from typing import Protocol, TypeGuard

from msgspec import Struct

from auditor.expression import expression

_FORMAT = expression(r"%Y-%m-%d(?:T| )%H:%M(?::(%S(?:\.%f)?|00))?Z?|(%FT%T|%Y-%m-%dT%T)Z?")
_FROM_ISO = expression(r"(?::00)?Z?")
# The characters of what isoformat() writes up to the minutes, and up to the seconds.
_CUTS = (16, 19)


class MethodCall(Protocol):
    """A call of a method, `func.value` being what it is called on."""

    func: ast.Attribute
    args: list[ast.expr]
    keywords: list[ast.keyword]


class Moment(Struct, frozen=True):
    """The expression of a datetime, and whether its text tells the seconds."""

    node: ast.expr
    has_seconds: bool


def is_call(node: ast.AST, method: str) -> TypeGuard[MethodCall]:
    """Whether it is a call of a method with this name."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    )


def formatted(value: ast.expr, form: ast.expr | None, tail: str) -> Moment | None:
    """The datetime that a value writes.

    `form`: the format of a field in an f-string; `tail`: the characters that follow.
    """
    if form is not None:
        parts = form.values if isinstance(form, ast.JoinedStr) else []
        return _by_format(value, parts[0], tail) if len(parts) == 1 else None
    if is_call(value, "strftime") and len(value.args) == 1 and not value.keywords:
        return _by_format(value.func.value, value.args[0], tail)
    return _by_isoformat(value, tail)


def _by_format(moment: ast.expr, form: ast.expr, tail: str) -> Moment | None:
    text = form.value if isinstance(form, ast.Constant) else None
    found = _FORMAT.fullmatch(text + tail) if isinstance(text, str) else None
    if found is None:
        return None
    return Moment(moment, found[2] is not None or (found[1] or "00") != "00")


def _by_isoformat(value: ast.expr, tail: str) -> Moment | None:
    node, has_seconds = _uncut(value)
    if not is_call(node, "isoformat") or node.args:
        return None
    if any(key.arg != "timespec" for key in node.keywords) or not _FROM_ISO.fullmatch(tail):
        return None
    units = [key.value.value for key in node.keywords if isinstance(key.value, ast.Constant)]
    return Moment(_unrounded(node.func.value), has_seconds and units != ["minutes"])


def _uncut(value: ast.expr) -> tuple[ast.expr, bool]:
    """A text without what cuts its fraction or its offset, and whether it has its seconds."""
    if is_call(value, "replace") and _texts(value.args) in (["+00:00", ""], ["+00:00", "Z"]):
        return value.func.value, True
    if not isinstance(value, ast.Subscript):
        return value, True
    if isinstance(value.slice, ast.Slice) and isinstance(value.slice.upper, ast.Constant):
        upper = value.slice.upper.value
        is_plain = value.slice.lower is None and value.slice.step is None
        return (value.value, upper == 19) if is_plain and upper in _CUTS else (value, True)
    is_first = isinstance(value.slice, ast.Constant) and value.slice.value == 0
    if is_first and is_call(value.value, "split") and _texts(value.value.args) in (["."], ["+"]):
        return value.value.func.value, True
    return value, True


def _unrounded(moment: ast.expr) -> ast.expr:
    """The minutes are the same, whatever the fraction."""
    is_rounded = (
        is_call(moment, "replace")
        and not moment.args
        and bool(moment.keywords)
        and all(
            key.arg in ("second", "microsecond")
            and isinstance(key.value, ast.Constant)
            and key.value.value == 0
            for key in moment.keywords
        )
    )
    return moment.func.value if is_rounded and is_call(moment, "replace") else moment


def _texts(nodes: list[ast.expr]) -> list[object]:
    return [node.value if isinstance(node, ast.Constant) else None for node in nodes]

"""Code that writes a moment as `at(...)`, and code that writes the same moment as `cron(...)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from auditor.embedded.python.schedules.moments import Moment, formatted, is_call
from auditor.expression import expression

ValueAt: TypeAlias = Callable[[ast.AST, str], ast.expr | None]

# Longer code is not repeated, and cannot nest deeply.
_LONGEST = 300
_QUOTE = expression(r"[A-Za-z]*('''|\"\"\"|'|\")")
_END = expression(r"(?P<tail>[^()]*)\)")
_CRON = "cron({0.tm_min} {0.tm_hour} {0.tm_mday} {0.tm_mon} ? {0.tm_year})"


class Cron(Struct, frozen=True):
    """An expression in Python that makes a `cron(...)` text."""

    code: str
    loses_seconds: bool


class _Written(Struct, frozen=True):
    """The one value between `at(` and `)`, how it is formatted, and the text behind it."""

    value: ast.expr
    form: ast.expr | None
    end: str


def beginning(node: ast.expr) -> str:
    """The known characters with which a text begins; empty where there are none."""
    while True:
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else ""
        if isinstance(node, ast.JoinedStr) and node.values:
            node = node.values[0]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            node = node.left
        elif is_call(node, "format") and isinstance(node.func.value, ast.Constant):
            node = node.func.value
        else:
            return ""


def cron_of(
    node: ast.expr, written: str, value_at: ValueAt, is_library: Callable[[ast.expr], bool]
) -> Cron | None:
    """The code for the same moment, where `node` writes one datetime as `at(...)`.

    `written`: the code of `node`; `value_at`: what a name holds at a place, as code that can stand
    there; `is_library`: whether an expression is of a library, whose `strftime` is another one.
    """
    quote = _QUOTE.match(written)
    if quote is None or len(written) > _LONGEST or not _is_whole(node, written):
        return None
    moment = _moment(node, value_at)
    if moment is None or is_library(moment.node):
        return None
    value = ast.unparse(moment.node)
    if not isinstance(moment.node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        value = f"({value})"
    if len(value) > _LONGEST:
        return None
    sign = quote[1][0]
    return Cron(f"{sign}{_CRON}{sign}.format({value}.utctimetuple())", moment.has_seconds)


def _moment(node: ast.expr, value_at: ValueAt) -> Moment | None:
    found = _written(node)
    end = None if found is None else _END.fullmatch(found.end)
    if found is None or end is None:
        return None
    value = found.value
    if found.form is None and isinstance(value, ast.Name):
        value = value_at(node, value.id) or value
    return formatted(value, found.form, end["tail"])


def _is_whole(node: ast.expr, written: str) -> bool:
    """Whether the code is that of the node alone; that of one in an f-string is not."""
    try:
        return ast.dump(ast.parse(written, mode="eval").body) == ast.dump(node)
    except SyntaxError:
        return False


def _written(node: ast.expr) -> _Written | None:
    if isinstance(node, ast.JoinedStr):
        return _in_fstring(node.values)
    if is_call(node, "format"):
        is_one = len(node.args) == 1 and not node.keywords
        found = re.fullmatch(r"at\(\{0?\}(.*)", text_of(node.func.value))
        return _Written(node.args[0], None, found[1]) if is_one and found else None
    if not isinstance(node, ast.BinOp):
        return None
    return _in_percent(node) if isinstance(node.op, ast.Mod) else _in_sum(node)


def _in_fstring(parts: list[ast.expr]) -> _Written | None:
    if len(parts) != 3 or text_of(parts[0]) != "at(":
        return None
    value = parts[1]
    if not isinstance(value, ast.FormattedValue) or value.conversion not in (-1, ord("s")):
        return None
    return _Written(value.value, value.format_spec, text_of(parts[2]))


def _in_percent(node: ast.BinOp) -> _Written | None:
    value = node.right
    if isinstance(value, ast.Tuple) and len(value.elts) == 1:
        value = value.elts[0]
    found = re.fullmatch(r"at\(%s([^%]*)", text_of(node.left))
    return None if found is None else _Written(value, None, found[1])


def _in_sum(node: ast.BinOp) -> _Written | None:
    first = node.left
    if not isinstance(first, ast.BinOp) or not isinstance(first.op, ast.Add):
        return None
    is_plain = text_of(first.left) == "at(" and isinstance(node.op, ast.Add)
    return _Written(first.right, None, text_of(node.right)) if is_plain else None


def text_of(node: ast.expr) -> str:
    """The text of a literal, empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""

"""Code that writes a moment as `at(...)`, and code that writes the same moment as `cron(...)`."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

# Longer code is not repeated, and cannot nest deeply.
_LONGEST = 300
_QUOTE = re.compile(r"[A-Za-z]*('''|\"\"\"|'|\")")
_FORMAT = re.compile(r"%Y-%m-%d(?:T| )%H:%M(?::(%S(?:\.%f)?|00))?Z?|(%FT%T|%Y-%m-%dT%T)Z?")
_END = re.compile(r"Z?\)")
_CRON = "cron({0.tm_min} {0.tm_hour} {0.tm_mday} {0.tm_mon} ? {0.tm_year})"


@dataclass(frozen=True, slots=True)
class Cron:
    """An expression in Python that makes a `cron(...)` text."""

    code: str
    loses_seconds: bool


def beginning(node: ast.expr) -> str:
    """The known characters with which a text begins; empty where there are none."""
    while True:
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else ""
        if isinstance(node, ast.JoinedStr) and node.values:
            node = node.values[0]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            node = node.left
        elif _is_format(node):
            node = node.func.value  # type: ignore[attr-defined]
        else:
            return ""


def _is_format(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format"
        and isinstance(node.func.value, ast.Constant)
    )


def cron_of(node: ast.expr, written: str, imported: frozenset[str]) -> Cron | None:
    """The code for the same moment, where `node` writes one datetime as `at(...)`.

    `written`: the code of `node`; `imported`: names of modules, whose `strftime` is another one.
    """
    quote = _QUOTE.match(written)
    inner = _formatted(node)
    if quote is None or inner is None or len(written) > _LONGEST or not _is_whole(node, written):
        return None
    moment = _moment(*inner)
    if moment is None or (isinstance(moment[0], ast.Name) and moment[0].id in imported):
        return None
    value = ast.unparse(moment[0])
    if not isinstance(moment[0], (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        value = f"({value})"
    sign = quote[1][0]
    return Cron(f"{sign}{_CRON}{sign}.format({value}.utctimetuple())", moment[1])


def _is_whole(node: ast.expr, written: str) -> bool:
    """Whether the code is that of the node alone; that of one in an f-string is not."""
    try:
        return ast.dump(ast.parse(written, mode="eval").body) == ast.dump(node)
    except SyntaxError:
        return False


def _formatted(node: ast.expr) -> tuple[ast.expr, ast.expr | None] | None:
    """The one value between `at(` and `)`, and how it is formatted."""
    if isinstance(node, ast.JoinedStr):
        return _in_fstring(node.values)
    if _is_format(node):
        return _in_format(node)
    if not isinstance(node, ast.BinOp):
        return None
    if isinstance(node.op, ast.Mod):
        value = node.right
        if isinstance(value, ast.Tuple) and len(value.elts) == 1:
            value = value.elts[0]
        return (value, None) if _text(node.left) in ("at(%s)", "at(%sZ)") else None
    return _in_sum(node)


def _in_fstring(parts: list[ast.expr]) -> tuple[ast.expr, ast.expr | None] | None:
    if len(parts) != 3 or _text(parts[0]) != "at(" or not _END.fullmatch(_text(parts[2])):
        return None
    value = parts[1]
    if not isinstance(value, ast.FormattedValue) or value.conversion not in (-1, ord("s")):
        return None
    return value.value, value.format_spec


def _in_format(node: ast.expr) -> tuple[ast.expr, ast.expr | None] | None:
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return None
    is_plain = re.fullmatch(r"at\(\{0?\}Z?\)", beginning(node)) is not None
    return (node.args[0], None) if is_plain else None


def _in_sum(node: ast.BinOp) -> tuple[ast.expr, ast.expr | None] | None:
    first = node.left
    if not isinstance(first, ast.BinOp) or not isinstance(first.op, ast.Add):
        return None
    is_plain = _text(first.left) == "at(" and _END.fullmatch(_text(node.right)) is not None
    return (first.right, None) if is_plain and isinstance(node.op, ast.Add) else None


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _moment(value: ast.expr, form: ast.expr | None) -> tuple[ast.expr, bool] | None:
    """The datetime that is written, and whether with its seconds."""
    if form is not None:
        parts = form.values if isinstance(form, ast.JoinedStr) else []
        return _by_format(value, _text(parts[0])) if len(parts) == 1 else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return None
    moment = value.func.value
    if value.func.attr == "strftime" and len(value.args) == 1 and not value.keywords:
        return _by_format(moment, _text(value.args[0]))
    return _by_isoformat(moment, value) if value.func.attr == "isoformat" else None


def _by_format(moment: ast.expr, form: str) -> tuple[ast.expr, bool] | None:
    found = _FORMAT.fullmatch(form)
    if found is None:
        return None
    return moment, found[2] is not None or (found[1] or "00") != "00"


def _by_isoformat(moment: ast.expr, call: ast.Call) -> tuple[ast.expr, bool] | None:
    if call.args or any(key.arg != "timespec" for key in call.keywords):
        return None
    has_seconds = not any(_text(key.value) == "minutes" for key in call.keywords)
    is_cut = (
        isinstance(moment, ast.Call)
        and isinstance(moment.func, ast.Attribute)
        and moment.func.attr == "replace"
        and not moment.args
        and [key.arg for key in moment.keywords] == ["microsecond"]
    )
    if is_cut:
        # The minutes are the same, whatever the fraction.
        moment = moment.func.value  # type: ignore[attr-defined]
    return moment, has_seconds

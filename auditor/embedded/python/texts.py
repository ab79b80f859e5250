"""Texts in Python code, as far as they are known."""

from __future__ import annotations

import ast
import string
from collections.abc import Callable, Iterable
from typing import Final

from auditor.embedded.facts import UNKNOWN_TEXT, Part, Text, Variable
from auditor.embedded.python.scopes import Assigned, Scopes
from auditor.expression import expression

_DEEPEST = 30
# What a chain of doublings may grow to before it is taken for not known.
_MOST_PARTS = 200
_MOST_CHARACTERS = 20_000
_PERCENT = expression(r"%(?:(s)|(%)|[^s%])")
_READERS = frozenset({"os.getenv", "os.environ.get"})


class Texts:
    """The texts of one module; `dotted` tells the dotted path that an expression stands for."""

    def __init__(self, scopes: Scopes, dotted: Callable[[ast.expr], str | None]) -> None:
        self._scopes: Final = scopes
        self._dotted: Final = dotted
        self._known: dict[ast.expr, Text] = {}
        self._depth = 0

    def text(self, expression: ast.expr) -> Text:
        """The text that an expression gives."""
        known = self._known.get(expression)
        if known is not None:
            return known
        if self._depth >= _DEEPEST:
            return UNKNOWN_TEXT
        # Until it is known: what is made of itself, as in a loop of names.
        self._known[expression] = UNKNOWN_TEXT
        self._depth += 1
        found = self._read(expression)
        self._depth -= 1
        self._known[expression] = found
        return found

    def _variable(self, expression: ast.expr) -> str | None:
        """The variable of the environment whose value an expression is.

        None where another value may stand in its place.
        """
        key: ast.expr | None = None
        if isinstance(expression, ast.Subscript):
            key = expression.slice if self._dotted(expression.value) == "os.environ" else None
        elif isinstance(expression, ast.Call) and self._dotted(expression.func) in _READERS:
            alone = len(expression.args) == 1 and not expression.keywords
            key = expression.args[0] if alone else None
        return self.text(key).literal if key is not None else None

    def _read(self, expression: ast.expr) -> Text:
        if isinstance(expression, ast.Constant):
            value = expression.value
            return Text((value,) if value else ()) if isinstance(value, str) else UNKNOWN_TEXT
        if isinstance(expression, ast.Name):
            return self._of_name(expression)
        if isinstance(expression, ast.JoinedStr):
            return _joined(self._of_field(value) for value in expression.values)
        if isinstance(expression, ast.BinOp):
            return self._of_operation(expression)
        variable = self._variable(expression)
        if variable is not None:
            return Text((Variable(variable),))
        if isinstance(expression, ast.Call):
            return self._of_format(expression)
        return UNKNOWN_TEXT

    def _of_name(self, name: ast.Name) -> Text:
        bindings = self._scopes.bindings(name)
        only = bindings[0] if len(bindings) == 1 else None
        return self.text(only.value) if isinstance(only, Assigned) else UNKNOWN_TEXT

    def _of_field(self, value: ast.expr) -> Text:
        if not isinstance(value, ast.FormattedValue):
            return self.text(value)
        plain = value.format_spec is None and value.conversion in (-1, ord("s"))
        return self.text(value.value) if plain else UNKNOWN_TEXT

    def _of_operation(self, operation: ast.BinOp) -> Text:
        if isinstance(operation.op, ast.Mod):
            return self._of_percent(operation)
        # A long sum is a deep tree: its parts are taken from the left without a call for each.
        parts: list[ast.expr] = []
        left: ast.expr = operation
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            parts.append(left.right)
            left = left.left
        return _joined(map(self.text, (left, *reversed(parts)))) if parts else UNKNOWN_TEXT

    def _of_percent(self, operation: ast.BinOp) -> Text:
        pattern = self.text(operation.left).literal
        if pattern is None:
            return UNKNOWN_TEXT
        right = operation.right
        values = list(right.elts) if isinstance(right, ast.Tuple) else [right]
        found = list(_PERCENT.finditer(pattern))
        fields = [match for match in found if match.group(2) is None]
        plain = all(match.group(1) for match in fields) and pattern.count("%") == sum(
            match.group().count("%") for match in found
        )
        if not plain or len(fields) != len(values) or isinstance(right, (ast.Dict, ast.Starred)):
            return UNKNOWN_TEXT
        pieces: list[Text] = []
        end = 0
        remaining = iter(values)
        for match in found:
            pieces.append(_literal(pattern[end : match.start()]))
            pieces.append(self.text(next(remaining)) if match.group(1) else _literal("%"))
            end = match.end()
        return _joined((*pieces, _literal(pattern[end:])))

    def _of_format(self, call: ast.Call) -> Text:
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "format"):
            is_str = self._dotted(call.func) == "builtins.str" and len(call.args) == 1
            return self.text(call.args[0]) if is_str and not call.keywords else UNKNOWN_TEXT
        pattern = self.text(call.func.value).literal
        given: dict[str, ast.expr] = {str(index): a for index, a in enumerate(call.args)}
        given.update((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)
        if pattern is None or any(isinstance(a, ast.Starred) for a in call.args):
            return UNKNOWN_TEXT
        try:
            fields = list(string.Formatter().parse(pattern))
        except ValueError:
            return UNKNOWN_TEXT
        pieces: list[Text] = []
        count = 0
        for literal, name, spec, conversion in fields:
            pieces.append(_literal(literal))
            if name is not None:
                value = given.get(name or str(count))
                plain = value is not None and not spec and conversion in (None, "s")
                pieces.append(self.text(value) if plain and value else UNKNOWN_TEXT)
                count += not name
        return _joined(pieces)


def _literal(characters: str) -> Text:
    return Text((characters,) if characters else ())


def _joined(texts: Iterable[Text]) -> Text:
    """The texts one behind the other."""
    parts: list[Part] = []
    run: list[str] = []
    size = 0
    for text in texts:
        for part in text.parts:
            size += len(part) if isinstance(part, str) else 0
            if isinstance(part, str):
                run.append(part)
                continue
            parts += ["".join(run)] if run else []
            run = []
            if not (part is None and parts and parts[-1] is None):
                parts.append(part)
        if size > _MOST_CHARACTERS or len(parts) > _MOST_PARTS:
            return UNKNOWN_TEXT
    parts += ["".join(run)] if run else []
    return Text(tuple(parts))

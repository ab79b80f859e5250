"""Values that boto3 does not send to DynamoDB: floating-point numbers.

https://docs.aws.amazon.com/boto3/latest/reference/customizations/dynamodb.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import Struct

from auditor.embedded.facts import Argument, SdkCall
from auditor.embedded.python.nodes import of_type
from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_SENT = ("Item", "Key", "ExpressionAttributeValues")
_FUNCTIONS = {
    "random": ("random", "uniform"),
    "time": ("monotonic", "perf_counter", "time"),
}
"""Functions of the standard library that return floats."""
_DEEPEST = 5
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)


class FloatSent(Struct, frozen=True):
    """An expression that is certainly a `float`, in an argument of a call."""

    call: SdkCall
    argument: Argument


def floats_sent(source: Source, calls: tuple[SdkCall, ...]) -> Iterator[FloatSent]:
    """All in calls of resource objects of DynamoDB, which turn values into its types."""
    for call in calls:
        if call.sdk != "boto3" or call.client != "dynamodb" or not call.resources:
            continue
        for argument in call.arguments:
            if argument.path[:1] and argument.path[0] in _SENT:
                written = source.text[argument.span.start : argument.span.end]
                if _is_float(_parsed(written), source.once(_assigned), 0):
                    yield FloatSent(call, argument)


def import_of_decimal(source: Source) -> tuple[Span, str] | None:
    """Where `Decimal` is to be imported; None where it is, or where nothing is imported."""
    imports = [one for one in source.tree.body if isinstance(one, ast.Import | ast.ImportFrom)]
    plain = [one for one in imports if not _is_future(one)]
    if not plain:
        return None
    start = source.span(plain[0]).start
    return Span(start, start), "from decimal import Decimal\n"


def imports_decimal(source: Source) -> bool:
    """Whether `Decimal` is known by that name in the module."""
    statements = [one for one in source.tree.body if isinstance(one, ast.ImportFrom)]
    names = [name for one in statements if one.module == "decimal" for name in one.names]
    return any(name.name == "Decimal" and not name.asname for name in names)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None


def _assigned(source: Source) -> dict[str, ast.expr | None]:
    """What each name is set to in the module, None where it is set more than once, or otherwise."""
    times: dict[str, int] = {}
    values: dict[str, ast.expr | None] = {}
    for name in of_type(source.tree, ast.Name):
        if not isinstance(name.ctx, ast.Load):
            times[name.id] = times.get(name.id, 0) + 1
    for argument in of_type(source.tree, ast.arg):
        times[argument.arg] = times.get(argument.arg, 0) + 2
    for statement in of_type(source.tree, ast.Assign):
        target = statement.targets[0]
        if len(statement.targets) == 1 and isinstance(target, ast.Name):
            values[target.id] = statement.value
    return {name: value for name, value in values.items() if times.get(name) == 1}


def _is_float(node: ast.expr | None, names: dict[str, ast.expr | None], depth: int) -> bool:
    if node is None or depth > _DEEPEST:
        return False
    match node:
        case ast.Constant(value=value):
            return isinstance(value, float)
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            return _is_float(operand, names, depth + 1)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _ARITHMETIC):
            sides = (_is_float(left, names, depth + 1), _is_float(right, names, depth + 1))
            return any(sides) or (isinstance(op, ast.Div) and _is_int(left) and _is_int(right))
        case ast.Name(id=name):
            return _is_float(names.get(name), names, depth + 1)
        case ast.Call(func=ast.Name(id="round"), args=[first, _]):
            return _is_float(first, names, depth + 1)
        case ast.Call(func=function):
            return _returns_float(function)
    return False


def _returns_float(function: ast.expr) -> bool:
    match function:
        case ast.Name(id=name):
            return name == "float"
        case ast.Attribute(value=ast.Name(id=module), attr=method) if module in _FUNCTIONS:
            return method in _FUNCTIONS[module]
        case ast.Attribute(value=holder, attr="timestamp"):
            return isinstance(holder, ast.Call) and "datetime" in ast.unparse(holder)
    return False


def _is_int(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.Constant(value=value):
            return type(value) is int
    return False

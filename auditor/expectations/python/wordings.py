"""How assertions of Python say something else."""

from __future__ import annotations

import ast

from auditor.embedded.python.parse import Source
from auditor.expectations.values import InTemplate, MaybeAt
from auditor.model.text import Span


def absence(
    source: Source, subject: ast.expr, found: InTemplate | MaybeAt, whole: Span
) -> tuple[Span, str] | None:
    """`"Key" not in mapping`, of an assertion about `mapping["Key"]` of the template."""
    base = key = None
    if isinstance(subject, ast.Subscript):
        base, key = subject.value, subject.slice
    elif isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute):
        base, key = subject.func.value, subject.args[0] if subject.args else None
    if base is None or not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return None
    if found.path[-1:] != (key.value,):
        return None  # a mapping that the test makes has another key
    written, holder = (source.text[one.start : one.end] for one in map(source.span, (key, base)))
    return whole, f"{written} not in {holder}"

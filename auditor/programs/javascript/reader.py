"""From the text of a JavaScript or TypeScript module to expressions and statements.

Nothing is run. What the grammar cannot make out is opaque; the rest is read all the same.
"""

from __future__ import annotations

from auditor.embedded.javascript.syntax import parse_leniently
from auditor.programs import syntax as s
from auditor.programs.faults import Unreadable
from auditor.programs.javascript.expressions import EXPRESSIONS
from auditor.programs.javascript.statements import STATEMENTS
from auditor.programs.javascript.walk import Reader


def is_typescript(name: str) -> bool:
    """Whether a module has types, by its name."""
    return name.endswith((".ts", ".mts", ".cts"))


def read(name: str, source: str) -> s.File:
    """The module. Raises Unreadable where it is nested too deeply."""
    file = s.File(name, source, "javascript")
    root = parse_leniently(source, typescript=is_typescript(name))
    try:
        file.body = Reader(file, STATEMENTS, EXPRESSIONS).block(root)
    except RecursionError:
        raise Unreadable("nested too deeply", 0) from None
    return file

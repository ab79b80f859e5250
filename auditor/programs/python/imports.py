"""How modules of Python get at others."""

from __future__ import annotations

import ast

from auditor.programs import syntax as s


def imports(node: ast.Import | ast.ImportFrom) -> list[s.Statement]:
    """The names that it brings, and the modules that it runs."""
    if isinstance(node, ast.ImportFrom):
        names = tuple((alias.name, alias.asname or alias.name) for alias in node.names)
        return [s.Import(node.module or "", names, node.level)]
    made: list[s.Statement] = []
    for alias in node.names:
        if alias.asname:
            made.append(s.Import(alias.name, (("*", alias.asname),)))
        else:
            top, *rest = alias.name.split(".")
            made.append(s.Import(top, (("*", top),)))
            for depth, name in enumerate(rest, 1):  # the inner modules are run as well
                holder = ".".join((top, *rest[: depth - 1]))
                made.append(s.Import(holder, ((name, f"{holder} {name}"),)))
    return made

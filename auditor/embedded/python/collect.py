"""All that Python source code shows, from one walk over it."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from auditor.embedded.facts import UNREADABLE_FACTS, Facts
from auditor.embedded.python.environment import ENVIRONMENT_WORDS, Environment
from auditor.embedded.python.imports import imported_name, imports_of
from auditor.embedded.python.parse import Source
from auditor.embedded.python.places import placed
from auditor.embedded.python.sdk.calls import call_of
from auditor.embedded.python.sdk.kinds import Dotted, Method
from auditor.embedded.python.sdk.objects import Objects

if TYPE_CHECKING:
    from auditor.embedded.facts import Client, Import, SdkCall

_RUNNERS = frozenset({"builtins.exec", "builtins.eval", "builtins.compile"})
# Their names are those of a documented module, or of boto3.
_KNOWN_MODULES = sys.stdlib_module_names | {"boto3"}
# Where modules are looked for, and those that are there already: code that touches these can
# bring its own modules.
_PATHS = ("sys.path", "sys.modules", "sys.meta_path", "site.addsitedir")
# All other nodes say nothing of what is collected here.
_TELLING = frozenset(
    {
        *(ast.Import, ast.ImportFrom, ast.Call, ast.Attribute, ast.Subscript),
        *(ast.Assign, ast.AugAssign, ast.Compare, ast.BoolOp, ast.If, ast.While, ast.IfExp),
        *(ast.GeneratorExp, ast.ListComp, ast.SetComp),
    }
)
_IMPORTING = frozenset({ast.Import, ast.ImportFrom, ast.Call})
_HIDING = frozenset({ast.ImportFrom, ast.Call, ast.Attribute, ast.Subscript})
_LIBRARIES = (Dotted, Method)
"""What a module, or an object of boto3, has: a call of anything else says nothing more."""
_READING_PATHS = frozenset({"sys.modules.get", "sys.path.copy", "sys.path.index"})


def collect(parsed: Source | None) -> Facts:
    """What source code shows; None is code that does not parse."""
    if parsed is None:
        return UNREADABLE_FACTS
    objects = parsed.once(Objects)
    environment = Environment(parsed, objects)
    asks_environment = parsed.may_name(ENVIRONMENT_WORDS)
    imports: list[Import] = []
    clients: list[Client] = []
    calls: list[SdkCall] = []
    opaque = False
    for node, place in parsed.once(placed):
        kind = type(node)
        if kind not in _TELLING:
            continue
        if asks_environment:
            environment.note(node, place)
        if isinstance(node, ast.Call) and not isinstance(objects.kind(node.func), _LIBRARIES):
            continue
        if kind in _IMPORTING:
            imports.extend(imports_of(node, place, parsed, objects))
        if kind in _HIDING:
            opaque = opaque or _is_opaque(node, objects)
        if isinstance(node, ast.Call):
            client = objects.client(node)
            call = call_of(node, place, parsed, objects)
            clients += [client] if client else []
            calls += [call] if call else []
    return Facts(
        imports=tuple(sorted(imports, key=lambda found: (found.span, found.module))),
        reads=tuple(sorted(environment.reads(), key=lambda found: (found.span, found.name))),
        clients=tuple(sorted(clients, key=lambda found: found.span)),
        calls=tuple(sorted(calls, key=lambda found: found.span)),
        sets=frozenset(environment.sets),
        sets_more=environment.sets_more,
        opaque=opaque,
    )


def _is_opaque(node: ast.AST, objects: Objects) -> bool:
    """Whether a node can run what the text does not show."""
    if isinstance(node, ast.ImportFrom):
        known = not node.level and (node.module or "").partition(".")[0] in _KNOWN_MODULES
        return not known and any(alias.name == "*" for alias in node.names)
    if isinstance(node, ast.Call):
        path = objects.dotted(node.func) or ""
        moved = path.startswith(_PATHS) and path not in _READING_PATHS
        return moved or path in _RUNNERS or imported_name(node, objects) == ""
    if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
        base = node if isinstance(node, ast.Attribute) else node.value
        return objects.dotted(base) in _PATHS
    return False

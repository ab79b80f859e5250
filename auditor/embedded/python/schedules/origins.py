"""Where the texts that Python code hands to a call come from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from auditor.embedded.python.places import placed
from auditor.embedded.python.schedules.texts import beginning
from auditor.embedded.python.scopes import Assigned, Parameter
from auditor.embedded.python.sdk.kinds import Dotted, Method, OwnFunction, Service
from auditor.embedded.python.sdk.objects import Objects, argument_of

if TYPE_CHECKING:
    from auditor.embedded.python.parse import Source

# A chain of names and helpers longer than this is not followed, nor are more values than these.
_FARTHEST = 8
_MOST = 50


class Origins:
    """The calls of a module, and the expressions that their arguments are made by."""

    def __init__(self, source: Source) -> None:
        self._objects: Final = source.once(Objects)
        self._scopes: Final = self._objects.scopes
        self._calls_of: dict[ast.AST, list[tuple[ast.Call, bool]]] = {}
        calls = [node for node, _ in source.once(placed) if isinstance(node, ast.Call)]
        for call in calls:
            kind = self._objects.kind(call.func)
            if isinstance(kind, OwnFunction):
                self._calls_of.setdefault(kind.node, []).append((call, kind.bound))
        self.calls: Final = tuple(calls)

    def is_operation(self, call: ast.Call, service: str, operation: str) -> bool:
        """Whether it is certainly this call of a boto3 client of the service."""
        kind = self._objects.kind(call.func)
        if not isinstance(kind, Method) or not isinstance(kind.owner, Service):
            return False
        return (kind.owner.name, kind.name) == (service, operation)

    def is_library(self, node: ast.expr) -> bool:
        """Whether an expression is a module or what one provides."""
        kind = self._objects.kind(node)
        return isinstance(kind, Dotted) and not kind.path.startswith("builtins.")

    def argument(self, call: ast.Call, name: str) -> Iterator[ast.expr]:
        """The expressions whose value a call may be given by a name, also in `**arguments`."""
        for key in call.keywords:
            if key.arg == name:
                yield from self._followed(key.value)
            elif key.arg is None:
                for mapping in self._followed(key.value):
                    for value in _entries(mapping, name):
                        yield from self._followed(value)

    def _followed(self, node: ast.expr) -> Iterator[ast.expr]:
        """The expressions whose value an expression may have, as far as they are seen."""
        pending = [(node, 0)]
        seen: set[ast.expr] = set()
        while pending and len(seen) < _MOST:
            current, distance = pending.pop()
            if current in seen or distance > _FARTHEST:
                continue
            seen.add(current)
            if isinstance(current, ast.IfExp):
                pending += [(current.body, distance), (current.orelse, distance)]
                continue
            if not beginning(current):
                pending += [(origin, distance + 1) for origin in self._behind(current)]
            yield current

    def _behind(self, node: ast.expr) -> list[ast.expr]:
        """What a name was given, or what a function of the module returns."""
        if isinstance(node, ast.Call):
            kind = self._objects.kind(node.func)
            return self._scopes.returns.get(kind.node, []) if isinstance(kind, OwnFunction) else []
        if not isinstance(node, ast.Name):
            return []
        bindings = self._scopes.bindings(node)
        if len(bindings) > _MOST:
            return []
        values = [binding.value for binding in bindings if isinstance(binding, Assigned)]
        if values and len(values) == len(bindings):
            # Of texts that follow each other none is made from the one before.
            return values if len(values) == 1 or all(map(beginning, values)) else []
        only = bindings[0] if len(bindings) == 1 else None
        return self._given(only) if isinstance(only, Parameter) and only.plain else []

    def _given(self, parameter: Parameter) -> list[ast.expr]:
        """What the calls in the module give to a parameter of a function."""
        calls = self._calls_of.get(parameter.function, [])
        given = (argument_of(call, parameter, int(is_bound)) for call, is_bound in calls[:_MOST])
        return [value for value in given if value is not None]


def _entries(mapping: ast.expr, name: str) -> list[ast.expr]:
    """The values that a mapping which is written out has for a key."""
    if isinstance(mapping, ast.Dict):
        pairs = zip(mapping.keys, mapping.values, strict=True)
        return [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == name]
    is_made = isinstance(mapping, ast.Call) and getattr(mapping.func, "id", "") == "dict"
    keywords = mapping.keywords if is_made and isinstance(mapping, ast.Call) else []
    return [key.value for key in keywords if key.arg == name]

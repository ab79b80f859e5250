"""Whether conditions can hold together, whatever the parameters are.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import product

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.resolve import scalar_text

_MAX_WORLDS = 4096
_MAX_DEPTH = 20
_OTHER = "\0other"
"""Stands for any value that no condition compares with."""

World = Mapping[str, str]
"""A value for each expression that conditions compare."""
Formula = Callable[[World], bool]


class Conditions:
    """The conditions of a template, as formulas over the expressions that they compare."""

    def __init__(
        self, declared: Mapping[str, Tree], parameters: Mapping[str, dict[str, Tree]]
    ) -> None:
        self._declared = declared
        self._parameters = parameters
        self._known: dict[frozenset[tuple[str, bool]], bool] = {}

    def can_hold(self, wanted: frozenset[tuple[str, bool]]) -> bool:
        """Whether some parameters make each condition what is wanted; True where unknown."""
        if len(wanted) < 2:
            return True
        if wanted not in self._known:
            self._known[wanted] = self._search(wanted)
        return self._known[wanted]

    def _search(self, wanted: frozenset[tuple[str, bool]]) -> bool:
        compared: dict[str, dict[str, None]] = {}
        formulas = [(self._condition(name, compared, 0), holds) for name, holds in sorted(wanted)]
        names = list(compared)
        domains = [self._domain(name, compared[name]) for name in names]
        worlds = 1
        for domain in domains:
            worlds *= len(domain)
        if worlds > _MAX_WORLDS:
            return True
        return any(
            all(formula(world) is holds for formula, holds in formulas)
            for world in (dict(zip(names, values, strict=True)) for values in product(*domains))
        )

    def _domain(self, expression: str, literals: Mapping[str, None]) -> list[str]:
        """The values that an expression can have, as far as comparisons tell them apart."""
        allowed = self._allowed(expression)
        if allowed is None:
            return [*literals, _OTHER]
        named = [value for value in allowed if value in literals]
        return [*named, _OTHER] if len(named) < len(allowed) else named

    def _allowed(self, expression: str) -> list[str] | None:
        call = function_of(json.loads(expression))
        if call is None or call[0] != "Ref" or not isinstance(call[1], str):
            return None
        values = self._parameters.get(call[1], {}).get("AllowedValues")
        if not isinstance(values, list) or not values:
            return None
        texts = [scalar_text(value) for value in values]
        return [text for text in texts if text is not None]

    def _condition(self, name: str, compared: dict[str, dict[str, None]], depth: int) -> Formula:
        if name not in self._declared or depth > _MAX_DEPTH:
            return _free(f"condition {name}", compared)
        return self._formula(self._declared[name], compared, depth + 1)

    def _formula(self, value: Tree, compared: dict[str, dict[str, None]], depth: int) -> Formula:
        if isinstance(value, dict) and len(value) == 1 and depth <= _MAX_DEPTH:
            ((name, argument),) = value.items()
            if name == "Condition" and isinstance(argument, str):
                return self._condition(argument, compared, depth)
            if isinstance(argument, list):
                if name == "Fn::Equals" and len(argument) == 2:
                    return _equals(argument[0], argument[1], compared)
                parts = [self._formula(part, compared, depth + 1) for part in argument]
                if name == "Fn::And":
                    return lambda world: all(part(world) for part in parts)
                if name == "Fn::Or":
                    return lambda world: any(part(world) for part in parts)
                if name == "Fn::Not" and len(parts) == 1:
                    return lambda world: not parts[0](world)
        return _free(json.dumps(value, sort_keys=True, default=str), compared)


def _equals(one: Tree, other: Tree, compared: dict[str, dict[str, None]]) -> Formula:
    texts = [scalar_text(one), scalar_text(other)]
    if texts[0] is not None and texts[1] is not None:
        same = texts[0] == texts[1]
        return lambda _: same
    if texts[0] is None and texts[1] is None:
        sides = sorted(json.dumps(side, sort_keys=True, default=str) for side in (one, other))
        return _free(" = ".join(sides), compared)
    literal = texts[0] if texts[0] is not None else texts[1]
    expression = json.dumps(other if texts[0] is not None else one, sort_keys=True, default=str)
    compared.setdefault(expression, {})[str(literal)] = None
    return lambda world: world[expression] == literal


def _free(label: str, compared: dict[str, dict[str, None]]) -> Formula:
    """A formula that may be true or false on its own."""
    name = json.dumps(label)
    compared.setdefault(name, {})["true"] = None
    return lambda world: world[name] == "true"

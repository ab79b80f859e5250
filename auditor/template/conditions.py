"""What conditions allow: whether they can hold together, and which parameters they need for it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from itertools import product

from msgspec import Struct, field

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.resolve import scalar_text, whole_number
from auditor.template.values import When

_MAX_WORLDS = 4096
_MAX_DEPTH = 20
_FEW = 20
_OTHER = "\0other"
"""Stands for any value that no condition compares with."""


class _World(Struct):
    """A value for each expression that conditions compare, and what the conditions are then."""

    values: Mapping[str, str]
    known: dict[str, bool] = field(default_factory=dict)


_Formula = Callable[[_World], bool]


class _Condition(Struct):
    """A condition as a formula, with the literals that it compares each expression with."""

    formula: _Formula = bool
    compared: dict[str, dict[str, None]] = field(default_factory=dict)
    needs: dict[str, None] = field(default_factory=dict)


class _Seen(Struct, frozen=True):
    """What a parameter is in some worlds: one of those it is compared with, or another one."""

    values: frozenset[str]
    compared: Set[str]


class Conditions:
    """The conditions of a template, as formulas over the expressions that they compare."""

    def __init__(
        self, declared: Mapping[str, Tree], parameters: Mapping[str, dict[str, Tree]]
    ) -> None:
        self._declared = declared
        self._parameters = parameters
        self._conditions: dict[str, _Condition] = {}
        self._worlds: dict[When, list[Mapping[str, str]] | None] = {}
        self._parts: dict[When, tuple[When, ...]] = {}
        self._possible: dict[When, bool] = {}
        self._known: dict[tuple[str, When], _Seen | None] = {}
        self._deciding: dict[str, frozenset[str]] = {}

    def can_hold(self, wanted: When) -> bool:
        """Whether some parameters make each condition what is wanted; True where unknown."""
        if wanted not in self._possible:
            parts = self._parts_of(wanted)
            self._possible[wanted] = all(self._allowed_worlds(part) != [] for part in parts)
        return self._possible[wanted]

    def can_be(self, parameter: str, text: str, wanted: When) -> bool:
        """Whether the conditions can be what is wanted while a parameter has a value."""
        seen = self._seen(parameter, wanted)
        return seen is None or (text if text in seen.compared else _OTHER) in seen.values

    def forced(self, parameter: str, wanted: When) -> str | None:
        """The one value that a parameter must have for the conditions; None where several do."""
        seen = self._seen(parameter, wanted)
        if seen is None or len(seen.values) != 1 or _OTHER in seen.values:
            return None
        return next(iter(seen.values))

    def _seen(self, parameter: str, wanted: When) -> _Seen | None:
        """What a parameter is where the conditions hold; None where they leave it open."""
        if not wanted:
            return None
        key = parameter, wanted
        if key not in self._known:
            self._known[key] = self._look(parameter, wanted)
        return self._known[key]

    def _look(self, parameter: str, wanted: When) -> _Seen | None:
        expression = _label({"Ref": parameter})
        if not self.can_hold(wanted):
            return None
        for part in self._parts_of(wanted):
            worlds = self._allowed_worlds(part)
            if worlds and expression in worlds[0]:
                values = frozenset(world[expression] for world in worlds)
                return _Seen(values, self._compared(self._ordered(part))[expression].keys())
        return None

    def _parts_of(self, wanted: When) -> tuple[When, ...]:
        """The conditions in groups that have no comparison in common: each is decided alone.

        Worlds multiply within a group only, and most conditions are about one parameter each.
        """
        if wanted not in self._parts:
            groups: list[tuple[frozenset[str], When]] = []
            for name, holds in sorted(wanted):
                compared, group = self._compared_by(name), frozenset({(name, holds)})
                apart: list[tuple[frozenset[str], When]] = []
                for known in groups:
                    if compared.isdisjoint(known[0]):
                        apart.append(known)
                    else:
                        compared, group = compared | known[0], group | known[1]
                groups = [*apart, (compared, group)]
            self._parts[wanted] = tuple(group for _, group in groups)
        return self._parts[wanted]

    def _compared_by(self, name: str) -> frozenset[str]:
        """The expressions that decide a condition."""
        if name not in self._deciding:
            order = self._ordered(frozenset({(name, True)}))
            self._deciding[name] = frozenset(self._compared(order))
        return self._deciding[name]

    def _allowed_worlds(self, wanted: When) -> list[Mapping[str, str]] | None:
        """All worlds in which the conditions are what is wanted; None where there are too many."""
        if wanted not in self._worlds:
            self._worlds[wanted] = self._search(wanted)
        return self._worlds[wanted]

    def _search(self, wanted: When) -> list[Mapping[str, str]] | None:
        order = self._ordered(wanted)
        compared = self._compared(order)
        domains: list[list[str]] = []
        worlds = 1
        for expression, literals in compared.items():
            domains.append(self._domain(expression, literals))
            worlds *= len(domains[-1])
            if worlds > _MAX_WORLDS:
                return None
        found: list[Mapping[str, str]] = []
        for values in product(*domains):
            world = _World(dict(zip(compared, values, strict=True)))
            for name in order:
                world.known[name] = self._conditions[name].formula(world)
            if all(world.known[name] is holds for name, holds in wanted):
                found.append(world.values)
        return found

    def _ordered(self, wanted: When) -> list[str]:
        """The conditions that the wanted ones are made of, each behind those that it needs."""
        ordered: dict[str, None] = {}
        entered: set[str] = set()
        waiting = [name for name, _ in sorted(wanted, reverse=True)]
        while waiting:
            name = waiting[-1]
            if name in entered:
                ordered.setdefault(waiting.pop())
                continue
            entered.add(name)
            waiting += [need for need in self._condition(name).needs if need not in entered]
        return list(ordered)

    def _compared(self, names: list[str]) -> dict[str, dict[str, None]]:
        compared: dict[str, dict[str, None]] = {}
        for name in names:
            for expression, literals in self._condition(name).compared.items():
                compared.setdefault(expression, {}).update(literals)
        return compared

    def _condition(self, name: str) -> _Condition:
        if name not in self._conditions:
            made = _Condition()
            if name in self._declared:
                made.formula = _formula(self._declared[name], made, 0)
            else:
                made.formula = _free(f"condition {name}", made)
            self._conditions[name] = made
        return self._conditions[name]

    def _domain(self, expression: str, literals: Mapping[str, None]) -> list[str]:
        """The values that an expression can have, as far as comparisons tell them apart."""
        allowed = self._allowed(expression, literals)
        if allowed is None:
            return [*literals, _OTHER]
        named = [value for value in allowed if value in literals]
        return [*named, _OTHER] if len(named) < len(allowed) else named

    def _allowed(self, expression: str, literals: Mapping[str, None]) -> list[str] | None:
        import json

        call = function_of(json.loads(expression))
        if call is None or call[0] != "Ref" or not isinstance(call[1], str):
            return None
        parameter = self._parameters.get(call[1], {})
        values = parameter.get("AllowedValues")
        if not isinstance(values, list) or not values:
            return _counted(parameter) if all(map(str.isdecimal, literals)) else None
        texts = [scalar_text(value) for value in values]
        return [text for text in texts if text is not None]


def _counted(parameter: Mapping[str, Tree]) -> list[str] | None:
    """The whole numbers that a parameter allows, where these are few and bounded.

    A number such as 2.5 is allowed as well, and nobody gives one where counts are compared.
    """
    least, most = (whole_number(parameter.get(key)) for key in ("MinValue", "MaxValue"))
    if parameter.get("Type") != "Number" or least is None or most is None:
        return None
    return [str(number) for number in range(least, most + 1)] if most - least < _FEW else None


def _formula(value: Tree, made: _Condition, depth: int) -> _Formula:
    if isinstance(value, dict) and len(value) == 1 and depth <= _MAX_DEPTH:
        ((name, argument),) = value.items()
        if name == "Condition" and isinstance(argument, str):
            made.needs[argument] = None
            # A condition that needs itself is no condition: CloudFormation refuses it.
            return lambda world: world.known.get(argument, False)
        if isinstance(argument, list):
            if name == "Fn::Equals" and len(argument) == 2:
                return _equals(argument[0], argument[1], made)
            parts = [_formula(part, made, depth + 1) for part in argument]
            if name == "Fn::And":
                return lambda world: all(part(world) for part in parts)
            if name == "Fn::Or":
                return lambda world: any(part(world) for part in parts)
            if name == "Fn::Not" and len(parts) == 1:
                return lambda world: not parts[0](world)
    return _free(_label(value), made)


def _equals(one: Tree, other: Tree, made: _Condition) -> _Formula:
    texts = [scalar_text(one), scalar_text(other)]
    if texts[0] is not None and texts[1] is not None:
        same = texts[0] == texts[1]
        return lambda _: same
    if texts[0] is None and texts[1] is None:
        return _free(" = ".join(sorted(map(_label, (one, other)))), made)
    literal = texts[0] if texts[0] is not None else texts[1]
    expression = _label(other if texts[0] is not None else one)
    made.compared.setdefault(expression, {})[str(literal)] = None
    return lambda world: world.values[expression] == literal


def _free(label: str, made: _Condition) -> _Formula:
    """A formula that may be true or false on its own."""
    name = _label(label)
    made.compared.setdefault(name, {})["true"] = None
    return lambda world: world.values[name] == "true"


def _label(value: Tree) -> str:
    import json

    return json.dumps(value, sort_keys=True, default=str)

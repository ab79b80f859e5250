"""Schemas as compiled checks: whether a value may be at fault, and nothing more.

Nearly all values are right. A check says so in about a microsecond for each value, without a
path, a verdict or a case; only where it says no does `auditor.schemas.evaluate` look again. It is
never wrong where it says that nothing can be at fault, and the rest is judged anew.

Numbers and booleans as texts are what CloudFormation converts them to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from auditor.model.tree import Missing, Tree
from auditor.schemas.calls import is_call, may_vanish, rough
from auditor.schemas.glance import GLANCES
from auditor.schemas.pointer import pointed
from auditor.schemas.value import Value
from auditor.schemas.verdict import Schema, Verdict

_TAKEN_AS: Mapping[type, frozenset[str]] = {
    dict: frozenset({"object"}),
    list: frozenset({"array"}),
    str: frozenset({"string"}),
    bool: frozenset({"boolean", "string"}),
    int: frozenset({"integer", "number", "string"}),
    float: frozenset({"number", "string"}),
    type(None): frozenset({"null"}),
}
_BOOLEANS = ("true", "false")
_STRUCTURAL = frozenset(
    {
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "else",
        "enum",
        "if",
        "items",
        "maxItems",
        "minItems",
        "oneOf",
        "properties",
        "required",
        "then",
        "type",
    }
)
_SILENT = frozenset(
    {
        "$defs",
        "conditionalCreateOnlyProperties",
        "createOnlyProperties",
        "definitions",
        "primaryIdentifier",
        "readOnlyProperties",
    }
)


class Gaps(Protocol):
    """What knows the functions of a template."""

    def may_fail(self, call: dict[str, Tree], check: Check, /) -> bool:
        """Whether what a function returns may be at fault."""


Judge = Callable[[Any, Gaps], bool]


class Check:
    """One schema, compiled when it is first asked."""

    __slots__ = ("_compiled", "_kinds", "_of", "_schema", "is_bare", "types")

    def __init__(self, of: Checks, schema: Mapping[str, Any]) -> None:
        self._of = of
        self._schema = schema
        self._compiled: list[Judge] | None = None
        self._kinds: list[frozenset[str]] | None = None
        given = schema.get("type")
        self.types = None if given is None else frozenset([given] if type(given) is str else given)
        """The types that the schema itself takes; None where it does not say."""
        self.is_bare = schema.keys() <= {"type"}
        """Whether the schema says nothing of a scalar but its type."""

    def kinds(self) -> list[frozenset[str]]:
        """The types that a value must be of, each of them, through references."""
        if self._kinds is None:
            self._kinds = [] if self.types is None else [self.types]
            if "$ref" in self._schema:
                self._kinds += self._of.at(self._schema["$ref"]).kinds()
        return self._kinds

    def may_fail(self, value: Tree, gaps: Gaps) -> bool:
        """Whether a value may be at fault."""
        if type(value) is dict and is_call(value):
            return gaps.may_fail(value, self)
        if self._compiled is None:
            self._compiled = list(self._of.judges(self._schema))
        for judge in self._compiled:  # noqa: SIM110, a generator would take as long again
            if judge(value, gaps):
                return True
        return False


class Checks:
    """All checks of a type's schema, by the place of each in memory; made as they are needed."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self._checks: dict[int, Check] = {}
        self.whole = self.check(root)

    def check(self, schema: Schema) -> Check:
        """The check of a part of the schema."""
        made = self._checks.get(id(schema))
        if made is None:
            kept = schema if isinstance(schema, dict) else {} if schema else {"not": {}}
            made = self._checks[id(schema)] = Check(self, kept)
        return made

    def at(self, reference: str) -> Check:
        """The check of what a reference leads to."""
        try:
            return self.check(pointed(self.root, reference))
        except Missing:
            return self.check(True)

    def judges(self, schema: Mapping[str, Any]) -> list[Judge]:
        """What a schema asks of a value; each says whether it may be at fault."""
        judges: list[Judge] = []
        types = self.check(schema).types
        if types is not None:
            judges.append(_types(types))
        if "properties" in schema or "required" in schema or "additionalProperties" in schema:
            judges.append(self._mapping(schema))
        if "items" in schema or "minItems" in schema or "maxItems" in schema:
            judges.append(self._list(schema))
        if "enum" in schema:
            judges.append(_enum(schema["enum"]))
        if "$ref" in schema:
            judges.append(self.at(schema["$ref"]).may_fail)
        judges += [self.check(one).may_fail for one in schema.get("allOf", ())]
        if "anyOf" in schema:
            judges.append(self._any(schema["anyOf"]))
        if "oneOf" in schema:
            judges.append(self._one(schema["oneOf"]))
        if "if" in schema:
            judges.append(self._if(schema))
        rest = schema.keys() - _STRUCTURAL - _SILENT
        judges += [_assertion(key, schema[key]) for key in sorted(rest & GLANCES.keys())]
        careful = rest - GLANCES.keys()
        if "patternProperties" in careful:
            # which keys are others depends on all three
            careful |= schema.keys() & {"additionalProperties", "properties"}
        rare = {key: schema[key] for key in careful}
        return judges + (self._rare(rare) if rare else [])

    def _rare(self, schema: Mapping[str, Any]) -> list[Judge]:
        """What is asked by keywords of which nothing is seen at a glance."""
        from auditor.schemas.assertions import ASSERTIONS

        single = schema.keys() & ASSERTIONS.keys()
        together = {key: schema[key] for key in schema.keys() - single}
        judges = [_assertion(key, schema[key]) for key in sorted(single)]
        return [*judges, self._careful(together)] if together else judges

    def _mapping(self, schema: Mapping[str, Any]) -> Judge:
        known = {
            name: None if one is True else self.check(one)
            for name, one in schema.get("properties", {}).items()
        }
        required = tuple(schema.get("required", ()))
        others = schema.get("additionalProperties", True)
        is_closed = others is False and "patternProperties" not in schema
        more = self.check(others) if isinstance(others, dict) else None

        def judge(value: Any, gaps: Gaps) -> bool:
            if type(value) is not dict:
                return False
            for name in required:
                if name not in value or may_vanish(value[name]):
                    return True
            for name, part in value.items():
                if name in known:
                    check = known[name]
                elif is_closed:
                    return True
                else:
                    check = more
                if check is not None and check.may_fail(part, gaps):
                    return True
            return False

        return judge

    def _list(self, schema: Mapping[str, Any]) -> Judge:
        items = schema.get("items", True)
        check = None if items is True else self.check(items)
        least, most = schema.get("minItems", 0), schema.get("maxItems")

        def judge(value: Any, gaps: Gaps) -> bool:
            if type(value) is not list:
                return False
            if least and (len(value) < least or any(map(may_vanish, value))):
                return True
            if most is not None and len(value) > most:
                return True
            return check is not None and any(check.may_fail(item, gaps) for item in value)

        return judge

    def _any(self, schemas: list[Schema]) -> Judge:
        checks = [self.check(one) for one in schemas]

        def judge(value: Any, gaps: Gaps) -> bool:
            return all(check.may_fail(value, gaps) for check in checks)

        return judge

    def _one(self, schemas: list[Schema]) -> Judge:
        checks = [self.check(one) for one in schemas]
        careful = self._careful({"oneOf": schemas})

        def judge(value: Any, gaps: Gaps) -> bool:
            possible = sum(not check.may_fail(value, gaps) for check in checks)
            return not possible or (possible > 1 and careful(value, gaps))

        return judge

    def _if(self, schema: Mapping[str, Any]) -> Judge:
        ways = {key: schema[key] for key in ("then", "else") if key in schema}
        checks = [self.check(one) for one in ways.values()]
        careful = self._careful({"if": schema["if"], **ways})

        def judge(value: Any, gaps: Gaps) -> bool:
            return any(check.may_fail(value, gaps) for check in checks) and careful(value, gaps)

        return judge

    def _careful(self, schema: Mapping[str, Any]) -> Judge:
        """Keywords that deny and count, for which a gap matters."""

        def judge(value: Any, _gaps: Gaps) -> bool:
            from auditor.schemas.evaluate import Evaluation

            return Evaluation(self.root).of(schema, rough(value)).verdict is Verdict.FAILS

        return judge


def _assertion(keyword: str, argument: Any) -> Judge:
    def careful(value: Any, _gaps: Gaps) -> bool:
        from auditor.schemas.assertions import ASSERTIONS

        return ASSERTIONS[keyword](argument, rough(value)) is Verdict.FAILS

    if keyword not in GLANCES:
        return careful
    glance = GLANCES[keyword](argument)
    return lambda value, gaps: not glance(value) and careful(value, gaps)


def _types(types: frozenset[str]) -> Judge:
    takes = {kind: bool(types & names) for kind, names in _TAKEN_AS.items()}
    takes_number = bool(types & {"integer", "number"})
    takes_boolean = "boolean" in types

    def judge(value: Any, _gaps: Gaps) -> bool:
        kind = type(value)
        if takes.get(kind, False):
            return False
        if kind is str and (takes_number or takes_boolean):
            if value.lower() in _BOOLEANS:
                return not takes_boolean
            return not takes_number or not _is_number(value, types)
        return not (kind is float and takes_number and _is_number(value, types))

    return judge


def _is_number(value: str | float, types: frozenset[str]) -> bool:
    from auditor.schemas.assertions import ASSERTIONS

    return ASSERTIONS["type"](list(types), Value(value, (), is_loose=True)) is not Verdict.FAILS


def _enum(allowed: list[Any]) -> Judge:
    texts = frozenset(one for one in allowed if isinstance(one, str))
    numbers = frozenset(one for one in allowed if type(one) is int)
    is_of_texts = len(texts) == len(allowed)

    def judge(value: Any, _gaps: Gaps) -> bool:
        kind = type(value)
        if kind is str and (is_of_texts or value in texts):
            return value not in texts
        if kind is int and value in numbers:
            return False
        from auditor.schemas.assertions import ASSERTIONS

        return ASSERTIONS["enum"](allowed, rough(value)) is Verdict.FAILS

    return judge

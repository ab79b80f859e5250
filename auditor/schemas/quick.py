"""Schemas as compiled checks: whether a value may be at fault, and nothing more.

Nearly all values are right. A check says so without a path, a verdict or a case; only where it
says no does `auditor.schemas.evaluate` look again. It is never wrong where it says that nothing
can be at fault, and the rest is judged anew. What a schema asks is sorted by the type of a value
when the first of that type is met: of most scalars there is nothing left to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from auditor.model.tree import Missing, Tree
from auditor.schemas.calls import is_call, may_vanish, rough
from auditor.schemas.glance import GLANCES, Glance, conversion, is_taken
from auditor.schemas.pointer import pointed
from auditor.schemas.verdict import Schema, Verdict

_OF_MAPPINGS = frozenset({"additionalProperties", "properties", "required"})
_OF_LISTS = frozenset({"items", "maxItems", "minItems"})
_OF_ALL = frozenset({"$ref", "allOf", "anyOf", "else", "enum", "if", "oneOf", "then", "type"})
_STRUCTURAL = _OF_MAPPINGS | _OF_LISTS | _OF_ALL
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
_NOTHING = object()
_MOST_REMEMBERED = 64
"""Texts that one check remembers."""


class Gaps(Protocol):
    """What knows the functions of a template."""

    def may_fail(self, call: dict[str, Tree], check: Check, /) -> bool:
        """Whether what a function returns may be at fault."""


Judge = Callable[[Any, Gaps], bool]


class Check(dict[type, tuple[Judge, ...]]):
    """One schema: what it asks of a value, by the value's type."""

    __slots__ = ("_of", "_of_mappings", "_schema", "is_bare", "refuses_lists", "wants_lists")

    def __init__(self, of: Checks, schema: Mapping[str, Any]) -> None:
        self._of = of
        self._schema = schema
        self._of_mappings: tuple[Judge, ...] = ()
        self.is_bare = schema.keys() <= {"type"}
        """Whether the schema says nothing of a scalar but its type."""
        self.refuses_lists = False
        """Whether no list is right; seen with the first mapping, since functions are mappings."""
        self.wants_lists = False
        """Whether only a list is right; seen as `refuses_lists` is."""

    def __missing__(self, kind: type) -> tuple[Judge, ...]:
        judges = tuple(self._of.judges(self._schema, kind))
        if kind is dict and self._schema:
            self._of_mappings = judges
            kinds = self.kinds()
            self.refuses_lists = any("array" not in taken for taken in kinds)
            self.wants_lists = {"array"} in kinds
            judges = (self._of_mapping,)
        elif kind is str and judges and _fails not in judges:
            judges = (_remembering(judges),)
        self[kind] = judges
        return judges

    def kinds(self) -> list[frozenset[str]]:
        """The types that a value must be of, each of them, through references."""
        kinds = [_types(self._schema)] if "type" in self._schema else []
        reference = self._schema.get("$ref")
        return kinds if reference is None else kinds + self._of.at(reference).kinds()

    def of_plain(self, kind: type) -> tuple[Judge, ...]:
        """What is asked of a value of a type that is no function."""
        judges = self[kind]
        return self._of_mappings if kind is dict else judges

    def may_fail(self, value: Tree, gaps: Gaps) -> bool:
        """Whether a value may be at fault."""
        for judge in self[type(value)]:  # noqa: SIM110, a generator would take as long again
            if judge(value, gaps):
                return True
        return False

    def _of_mapping(self, value: dict[str, Tree], gaps: Gaps) -> bool:
        if is_call(value):
            return gaps.may_fail(value, self)
        for judge in self._of_mappings:  # noqa: SIM110, as above
            if judge(value, gaps):
                return True
        return False


class _Members(dict[str, Check]):
    """The checks of a mapping's values by their keys, made as keys are met."""

    __slots__ = ("_make", "_others", "_schemas")

    def __init__(
        self, schemas: Mapping[str, Schema], others: Check, make: Callable[[Schema], Check]
    ) -> None:
        self._schemas = schemas
        self._others = others
        self._make = make

    def __missing__(self, name: str) -> Check:
        if name not in self._schemas:
            return self._others
        made = self[name] = self._make(self._schemas[name])
        return made


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

    def judges(self, schema: Mapping[str, Any], kind: type) -> Iterator[Judge]:
        """What a schema asks of a value of a type; each says whether it may be at fault."""
        if "type" in schema and not is_taken(kind, _types(schema)):
            yield _type(_types(schema), kind)
        if kind is dict and not _OF_MAPPINGS.isdisjoint(schema):
            yield self._mapping(schema)
        if kind is list and not _OF_LISTS.isdisjoint(schema):
            yield self._list(schema)
        if "enum" in schema:
            yield _enum(schema["enum"], kind)
        if "$ref" in schema:
            yield from self.at(schema["$ref"]).of_plain(kind)
        for one in schema.get("allOf", ()):
            yield from self.check(one).of_plain(kind)
        yield from self._choices(schema, kind)
        yield from self._assertions(schema, kind)

    def _choices(self, schema: Mapping[str, Any], kind: type) -> Iterator[Judge]:
        if "anyOf" in schema:
            yield from self._any(schema["anyOf"], kind)
        if "oneOf" in schema:
            yield from self._one(schema["oneOf"], kind)
        if "if" in schema:
            yield from self._if(schema, kind)

    def _assertions(self, schema: Mapping[str, Any], kind: type) -> Iterator[Judge]:
        rest = schema.keys() - _STRUCTURAL - _SILENT
        for keyword in sorted(rest & GLANCES.keys()):
            speaks_of, sees, glance = GLANCES[keyword]
            if kind in speaks_of:
                argument = schema[keyword]
                yield _assertion(keyword, argument, glance(argument) if kind is sees else None)
        careful = rest - GLANCES.keys()
        if "patternProperties" in careful:
            # which keys are others depends on all three
            careful |= schema.keys() & {"additionalProperties", "properties"}
        yield from self._rare({key: schema[key] for key in careful})

    def _rare(self, schema: Mapping[str, Any]) -> Iterator[Judge]:
        """What is asked by keywords of which nothing is seen at a glance."""
        if not schema:
            return
        from auditor.schemas.assertions import ASSERTIONS

        single = schema.keys() & ASSERTIONS.keys()
        for keyword in sorted(single):
            yield _assertion(keyword, schema[keyword], None)
        together = {key: schema[key] for key in schema.keys() - single}
        if together:
            yield self._careful(together)

    def _mapping(self, schema: Mapping[str, Any]) -> Judge:
        schemas = schema.get("properties", {})
        required = tuple(schema.get("required", ()))
        others = schema.get("additionalProperties", True)
        is_closed = others is False and "patternProperties" not in schema
        checks = _Members(schemas, self.check(others or True), self.check)
        names = frozenset(schemas)

        def judge(value: dict[str, Any], gaps: Gaps) -> bool:
            if is_closed and not value.keys() <= names:
                return True
            for name in required:
                part = value.get(name, _NOTHING)
                if part is _NOTHING or (type(part) is dict and may_vanish(part)):
                    return True
            for name, part in value.items():
                for judge in checks[name][type(part)]:
                    if judge(part, gaps):
                        return True
            return False

        return judge

    def _list(self, schema: Mapping[str, Any]) -> Judge:
        check = self.check(schema.get("items", True))
        least, most = schema.get("minItems", 0), schema.get("maxItems")

        def judge(value: list[Any], gaps: Gaps) -> bool:
            if least and (len(value) < least or any(map(may_vanish, value))):
                return True
            if most is not None and len(value) > most:
                return True
            for item in value:
                for judge in check[type(item)]:
                    if judge(item, gaps):
                        return True
            return False

        return judge

    def _any(self, schemas: list[Schema], kind: type) -> Iterator[Judge]:
        checks = [self.check(one) for one in schemas]
        if all(check.of_plain(kind) for check in checks):
            yield lambda value, gaps: all(check.may_fail(value, gaps) for check in checks)

    def _one(self, schemas: list[Schema], kind: type) -> Iterator[Judge]:
        checks = [self.check(one) for one in schemas]
        possible = [check for check in checks if _fails not in check.of_plain(kind)]
        if len(possible) == 1:
            yield from possible[0].of_plain(kind)
            return
        careful = self._careful({"oneOf": schemas})

        def judge(value: Any, gaps: Gaps) -> bool:
            count = sum(not check.may_fail(value, gaps) for check in possible)
            return not count or (count > 1 and careful(value, gaps))

        yield judge

    def _if(self, schema: Mapping[str, Any], kind: type) -> Iterator[Judge]:
        ways = {key: schema[key] for key in ("then", "else") if key in schema}
        checks = [check for one in ways.values() if (check := self.check(one)).of_plain(kind)]
        careful = self._careful({"if": schema["if"], **ways})
        told = _named_by(schema["if"]) if kind is dict else None
        if checks and told is not None:
            yield _by_name(*told, {key: self.check(one) for key, one in ways.items()}, careful)
        elif checks:
            yield (
                lambda value, gaps: (
                    any(check.may_fail(value, gaps) for check in checks) and careful(value, gaps)
                )
            )

    def _careful(self, schema: Mapping[str, Any]) -> Judge:
        """Keywords that deny and count, for which a gap matters."""

        def judge(value: Any, _gaps: Gaps) -> bool:
            from auditor.schemas.evaluate import Evaluation

            return _may_be(Evaluation(self.root).of(schema, rough(value)).verdict, value)

        return judge


def _remembering(judges: tuple[Judge, ...]) -> Judge:
    """All that is asked of a text, once for each that is right: a template repeats most."""
    right: set[str] = set()

    def judge(value: str, gaps: Gaps) -> bool:
        if value in right:
            return False
        for judge in judges:
            if judge(value, gaps):
                return True
        if len(right) < _MOST_REMEMBERED:
            right.add(value)
        return False

    return judge


def _named_by(test: Schema) -> tuple[str, str] | None:
    """The key and the text by which a test tells mappings apart; None for other tests."""
    if not isinstance(test, Mapping) or test.keys() != {"properties", "required"}:
        return None
    key = test["required"][0] if len(test["required"]) == 1 else ""
    inner = test["properties"].get(key) if test["properties"].keys() == {key} else None
    is_text = isinstance(inner, Mapping) and inner.keys() == {"const"}
    text = inner["const"] if isinstance(inner, Mapping) and is_text else None
    return (key, text) if isinstance(text, str) else None


def _by_name(key: str, text: str, ways: Mapping[str, Check], careful: Judge) -> Judge:
    """What is asked of mappings that a text tells apart, as it is for each type of an event."""

    def judge(value: dict[str, Any], gaps: Gaps) -> bool:
        given = value.get(key)
        if type(given) is not str:
            return careful(value, gaps)
        way = ways.get("then" if given == text else "else")
        return way is not None and way.may_fail(value, gaps)

    return judge


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    given = schema["type"]
    return frozenset([given] if type(given) is str else given)


def _fails(_value: Any, _gaps: Gaps) -> bool:
    return True


def _type(types: frozenset[str], kind: type) -> Judge:
    converts = conversion(types, kind)
    return _fails if converts is None else lambda value, _gaps: not converts(value)


def _enum(allowed: list[Any], kind: type) -> Judge:
    known = frozenset(one for one in allowed if type(one) is kind) if kind in (int, str) else None
    if kind is str and known is not None and len(known) == len(allowed):
        return lambda value, _gaps: value not in known
    return _assertion("enum", allowed, None if known is None else known.__contains__)


def _may_be(verdict: Verdict, value: Any) -> bool:
    """Whether a value may be refused of which a gap leaves the verdict open.

    It is worth looking where a condition decides about a part: one of its ways may be certain.
    """
    return verdict is Verdict.FAILS or (verdict is Verdict.OPEN and _branches(value))


def _branches(value: Any) -> bool:
    parts = value.values() if type(value) is dict else value if type(value) is list else ()
    return any(map(may_vanish, parts)) or any(map(_branches, parts))


def _assertion(keyword: str, argument: Any, glance: Glance | None) -> Judge:
    """A keyword that is judged wherever a glance does not show that it holds."""

    def careful(value: Any, _gaps: Gaps) -> bool:
        from auditor.schemas.assertions import ASSERTIONS

        return _may_be(ASSERTIONS[keyword](argument, rough(value)), value)

    return (
        careful
        if glance is None
        else lambda value, gaps: not glance(value) and careful(value, gaps)
    )

"""Holds a value with gaps against a JSON Schema, and claims only what is so whatever fills them.

The keywords are those of draft 2020-12, https://json-schema.org/draft/2020-12/json-schema-core,
without those that need notes about other keywords (`unevaluated...`) or other documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeAlias

from auditor.schemas.assertions import ASSERTIONS
from auditor.schemas.pattern import compiled
from auditor.schemas.pointer import pointed
from auditor.schemas.value import Value, plain
from auditor.schemas.verdict import HOLDS, OPEN, Outcome, Schema, Verdict, bounded, every, fails

_DEEPEST = 120
"""Schemas within schemas; what lies deeper stays open."""
_OF_KINDS = frozenset({"$ref", "allOf", "anyOf", "type"})
"""Keywords that can refuse a value of which no more is known than its kind."""
Applicator: TypeAlias = "Callable[[Evaluation, Any, Value, Mapping[str, Any]], Iterator[Outcome]]"


class Evaluation:
    """One value against one schema, each pair of their parts judged once.

    The schema is one that was read with the rules of `auditor.house.form`.
    """

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._known: dict[tuple[int, int], Outcome] = {}
        self._kept: list[Value] = []
        """What was judged: or the next one might be told by the same number."""
        self._depth = 0

    def judge(self, value: Value) -> Outcome:
        """What the whole schema says of a value."""
        return self._judge(self._root, value)

    def of(self, schema: Schema, value: Value) -> Outcome:
        """What a part of the schema says of a value."""
        return self._judge(schema, value)

    def _judge(self, schema: Schema, value: Value) -> Outcome:
        if isinstance(schema, bool):
            if schema:
                return HOLDS
            return fails("false", schema, value) if value.is_there else OPEN
        if not schema:
            return HOLDS
        key = id(schema), id(value)
        if key not in self._known:
            if not value.is_of_known_kind or self._depth >= _DEEPEST:
                return OPEN
            # a schema that leads back to itself with the same value says nothing
            self._known[key] = OPEN
            self._kept.append(value)
            self._depth += 1
            self._known[key] = every(list(self._demands(schema, value)))
            self._depth -= 1
        return self._known[key]

    def _demands(self, schema: Mapping[str, Any], value: Value) -> Iterator[Outcome]:
        if not value.is_known:
            yield OPEN
        for keyword, argument in schema.items():
            if not value.is_known and keyword not in _OF_KINDS:
                continue
            if keyword in ASSERTIONS:
                verdict = ASSERTIONS[keyword](argument, value)
                yield _outcome(verdict, keyword, schema, value)
            elif keyword in self._APPLICATORS:
                yield from self._APPLICATORS[keyword](self, argument, value, schema)

    def _ref(self, reference: str, value: Value, _schema: Mapping[str, Any]) -> Iterator[Outcome]:
        yield self._judge(pointed(self._root, reference), value)

    def _all_of(
        self, schemas: list[Schema], value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        return (self._judge(one, value) for one in schemas)

    def _any_of(
        self, schemas: list[Schema], value: Value, schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        found = [self._judge(one, value).verdict for one in schemas]
        yield _outcome(_counted(found, 1, len(found)), "anyOf", schema, value)

    def _one_of(
        self, schemas: list[Schema], value: Value, schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        found = [self._judge(one, value).verdict for one in schemas]
        yield _outcome(_counted(found, 1, 1), "oneOf", schema, value)

    def _not(self, inner: Schema, value: Value, schema: Mapping[str, Any]) -> Iterator[Outcome]:
        verdict = self._judge(inner, value).verdict
        opposite = {Verdict.HOLDS: Verdict.FAILS, Verdict.FAILS: Verdict.HOLDS}
        yield _outcome(opposite.get(verdict, Verdict.OPEN), "not", schema, value)

    def _if(self, test: Schema, value: Value, schema: Mapping[str, Any]) -> Iterator[Outcome]:
        ways = {Verdict.HOLDS: ("then",), Verdict.FAILS: ("else",)}
        verdict = self._judge(test, value).verdict
        found = [
            self._judge(schema.get(way, True), value) for way in ways.get(verdict, ("then", "else"))
        ]
        if len(found) == 1 or all(outcome.verdict is Verdict.FAILS for outcome in found):
            yield from found
        else:
            yield HOLDS if all(one.verdict is Verdict.HOLDS for one in found) else OPEN

    def _properties(
        self, schemas: Mapping[str, Schema], value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        held = value.mapping or {}
        for name, schema in schemas.items():
            if name in held:
                yield self._judge(schema, held[name])

    def _pattern_properties(
        self, schemas: Mapping[str, Schema], value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        for pattern, schema in schemas.items():
            for name, part in (value.mapping or {}).items():
                fits = compiled(pattern).search(name)
                if fits is None:
                    yield OPEN
                elif fits:
                    yield self._judge(schema, part)

    def _additional_properties(
        self, schema: Schema, value: Value, above: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        patterns = [compiled(pattern) for pattern in above.get("patternProperties", ())]
        for name, part in (value.mapping or {}).items():
            fits = {pattern.search(name) for pattern in patterns}
            if name in above.get("properties", ()) or True in fits:
                continue
            if None in fits:
                yield OPEN
            elif schema is False and part.is_there:
                yield fails("additionalProperties", above, value, name)
            else:
                yield self._judge(schema, part)

    def _property_names(
        self, schema: Schema, value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        for name, part in (value.mapping or {}).items():
            verdict = self._judge(schema, plain(name, part.path)).verdict
            if verdict is not Verdict.HOLDS and not part.is_there:
                verdict = Verdict.OPEN
            yield _outcome(verdict, "propertyNames", _schema, value, name)

    def _dependent_schemas(
        self, schemas: Mapping[str, Schema], value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        held = value.mapping or {}
        for name, schema in schemas.items():
            if name in held:
                outcome = self._judge(schema, value)
                is_sure = held[name].is_there or outcome.verdict is Verdict.HOLDS
                yield outcome if is_sure else OPEN

    def _prefix_items(
        self, schemas: list[Schema], value: Value, _schema: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        for schema, item in zip(schemas, value.items or (), strict=False):
            if not item.is_there:
                # nobody knows which item is which from here on
                yield OPEN
                return
            yield self._judge(schema, item)

    def _items(self, schema: Schema, value: Value, above: Mapping[str, Any]) -> Iterator[Outcome]:
        items = list(value.items or ())
        first = len(above.get("prefixItems", ()))
        if first and not all(item.is_there for item in items):
            yield OPEN
            return
        yield from (self._judge(schema, item) for item in items[first:])

    def _contains(
        self, schema: Schema, value: Value, above: Mapping[str, Any]
    ) -> Iterator[Outcome]:
        if value.items is None:
            return
        found = [
            Verdict.OPEN
            if not item.is_there and self._judge(schema, item).verdict is not Verdict.FAILS
            else self._judge(schema, item).verdict
            for item in value.items
        ]
        least, most = above.get("minContains", 1), above.get("maxContains", len(found))
        yield _outcome(_counted(found, least, most), "contains", above, value)

    # methods that an evaluation held itself would be a circle, which only a search for such frees
    _APPLICATORS: ClassVar[Mapping[str, Applicator]] = {
        "$ref": _ref,
        "allOf": _all_of,
        "anyOf": _any_of,
        "oneOf": _one_of,
        "not": _not,
        "if": _if,
        "properties": _properties,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "propertyNames": _property_names,
        "dependentSchemas": _dependent_schemas,
        "prefixItems": _prefix_items,
        "items": _items,
        "contains": _contains,
    }


def _counted(found: list[Verdict], least: int, most: int) -> Verdict:
    """Whether so many of the verdicts say that something holds."""
    low = found.count(Verdict.HOLDS)
    return bounded(low, low + found.count(Verdict.OPEN), least, most)


def _outcome(
    verdict: Verdict,
    keyword: str,
    schema: Mapping[str, Any],
    value: Value,
    key: str | None = None,
) -> Outcome:
    if verdict is Verdict.FAILS:
        return fails(keyword, schema, value, key)
    return HOLDS if verdict is Verdict.HOLDS else OPEN

"""Compares what is said of values in SAM and where they stand: `python scripts/sam_agreement.py`.

For each property that `auditor/data/sam_passed_on.json` has, wrong values are made from the schema
of that which it is passed on to: of another kind, beside the list, out of bounds, with a key that
is not there. Each is put into the template of `sam_probes.py`, which is checked as it is and as the
SAM translator translates it. The same rules have to report errors; what the translator itself
refuses has to be an error at all. Exits with 1 where less than 98 % agree.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sam_merged import schema_at
from sam_passed_on import merged, placed, translate
from sam_probes import BODIES, EVENTS, NEEDED, OTHERS
from samtranslator.model.exceptions import InvalidDocumentException

from auditor.data.resource_schemas import schema_of
from auditor.data.sam_passed_on import PassedOn, passed_on
from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.finding import Severity
from auditor.model.settings import Settings

Node = Any
_GOAL = 0.98
_RULES = frozenset(
    {
        *("exclusive-properties", "invalid-type", "invalid-value", "missing-property"),
        *("property-combination", "refused-value", "unknown-property"),
    }
)
_LONGEST = 3000
_OTHER_KIND = {"string": ["a"], "integer": "a", "number": "a", "boolean": "a"}


def wrong(root: Node, node: Node) -> Iterator[tuple[str, Node]]:
    """Values that a schema refuses, each with the keyword that does."""
    held = node
    while "$ref" in held:
        held = root["definitions"][held["$ref"].split("/")[-1]]
    kinds = held.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if len(kinds) == 1:
        yield "type", _OTHER_KIND.get(kinds[0], "a")
    yield from _scalars(held, kinds)
    if "object" in kinds:
        yield from _mappings(root, held)
    if isinstance(held.get("items"), dict) and "array" in kinds:
        for keyword, value in wrong(root, held["items"]):
            yield f"items {keyword}", [value]


def _scalars(held: Node, kinds: list[str]) -> Iterator[tuple[str, Node]]:
    if "enum" in held:
        yield "enum", "not-there"
    if "maximum" in held:
        yield "maximum", held["maximum"] + 1
    if held.get("minimum", 0) > 0:
        yield "minimum", held["minimum"] - 1
    if held.get("maxLength", _LONGEST) < _LONGEST and "string" in kinds:
        yield "maxLength", "a" * (held["maxLength"] + 1)
    if "pattern" in held and "string" in kinds:
        yield "pattern", "not ? this !"


def _mappings(root: Node, held: Node) -> Iterator[tuple[str, Node]]:
    if held.get("additionalProperties") is False and "properties" in held:
        yield "additionalProperties", {"NotThere": "a"}
    if held.get("required"):
        yield "required", {}
    for name, inner in held.get("properties", {}).items():
        if isinstance(inner, dict) and "$ref" not in inner:
            for keyword, value in wrong(root, inner):
                yield f"{name} {keyword}", {name: value}


def _said(template: Node, rules: list[Any]) -> Counter[str]:
    """How many errors each rule reports in a template."""
    checked = check(json.dumps(template), rules, Settings(), None)
    errors = (one for one in checked.findings if one.severity is Severity.ERROR)
    return Counter(one.rule for one in errors)


class _Compared:
    def __init__(self) -> None:
        self._rules = [rule for rule in registry.load() if rule.id in _RULES]
        self.same = self.refused = self.total = 0
        self.other: list[str] = []

    def place(self, type_name: str, place: PassedOn) -> None:
        """Compares what is said of wrong values of a property."""
        root = schema_of(place.type)
        node = None if root is None else schema_at(root, place.steps)
        if node is None:
            return
        body = {"Type": type_name, "Properties": BODIES[type_name]}
        above: tuple[str, ...] = ("Properties",)
        beside = NEEDED.get((type_name, place.way.partition(".")[0]), {})
        if place.event is not None:
            more = NEEDED.get((place.event, place.way.partition(".")[0]), {})
            event = {"Type": place.event, "Properties": {**EVENTS[place.event], **more}}
            body = merged(body, {"Properties": {"Events": {"E": event}}})
            above, beside = ("Properties", "Events", "E", "Properties"), {}
        body = merged(body, {"Properties": beside})
        way = (*above, *place.way.split("."))
        before = self._both(body)
        if before is None or isinstance(before[1], str):
            return
        for keyword, value in wrong(root, node):
            told = f"{type_name} {place.event or ''} {place.way}: {keyword} {value!r:.60}"
            self._value(placed(body, way, value), before, told)

    def _value(self, body: Node, before: Any, told: str) -> None:
        after = self._both(body)
        self.total += 1
        here = after[0] - before[0]
        if isinstance(after[1], str):
            self.refused += 1
            if here:
                self.same += 1
            else:
                self.other.append(f"{told}: SAM refuses it, and nothing is said: {after[1]:.100}")
            return
        there = after[1] - before[1]
        if set(here) == set(there):
            self.same += 1
        else:
            self.other.append(f"{told}: here {dict(here)}, where it stands {dict(there)}")

    def _both(self, body: Node) -> Any:
        """What is said of a template, and of its translation, or why it has none."""
        resources = {"Probed": _without_none(body), **deepcopy(OTHERS)}
        here = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
        try:
            there = translate(deepcopy({"Resources": resources}))
        except InvalidDocumentException as refusal:
            return _said(here, self._rules), " ".join(one.message for one in refusal.causes)
        except (AttributeError, KeyError, TypeError, ValueError) as broken:
            return _said(here, self._rules), repr(broken)
        return _said(here, self._rules), _said(there, self._rules)


def _without_none(node: Node) -> Node:
    if isinstance(node, dict):
        return {key: _without_none(one) for key, one in node.items() if one is not None}
    return node


def main() -> int:
    """Prints what differs."""
    compared = _Compared()
    for name in BODIES:
        for place in passed_on(name):
            compared.place(name, place)
    share = compared.same / compared.total
    told = (
        f"{compared.total} wrong values, {compared.refused} of which SAM itself refuses:"
        f" {compared.same} are said alike ({share:.1%})"
    )
    sys.stdout.write("\n".join((*compared.other, told, "")))
    return 0 if share >= _GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

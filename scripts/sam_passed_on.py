"""Writes `auditor/data/sam_passed_on.json`: `python scripts/sam_passed_on.py`.

Which property of a SAM type is passed on, unchanged, to which property of which type of
CloudFormation, and which of them the translator leaves out where they are an empty mapping. The SAM
translator itself (Apache-2.0) is asked: a small template is translated with two values of a
property of each kind that it may have, and where all of them come out as they went in, it is passed
on. What the translator changes, splits, or reads for itself is not in the table, which takes some
minutes to make.

https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from importlib.metadata import version
from os import environ
from pathlib import Path
from typing import Any

from sam_probes import BODIES, EVENTS, NEEDED, NESTED, NEVER, OTHERS, PAIRS
from samtranslator.model import sam_resources
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

TABLE = Path(__file__).parents[1] / "auditor" / "data" / "sam_passed_on.json"
Node = Any
Place = tuple[str, str]
"""A type of CloudFormation, and the property of it: `Targets[].Input`."""
_SAM = "AWS::Serverless::"
_GRANTS = (("AWS::IAM::Role", "Policies[]."), ("AWS::Lambda::Permission", "SourceArn"))
"""Where the translator writes a value once more, for what it grants."""
_ROUTE = ".GET /p"
"""A key of a mapping that the translator writes for the route of `EVENTS`."""


class _Policies:
    def load(self) -> dict[str, str]:
        """The managed policies that the translator asks for by their names: none."""
        return {}


def translate(template: Node) -> Node:
    """What the translator makes of a template, which it may change."""
    environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    return transform(template, {}, _Policies())


def _translated(resource: Node) -> dict[Place, list[Node]]:
    """The values of all properties that come out, by type and property."""
    template = {"Resources": {"Probed": deepcopy(resource), **deepcopy(OTHERS)}}
    found: dict[Place, list[Node]] = {}
    for body in translate(template)["Resources"].values():
        for way, value in _flat(body.get("Properties", {}), ""):
            place = (body["Type"], way.replace(_ROUTE, ".*"))
            found.setdefault(place, []).append(value)
    return found


def _flat(node: Node, way: str) -> Iterator[tuple[str, Node]]:
    if way:
        yield way, node
    if isinstance(node, dict):
        for key, inner in node.items():
            if key == "Body" or key.startswith("Fn::"):
                continue
            yield from _flat(inner, f"{way}.{key}" if way else key)
    elif isinstance(node, list):
        for inner in node:
            yield from _flat(inner, f"{way}[]")


def placed(body: Node, way: tuple[str, ...], value: Node) -> Node:
    """A resource with a value at the end of a way."""
    made = deepcopy(body)
    held = made
    for key in way[:-1]:
        held = held.setdefault(key, {})
    held[way[-1]] = value
    return made


def passed_on(body: Node, way: tuple[str, ...], beside: Node) -> list[Place]:
    """Where values of a property come out as they went in; nowhere for none.

    `way` are the keys below the properties of a resource, `beside` what it needs besides.
    """
    kinds: list[set[Place]] = []
    for one, other in PAIRS.get(way[-1], PAIRS[""]):
        if other is False and kinds:
            break  # what does not hold is left out by many a class
        try:
            outs = [_translated(placed(merged(body, beside), way, value)) for value in (one, other)]
        except (InvalidDocumentException, AttributeError, KeyError, TypeError, ValueError):
            continue  # no value of this kind
        shared = (place for place in outs[0] if _has(outs[0][place], one))
        found = (place for place in shared if _has(outs[1].get(place, []), other))
        kinds.append({(type_name, at) for type_name, at in found if not _grants(type_name, at)})
    return sorted(set.intersection(*kinds)) if kinds else []


def is_dropped(body: Node, way: tuple[str, ...], beside: Node, places: list[Place]) -> bool:
    """Whether an empty mapping, where the property may be one, comes out as nothing."""
    try:
        outs = _translated(placed(merged(body, beside), way, {}))
    except (InvalidDocumentException, AttributeError, KeyError, TypeError, ValueError):
        return False
    return not any(_has(outs.get(place, []), {}) for place in places)


def _grants(type_name: str, place: str) -> bool:
    return any(type_name == one and place.startswith(begin) for one, begin in _GRANTS)


def made_anyway(resource: Node) -> list[str]:
    """The properties that the translator writes of itself, in each type that it makes."""
    tops = {(name, way.split(".")[0].removesuffix("[]")) for name, way in _translated(resource)}
    given = {(body["Type"], key) for body in OTHERS.values() for key in body.get("Properties", ())}
    return sorted(f"{name}.{key}" for name, key in tops - given)


def _has(values: Iterable[Node], wanted: Node) -> bool:
    return any(type(value) is type(wanted) and value == wanted for value in values)


def merged(body: Node, more: Node) -> Node:
    """A resource with more in it; a mapping in both has the keys of both."""
    made = deepcopy(body)
    for key, value in more.items():
        both = isinstance(made.get(key), dict) and isinstance(value, dict)
        made[key] = merged(made[key], value) if both else value
    return made


def _entry(name: str, given: Any) -> Node:
    """What is passed on of a type and of its events, and what is made anyway."""
    body = {"Type": name, "Properties": BODIES[name]}
    names = [key for key in given.property_types if not key.startswith("__") and key != "Events"]
    needed = {key: NEEDED.get((name, key), {}) for key in names}
    entry: Node = {**_passed(body, (), needed), "made": made_anyway(body)}
    events = getattr(given, "event_resolver", None)
    for kind, event in events.resource_types.items() if events else ():
        if kind not in EVENTS:
            continue
        one = {"Type": kind, "Properties": EVENTS[kind]}
        held = {**body, "Properties": {**body["Properties"], "Events": {"E": one}}}
        needed = {
            key: {"Events": {"E": {"Properties": NEEDED.get((kind, key), {})}}}
            for key in event.property_types
        }
        entry.setdefault("events", {})[kind] = {
            **_passed(held, ("Events", "E", "Properties"), needed),
            "made": sorted(set(made_anyway(held)) - set(entry["made"])),
        }
    return entry


def _passed(body: Node, above: tuple[str, ...], names: dict[str, Node]) -> Node:
    """Where each of some properties is passed on to, or those that `NESTED` names in it.

    With those of which an empty mapping is dropped.
    """
    found: dict[str, list[str]] = {}
    dropped: list[str] = []
    for key in sorted(set(names) - set(NEVER)):
        for way in ((), *(tuple(one.split(".")) for one in NESTED.get(key, ()))):
            place = ("Properties", *above, key, *way)
            places = passed_on(body, place, {"Properties": names[key]})
            if places:
                written = [f"{type_name}.{at}" for type_name, at in places]
                found[".".join((key, *way))] = written
                if is_dropped(body, place, {"Properties": names[key]}, places):
                    dropped.append(".".join((key, *way)))
                if not way:
                    break
    return {"properties": found, "dropped": dropped}


def table() -> Node:
    """The whole of it."""
    types = vars(sam_resources).values()
    given = {getattr(one, "resource_type", None): one for one in types}
    return {name: _entry(name, given[name]) for name in BODIES}


def main() -> int:
    """Writes the table anew."""
    text = json.dumps(
        {
            "source": {
                "aws-sam-translator": version("aws-sam-translator"),
                "licence": "Apache-2.0",
            },
            "types": table(),
        },
        indent=1,
    )
    TABLE.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

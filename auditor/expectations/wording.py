"""How messages speak of what an assertion expects."""

from __future__ import annotations

import json
from collections.abc import Callable

from auditor.expectations.expectation import Aspect, Expectation, Relation
from auditor.expectations.patterns import (
    Beginning,
    Bound,
    Ending,
    Inside,
    OneOf,
    PartOfText,
    Special,
)
from auditor.model.path import Path, logical_id

Label = Callable[[str], str]
"""What messages call a resource, by its logical ID."""
_LONGEST = 60
_HOLDERS = (("Properties",), ("Inputs",))
"""What messages leave out of the place of a property."""
_PLACES = {Inside: "with", Beginning: "that begins with", Ending: "that ends with"}
_SET = (Relation.PRESENT, Relation.SOME, Relation.TRUTHY)


def phrase(one: Expectation, label: Label) -> str:
    """What comes after "expects"."""
    no = "no " if one.negated else ""
    if one.aspect is Aspect.COUNT:
        return f"{one.expected} resources of type {one.type}"
    if one.aspect is Aspect.RESOURCES:
        return f"{no or 'a '}resource of type {one.type} with {_shown(one.expected)}"
    place = place_of(one.path, label)
    if one.each is not None:
        place = f"{'.'.join(map(str, one.each))} of {place}"
    if one.aspect is Aspect.LENGTH:
        return f"{_shown(one.expected)} entries in {place}"
    if one.aspect is Aspect.KEYS:
        return f"just {_shown(one.expected)} as the keys of {place}"
    if one.relation in (Relation.EQUAL, Relation.SAME):
        return f"{'anything but ' if one.negated else ''}{_shown(one.expected)} as {place}"
    if one.relation is Relation.PART:
        return f"{no}{_shown(one.expected)} in {place}"
    if one.relation is Relation.ITEM:
        return f"{no}{_shown(one.expected)} in {place}"
    is_set = (one.relation in _SET) is not one.negated
    return f"{place} to be {'set' if is_set else 'absent'}"


def place_of(path: Path, label: Label) -> str:
    """A place in the template: a property of a resource, or the resource, or a section."""
    name = logical_id(path)
    if name is None:
        return ".".join(map(str, path)) or "the template"
    steps = path[2:]
    if steps[:1] in _HOLDERS and len(steps) > 1:
        steps = steps[1:]
    shown = ""
    for step in steps:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else str(step)
    owner = label(name)
    return f"{shown} of {owner}" if shown else owner


def _shown(value: object) -> str:
    text = _spelled(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _spelled(value: object) -> str:
    match value:
        case PartOfText():
            return f"a text {_PLACES[type(value)]} '{value}'"
        case str():
            return f"'{value}'"
        case Bound():
            return f"{value.side.value} {value.number}"
        case OneOf():
            return f"one of {', '.join(map(_spelled, value))}"
        case Special():
            return value.value
    return json.dumps(value, ensure_ascii=False, default=_spelled)

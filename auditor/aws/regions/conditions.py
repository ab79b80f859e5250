"""Conditions that look at the Region: what they choose is meant for it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.regions.patterns import is_region
from auditor.model.tree import Tree
from auditor.template.template import Template
from auditor.template.values import When


def depends_on_region(template: Template, when: When) -> bool:
    """Whether one of the conditions compares a Region, itself or by way of others."""
    return bool(when) and not template.once(_by_region).isdisjoint(name for name, _ in when)


def _by_region(template: Template) -> frozenset[str]:
    declared = template.tree.get("Conditions")
    if not isinstance(declared, dict):
        return frozenset()
    users: dict[str, list[str]] = {}
    waiting = []
    for name, condition in declared.items():
        for key, text in _texts(condition):
            if key == "Condition":
                users.setdefault(text, []).append(name)
            elif text == "AWS::Region" or "${AWS::Region}" in text or is_region(text):
                waiting.append(name)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += users.get(name, ())
    return frozenset(found)


def _texts(value: Tree) -> Iterator[tuple[str, str]]:
    """All strings of a value, each with the key that is next above it."""
    waiting = [("", value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(key, entry) for entry in value]

"""Reads a file of house rules, and says in one sentence why it cannot be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from auditor.house.form import Wrong, wrongs, wrongs_in_schema
from auditor.house.names import unknown_names
from auditor.house.remedy import Remedy, nested
from auditor.house.rule import Demand, rule_of
from auditor.model.finding import Safety, Severity
from auditor.model.path import Path
from auditor.model.rule import AnyRule
from auditor.model.selection import shortened
from auditor.model.text import Lines
from auditor.model.tree import Tree
from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import parse

MAX_CHARACTERS = 200_000
_DEEPEST = 60
"""Levels of a file; nobody writes a tenth of that by hand."""


class BadHouseRules(ValueError):
    """House rules that cannot be used, in one plain sentence, its place in front."""


def house_rules(text: str, name: str, taken: Collection[str] = ()) -> tuple[AnyRule, ...]:
    """The rules that a text has, in YAML or JSON; `name` is what messages call the file.

    `taken` are the names that no rule may have. Raises BadHouseRules with the first fault.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadHouseRules(f"{name}: is larger than {MAX_CHARACTERS // 1000} kB")
    try:
        document = parse(text)
    except SyntaxFault as fault:
        raise _refusal(name, text, fault.offset, fault.message) from None
    for twice in document.duplicates:
        key = shortened(str(twice.path[-1]))
        raise _refusal(name, text, twice.span.start, f"the key {key} is there twice")
    wrong = _first(document, _wrongs(document.tree, taken))
    if wrong is not None:
        raise _refusal(name, text, _start(document, wrong), wrong.message)
    return tuple(
        rule_of(_demand(entry, _place(document, name, index)))
        for index, entry in enumerate(document.tree["rules"])
    )


def _refusal(name: str, text: str, offset: int, message: str) -> BadHouseRules:
    start = Lines(text).position(offset)
    return BadHouseRules(f"{name}:{start.line}:{start.column}: {message}")


def _start(document: Document, wrong: Wrong) -> int:
    return document.span(wrong.at, key=wrong.on_key).start


def _place(document: Document, name: str, index: int) -> str:
    start = Lines(document.text).position(document.span(("rules", index)).start)
    return f"{name}:{start.line}:{start.column}"


def _first(document: Document, found: Iterator[Wrong]) -> Wrong | None:
    """The fault that stands first in the text; a misspelt key before the one that is missed."""
    ordered = sorted(found, key=lambda wrong: (not wrong.on_key, _start(document, wrong)))
    return next(iter(ordered), None)


def _wrongs(tree: Tree, taken: Collection[str]) -> Iterator[Wrong]:
    deep = _too_deep(tree)
    if deep is not None:
        yield Wrong(deep, f"is nested deeper than {_DEEPEST} levels")
        return
    found = list(wrongs(tree))
    yield from found
    if found:
        return
    known: dict[str, int] = {}
    for index, entry in enumerate(tree["rules"]):
        at: Path = ("rules", index)
        if entry["id"] in taken:
            yield Wrong((*at, "id"), f"the name '{entry['id']}' is taken by another rule")
        elif entry["id"] in known:
            yield Wrong((*at, "id"), f"two rules have the id '{entry['id']}'")
        known.setdefault(entry["id"], index)
        yield from unknown_names(entry, at)
        yield from wrongs_in_schema(entry["schema"], (*at, "schema"))
        try:
            nested(_wanted(entry.get("fix", {})))
        except ValueError as error:
            yield Wrong((*at, "fix", "set"), f"{shortened(str(error))} is set twice")


def _too_deep(tree: Tree) -> Path | None:
    waiting: list[tuple[Path, Tree]] = [((), tree)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > _DEEPEST:
            return path
        if isinstance(value, dict):
            waiting += (((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting += (((*path, index), inner) for index, inner in enumerate(value))
    return None


def _demand(entry: dict[str, Any], place: str) -> Demand:
    types = entry["type"]
    return Demand(
        id=entry["id"],
        types=(types,) if isinstance(types, str) else tuple(types),
        schema=entry["schema"],
        message=" ".join(entry["message"].split()).removesuffix("."),
        severity=Severity[entry.get("severity", "warning").upper()],
        place=place,
        url=entry.get("url"),
        remedy=_remedy(entry["fix"]) if "fix" in entry else None,
    )


def _remedy(fix: dict[str, Any]) -> Remedy:
    return Remedy(
        wanted=_wanted(fix),
        unwanted=tuple(tuple(name.split(".")) for name in fix.get("remove", ())),
        safety=Safety[fix.get("safety", "unsafe").upper()],
    )


def _wanted(fix: dict[str, Any]) -> tuple[tuple[tuple[str, ...], Tree], ...]:
    return tuple((tuple(name.split(".")), value) for name, value in fix.get("set", {}).items())

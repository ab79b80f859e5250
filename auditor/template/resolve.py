"""What a value can turn out to be: each case with its conditions and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Protocol

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, split_arguments, sub_arguments, sub_parts
from auditor.template.values import ABSENT, ALWAYS, UNKNOWN, Case, When, is_possible

_MAX_CASES = 32
_MAX_DEPTH = 12
_MOST_DIGITS = 8
_DYNAMIC = "{{resolve:"
_INDEX = expression(r"[0-9]{1,4}")


class Definitions(Protocol):
    """The parts of a template that values can refer to."""

    @property
    def mappings(self) -> Mapping[str, Tree]:
        """Mappings by name."""

    def parameter(self, name: str, when: When) -> tuple[Tree, bool]:
        """What a parameter is under conditions, and whether it can be nothing else."""

    def can_be(self, parameter: str, text: str, when: When) -> bool:
        """Whether a parameter can have a value under conditions."""


def cases(definitions: Definitions, value: Tree, path: Path, when: When = ALWAYS) -> list[Case]:
    """All cases of a value that stands at a path, at least one.

    One unknown case stands for all where they are too many.
    """
    found = list(_resolve(definitions, value, path, when, 0))
    if not found or len(found) > _MAX_CASES:
        return [Case(UNKNOWN, path, when)]
    return [Case(UNKNOWN, case.path, case.when) if _is_dynamic(case) else case for case in found]


def is_literal(value: Tree) -> bool:
    """Whether a value is surely what is written: no function, no variable, nothing read later."""
    if isinstance(value, str):
        return "${" not in value and _DYNAMIC not in value
    if isinstance(value, dict):
        if len(value) == 1:
            return function_of(value) is None
        return "Fn::Transform" not in value
    return True


def is_dynamic(text: str) -> bool:
    """Whether the deployment reads a part of a text from elsewhere.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    return _DYNAMIC in text


def _is_dynamic(case: Case) -> bool:
    return case.text is not None and is_dynamic(case.text)


def branches(value: Tree, path: Path, when: When = ALWAYS) -> Iterator[Case]:
    """The branches of `Fn::If` in a value, with all other functions left as they are written."""
    call = function_of(value)
    if call is None or call[0] != "Fn::If":
        absent = call == ("Ref", "AWS::NoValue")
        yield Case(ABSENT if absent else value, path, when, direct=True)
        return
    argument = call[1]
    if not (isinstance(argument, list) and len(argument) == 3 and isinstance(argument[0], str)):
        yield Case(UNKNOWN, path, when)
        return
    for index, holds in ((1, True), (2, False)):
        branch = when | {(argument[0], holds)}
        if is_possible(branch):
            yield from branches(argument[index], (*path, "Fn::If", index), branch)


def scalar_text(value: Tree) -> str | None:
    """A scalar as CloudFormation writes it into a string."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else None


def whole_number(value: Tree) -> int | None:
    """A whole number, which templates have as a text too; None where it has over eight digits."""
    text = None if isinstance(value, bool) else scalar_text(value)
    if text is None or not text.isdecimal() or len(text) > _MOST_DIGITS:
        return None
    return int(text)


def _resolve(
    definitions: Definitions, value: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    call = function_of(value) if isinstance(value, dict) else None
    if call is None:
        has_macro = isinstance(value, dict) and "Fn::Transform" in value
        yield Case(UNKNOWN if has_macro else value, path, when, direct=not has_macro)
        return
    name, argument = call
    resolver = _RESOLVERS.get(name)
    if resolver is None or depth > _MAX_DEPTH:
        yield Case(UNKNOWN, path, when)
        return
    yield from resolver(definitions, argument, path, when, depth + 1)


def _ref(
    definitions: Definitions, argument: Tree, path: Path, when: When, _depth: int
) -> Iterator[Case]:
    if argument == "AWS::NoValue":
        yield Case(ABSENT, path, when)
        return
    known = definitions.parameter(argument, when) if isinstance(argument, str) else (UNKNOWN, True)
    yield Case(known[0], path, when, known[1])


def has_plain_type(parameter: dict[str, Tree]) -> bool:
    """Whether a parameter is what the user gives it: no list, no name of a stored value."""
    return parameter.get("Type", "String") in ("String", "Number")


def parameter_value(parameter: dict[str, Tree] | None) -> tuple[Tree, bool]:
    """What a parameter is, and whether it can be nothing else; UNKNOWN without a default."""
    if parameter is None or not has_plain_type(parameter):
        return UNKNOWN, True
    allowed = parameter.get("AllowedValues")
    if isinstance(allowed, list) and len(allowed) == 1 and scalar_text(allowed[0]) is not None:
        return allowed[0], True
    default = parameter.get("Default")
    return (UNKNOWN, True) if scalar_text(default) is None else (default, False)


def _if(
    definitions: Definitions, argument: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    if not (isinstance(argument, list) and len(argument) == 3 and isinstance(argument[0], str)):
        yield Case(UNKNOWN, path, when)
        return
    for index, holds in ((1, True), (2, False)):
        branch = when | {(argument[0], holds)}
        if is_possible(branch):
            place = (*path, "Fn::If", index)
            yield from _resolve(definitions, argument[index], place, branch, depth)


def _sub(
    definitions: Definitions, argument: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    arguments = sub_arguments(argument)
    if arguments is None:
        yield Case(UNKNOWN, path, when)
        return
    template, variables, is_list = arguments
    place = (*path, "Fn::Sub", 0) if is_list else (*path, "Fn::Sub")
    parts = sub_parts(template)
    if not any(part.is_variable for part in parts):
        text = "".join(part.text for part in parts)
        yield Case(text, place, when, direct=text == template)
        return
    pieces = [
        (variables.get(part.text, {"Ref": part.text}) if part.is_variable else part.text)
        for part in parts
    ]
    yield from _concatenate(definitions, pieces, "", path, when, depth)


def _join(
    definitions: Definitions, argument: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    if (
        isinstance(argument, list)
        and len(argument) == 2
        and isinstance(argument[0], str)
        and isinstance(argument[1], list)
    ):
        yield from _concatenate(definitions, argument[1], argument[0], path, when, depth)
    else:
        yield Case(UNKNOWN, path, when)


def _concatenate(
    definitions: Definitions,
    pieces: list[Tree],
    delimiter: str,
    path: Path,
    when: When,
    depth: int,
) -> Iterator[Case]:
    partial: list[tuple[list[str], When, bool]] = [([], when, True)]
    for piece in pieces:
        if isinstance(piece, str):  # as most are
            for texts, _, _ in partial:
                texts.append(piece)
            continue
        grown: list[tuple[list[str], When, bool]] = []
        for texts, so_far, certain in partial:
            for case in _resolve(definitions, piece, path, so_far, depth):
                text = scalar_text(case.value)
                if text is None and not case.absent:
                    yield Case(UNKNOWN, path, when)
                    return
                added = [] if text is None else [text]
                grown.append((texts + added, case.when, certain and case.certain))
        partial = grown[: _MAX_CASES + 1]
    for texts, so_far, certain in partial:
        yield Case(delimiter.join(texts), path, so_far, certain)


_Picking = Callable[[Tree], Iterable[tuple[str, Tree]]]
"""From a mapping to those of its entries that a key can pick."""


def _find_in_map(
    definitions: Definitions, argument: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    if not (isinstance(argument, list) and len(argument) == 3):
        yield Case(UNKNOWN, path, when)
        return
    mapping = definitions.mappings.get(argument[0]) if isinstance(argument[0], str) else None
    rows, columns = (_picked(definitions, key, when, depth) for key in argument[1:])
    every = (
        (row, column, value) for row, content in rows(mapping) for column, value in columns(content)
    )
    # with more than these nothing is known
    found = list(islice(every, _MAX_CASES + 1))
    if not found or len(found) > _MAX_CASES:
        yield Case(UNKNOWN, path, when)
        return
    for row, column, value in found:
        place = ("Mappings", argument[0], row, column)
        known = UNKNOWN if function_of(value) is not None else value
        yield Case(known, place, when, certain=len(found) == 1, direct=True)


def _picked(definitions: Definitions, key: Tree, when: When, depth: int) -> _Picking:
    """The entries of a mapping that a key can pick: all of them where the key is not known."""
    if isinstance(key, str):
        return lambda mapping: _named(mapping, key)
    picked = list(_resolve(definitions, key, (), when, depth))
    keys = {scalar_text(case.value) for case in picked}
    if None not in keys and all(case.certain for case in picked):
        return _fitting(lambda name: name in keys)
    call = function_of(key)
    if call is None or call[0] != "Ref" or not isinstance(call[1], str):
        return _fitting(lambda _: True)
    parameter = call[1]
    return _fitting(cache(lambda name: definitions.can_be(parameter, name, when)))


def _named(mapping: Tree, key: str) -> list[tuple[str, Tree]]:
    return [(key, mapping[key])] if isinstance(mapping, dict) and key in mapping else []


def _fitting(fits: Callable[[str], bool]) -> _Picking:
    def picked(mapping: Tree) -> Iterator[tuple[str, Tree]]:
        entries = mapping.items() if isinstance(mapping, dict) else ()
        return ((name, value) for name, value in entries if fits(name))

    return picked


def _select(
    definitions: Definitions, argument: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    index = scalar_text(argument[0]) if isinstance(argument, list) and len(argument) == 2 else None
    if index is None or not _INDEX.fullmatch(index):
        yield Case(UNKNOWN, path, when)
        return
    number, values = int(index), argument[1]
    if isinstance(values, list):
        if number < len(values):
            place = (*path, "Fn::Select", 1, number)
            yield from _resolve(definitions, values[number], place, when, depth)
        else:
            yield Case(UNKNOWN, path, when)
        return
    for case in _split(definitions, values, path, when, depth):
        pieces = case.value
        found = pieces[number] if isinstance(pieces, list) and number < len(pieces) else UNKNOWN
        yield Case(found, path, case.when, case.certain)


def _split(
    definitions: Definitions, value: Tree, path: Path, when: When, depth: int
) -> Iterator[Case]:
    """The pieces of a text by `Fn::Split`, which no place in the template has."""
    arguments = split_arguments(value)
    if arguments is None:
        yield Case(UNKNOWN, path, when)
        return
    delimiter, source = arguments
    for case in _resolve(definitions, source, path, when, depth):
        text = scalar_text(case.value)
        pieces = UNKNOWN if text is None or is_dynamic(text) else text.split(delimiter)
        yield Case(pieces, path, case.when, case.certain)


_RESOLVERS = {
    "Ref": _ref,
    "Fn::If": _if,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::FindInMap": _find_in_map,
    "Fn::Select": _select,
}

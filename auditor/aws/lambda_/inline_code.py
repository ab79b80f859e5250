"""Inline code as the deployment will see it, put together from the functions that write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.embedded.stand_ins import STAND_IN
from auditor.embedded.text import EmbeddedText, Piece
from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, sub_arguments, sub_parts
from auditor.template.resolve import scalar_text
from auditor.template.template import Template

_OPEN_LINE = expression(rf"^[ \t]*{STAND_IN}\w*[ \t]*(?:;[ \t]*)?\r?$", re.MULTILINE)


def has_open_lines(code: str, names: Iterable[str]) -> bool:
    """Whether a value that is not known may define something in assembled code.

    It stands for a whole line, or for one of the names that the code defines.
    """
    return any(name.startswith(STAND_IN) for name in names) or bool(_OPEN_LINE.search(code))


def has_stand_ins(code: EmbeddedText) -> bool:
    """Whether something in assembled code stands for a value that is not known."""
    return STAND_IN in code.text


def assemble(template: Template, value: Tree, path: Path) -> EmbeddedText | None:
    """The text that a value makes, None where a whole run of it cannot be known."""
    pieces = _pieces(template, value, path)
    return None if pieces is None else EmbeddedText(pieces)


def _pieces(template: Template, value: Tree, path: Path) -> list[Piece] | None:
    if isinstance(value, str):
        return [Piece(value, path)]
    call = function_of(value)
    if call is None:
        return None
    name, argument = call
    if name == "Fn::Sub":
        return _substituted(template, argument, (*path, name))
    if name == "Fn::Join":
        return _joined(template, argument, (*path, name))
    return None


def _substituted(template: Template, argument: Tree, path: Path) -> list[Piece] | None:
    arguments = sub_arguments(argument)
    if arguments is None:
        return None
    text, variables, is_list = arguments
    place = (*path, 0) if is_list else path
    return [
        _filled(template, variables.get(part.text, {"Ref": part.text}), part.text)
        if part.is_variable
        else Piece(part.text, place, part.start)
        for part in sub_parts(text)
    ]


def _joined(template: Template, argument: Tree, path: Path) -> list[Piece] | None:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)):
        return None
    delimiter = argument[0]
    if not isinstance(delimiter, str):
        return None
    return list(_between(template, delimiter, argument[1], (*path, 1)))


def _between(template: Template, delimiter: str, values: list[Tree], path: Path) -> Iterator[Piece]:
    for index, value in enumerate(values):
        if index:
            yield Piece(delimiter)
        inner = _pieces(template, value, (*path, index))
        if inner is None:
            yield _filled(template, value, str(index))
        else:
            yield from inner


def _filled(template: Template, value: Tree, hint: str) -> Piece:
    """A value in the midst of code: its text where it is certain, else a stand-in."""
    found = template.cases(value, ())
    text = scalar_text(found[0].value) if len(found) == 1 and found[0].certain else None
    if text is None:
        safe = "".join(character if character.isalnum() else "_" for character in hint)
        text = STAND_IN + safe
    return Piece(text)

"""Outputs that a program puts into texts before they have a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.model.edit import ReplaceInFile
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.programs.reading.outputs import NO_TEXT
from auditor.programs.reading.textual import Textual, Way
from auditor.programs.subjects.found import PROGRAM, called, document_of, path_of
from auditor.programs.subjects.helpers import lifted
from auditor.programs.syntax import Call
from auditor.programs.values import (
    Asset,
    Cases,
    Joined,
    Json,
    Made,
    Mapping,
    Sequence,
    Unknown,
    Value,
)
from auditor.template.template import Template

_STOPS = frozenset({Way.PLUS, Way.JOIN, Way.JSON})
"""What Python refuses to do with an output; everything else gives a text."""
_DEEPEST = 20
_MOST_VALUES = 100_000
_WITH_HELPER = (
    "json_dumps", "jsonStringify", "getPolicyDocumentOutput", "get_policy_document_output",
)  # fmt: skip


class _Place(Struct, eq=False):
    """Where a text goes: into an argument of a resource.

    It is sure unless a condition decides, and direct unless something is made of it first that
    needs its text: then `json` is the only thing, where it is JSON of the language.
    """

    made: Made
    argument: str
    is_sure: bool
    is_direct: bool
    json: Call | None = None


class OutputText(Struct, frozen=True):
    """An output that has no text where a program asks for it.

    `owner` is what messages call the resource, and `name` the output. `user` is the resource that
    gets the text in `argument`, empty where nothing shows that one does. With `stops` the program
    ends there, else it goes on with a text that says that there is none. `is_sure` says that no
    condition decides. `edits` are those that lift the text to an output, and `helper` is what
    does.
    """

    at: Path
    file: str
    span: Span
    way: Way
    owner: str
    name: str
    user: str
    argument: str
    stops: bool
    is_sure: bool
    is_python: bool
    helper: str
    edits: tuple[ReplaceInFile, ...]
    is_new_enough: bool
    """Whether the provider's version asks for a version of Pulumi that has all helpers."""

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[OutputText]:
        """All of a program, each expression once."""
        document = document_of(template)
        if document is None or not document.program.reader.textual:
            return
        program, building = document.program, document.building
        places = _places(program.resources)
        texts: dict[int, Textual] = {}
        for text in program.reader.textual:
            earlier = texts.get(id(text.node))
            if earlier is None or (text.is_sure and not earlier.is_sure):
                texts[id(text.node)] = text
        for key, text in texts.items():
            place = places.get(key)
            node = text.node
            is_python = node.file.language == "python"
            stops = is_python and text.way in _STOPS
            json = place.json if place is not None else None
            is_direct = place is not None and (place.is_direct or json is not None)
            edits, helper = lifted(text, json, is_direct=is_direct)
            yield cls(
                at=path_of(building, text.resource if place is None else place.made),
                file=node.file.name,
                span=Span(node.start, node.end),
                way=text.way,
                owner=called(building, text.resource),
                name=_shown(text, is_python=is_python),
                user="" if place is None else called(building, place.made),
                argument="" if place is None else place.argument,
                stops=stops,
                is_sure=text.is_sure if stops or place is None else place.is_sure,
                is_python=is_python,
                helper=helper,
                edits=edits,
                is_new_enough=program.majors == {"7"},
            )


def _shown(text: Textual, *, is_python: bool) -> str:
    """The output as the program calls it."""
    name = text.path[0]
    snake = {camel: own for own, camel in text.resource.kind.outputs.items()}
    return snake.get(name, name) if is_python else name


def _places(resources: list[Made]) -> dict[int, _Place]:
    """Where texts go that outputs were put into, by the identity of the expression."""
    search = _Search()
    for made in resources:
        is_sure = not made.when and not made.is_repeated
        for name, item in made.arguments.items.items():
            search.look(item.value, _Place(made, name, is_sure, True), 0)
    return search.found


class _Search:
    """Goes through arguments; lists of the same lists end it."""

    def __init__(self) -> None:
        self.found: dict[int, _Place] = {}
        self._left = _MOST_VALUES

    def look(self, value: Value, place: _Place, depth: int) -> None:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            return
        if isinstance(value, Json) or (isinstance(value, Unknown) and value.why == NO_TEXT):
            self._keep(value, place)
        inner = _inside(value, place)
        for one in _parts(value):
            self.look(one, inner, depth + 1)

    def _keep(self, value: Value, place: _Place) -> None:
        earlier = self.found.get(id(value.node))
        if earlier is None:
            self.found[id(value.node)] = place
            return
        # a text that goes to more than one place is changed only where all of them allow it
        is_direct = earlier.is_direct and place.is_direct
        json = earlier.json if earlier.json is place.json else None
        first = earlier if earlier.is_sure or not place.is_sure else place
        kept = _Place(first.made, first.argument, first.is_sure, is_direct, json)
        self.found[id(value.node)] = kept


def _parts(value: Value) -> Iterator[Value]:
    match value:
        case Cases():
            yield from (value.then, value.other)
        case Joined():
            yield from value.parts
        case Json():
            yield value.value
        case Asset():
            yield value.content
        case Mapping():
            yield from (item.value for item in value.items.values())
        case Sequence():
            yield from value.items


def _inside(value: Value, place: _Place) -> _Place:
    """What a place is for what a value is put together of."""
    made, argument = place.made, place.argument
    if isinstance(value, Cases):
        return _Place(made, argument, False, place.is_direct, place.json)
    if isinstance(value, Joined | Asset):
        return _Place(made, argument, place.is_sure, False)
    call = value.node if isinstance(value, Json) and isinstance(value.node, Call) else None
    if call is None or call.function.text.rpartition(".")[2] in _WITH_HELPER:
        return place
    json = call if place.is_direct else None
    return _Place(made, argument, place.is_sure, False, json)

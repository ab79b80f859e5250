"""Parts of an API that must be there before others are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.programs.document import ProgramDocument
from auditor.programs.meaning.mentions import mentioned
from auditor.programs.meaning.order import waits_for
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.subjects.found import PROGRAM, called, document_of, path_of
from auditor.programs.values import Instance, Made
from auditor.template.template import Template


class UnorderedPart(Struct, frozen=True):
    """A resource that is made without waiting for another one that it needs.

    `needs` is the logical ID of that one, and `waits` the logical IDs that it waits for by its
    options already. `kind` and `needed_kind` are their classes.
    """

    at: Path
    file: str
    span: Span
    called: str
    kind: str
    needs: str
    needed: str
    needed_kind: str
    waits: tuple[str, ...] = ()

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[UnorderedPart]:
        """All of a program, in order."""
        document = document_of(template)
        if document is None:
            return
        order = _Order(document)
        for made in document.program.resources:
            if made.provider == "native":
                continue
            for needed in order.needs(made):
                if needed.when != made.when or order.comes_after(made, needed):
                    continue
                names = document.building.names
                own = template.tree["Resources"].get(names.of(made), {}).get("DependsOn", [])
                yield cls(
                    at=path_of(document.building, made),
                    file=made.call.file.name,
                    span=Span(made.call.start, made.call.inner),
                    called=called(document.building, made),
                    kind=made.kind.name,
                    needs=names.of(needed) or "",
                    needed=called(document.building, needed),
                    needed_kind=needed.kind.name,
                    waits=tuple(one for one in own if isinstance(one, str)),
                )


class _Order:
    """What waits for what."""

    def __init__(self, document: ProgramDocument) -> None:
        self._document = document
        self._building = document.building
        self._waits: dict[int, set[int] | None] = {}
        self._resources = document.program.resources
        self._at: dict[tuple[str, ...], list[Made]] = {}
        self._of_api: dict[str, list[Made]] = {}
        for one in self._resources:
            if one.kind.name == "apigateway.Integration":
                place = self._place(one)
                self._at.setdefault(place, []).append(one)
                self._of_api.setdefault(place[0], []).append(one)
        self._by_id = {id(one): one for one in self._resources}

    def needs(self, made: Made) -> list[Made]:
        """What must be there before a resource."""
        if made.kind.name == "apigateway.IntegrationResponse":
            return self._at.get(self._place(made), [])
        if made.kind.name == "apigateway.Deployment":
            return self._of_api.get(self._tree(made, "restApi"), [])
        return []

    def comes_after(self, made: Made, needed: Made) -> bool:
        """Whether a resource waits for another one, or may."""
        seen: set[int] = set()
        waiting = [made]
        while waiting:
            here = waiting.pop()
            if id(here) in seen:
                continue
            seen.add(id(here))
            direct = self._direct(here)
            if direct is None or id(needed) in direct:
                return True
            waiting += [self._by_id[one] for one in direct if one in self._by_id]
        return False

    def _direct(self, made: Made) -> set[int] | None:
        if id(made) not in self._waits:
            spoken: dict[int, Made] = {}
            is_known = True
            for item in made.arguments.items.values():
                is_known = mentioned(item.value, spoken) and is_known
            is_known = is_known and not made.arguments.is_open
            waits, is_all = waits_for(made)
            for value in waits:
                if isinstance(value, Instance):
                    spoken.update((id(m), m) for m in self._resources if m.owner is value)
                else:
                    spoken[id(value)] = value
            is_known = is_known and is_all
            self._waits[id(made)] = set(spoken) if is_known else None
        return self._waits[id(made)]

    def _place(self, made: Made) -> tuple[str, ...]:
        return tuple(self._tree(made, name) for name in ("restApi", "resourceId", "httpMethod"))

    def _tree(self, made: Made, name: str) -> str:
        item = argument(made, name)
        if item is None:
            return f"nothing {id(made)}"
        out = self._building.converter.of(item.value, {}, None, verbatim=True)
        return repr(out.tree)

"""Arguments of resource classes that do not fit them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.data.pulumi_classes import ResourceClass
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.programs.meaning.tree import Building
from auditor.programs.subjects.found import PROGRAM, called, classes_of, document_of, path_of
from auditor.programs.syntax import Entry
from auditor.programs.values import Made
from auditor.template.template import Template

_OPTIONS = {
    "depends_on", "dependsOn", "parent", "provider", "protect", "ignore_changes", "ignoreChanges",
    "delete_before_replace", "deleteBeforeReplace", "retain_on_delete", "retainOnDelete", "opts",
    "aliases", "version",
}  # fmt: skip


class ArgumentFault(Struct, frozen=True):
    """An argument that a class does not take, or one that it asks for and that is not given.

    `name` is that of the argument, `missing` whether it is not given. `other` are the names that
    the class takes, `version` the provider's major version that refuses it, and `is_certain` says
    that no other version comes into question. `is_script` is True in JavaScript and TypeScript.
    """

    at: Path
    file: str
    span: Span
    called: str
    kind: str
    name: str
    missing: bool
    other: tuple[str, ...]
    version: str
    is_certain: bool
    is_typescript: bool
    is_python: bool
    is_option: bool
    key: Span | None = None

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[ArgumentFault]:
        """All of a program, in order."""
        document = document_of(template)
        if document is None:
            return
        seen: set[tuple[int, str]] = set()
        for made in document.program.resources:
            for fault in _faults(document.building, document.program.majors, made):
                key = (id(made.call), fault.name)
                if key not in seen:
                    seen.add(key)
                    yield fault


def _faults(building: Building, majors: frozenset[str], made: Made) -> Iterator[ArgumentFault]:
    known = classes_of(made, majors)
    if not known:
        return
    is_python = made.call.file.language == "python"
    for name, item in made.arguments.items.items():
        entry, file = item.entry, item.file
        refusing = [v for v, kind in known.items() if not _takes(kind, name, is_python=is_python)]
        if refusing and entry is not None and file is not None:
            span, key = Span(entry.key_start, entry.key_end), _key(entry)
            yield _made(
                building, made, known, refusing, name, span, file.name, missing=False, key=key
            )
    if made.arguments.is_open or _imports(made):
        return
    newest = next(iter(known.values()))
    given = {_snake_of(newest, name, is_python=is_python) for name in made.arguments.items}
    wanted = dict.fromkeys(name for kind in known.values() for name in sorted(kind.required))
    for name in wanted:
        refusing = [v for v, kind in known.items() if name in kind.required]
        if name not in given:
            shown = name if is_python else known[refusing[0]].arguments[name]
            end = min(made.call.inner, made.call.end)
            span = Span(made.call.start, end)
            yield _made(
                building,
                made,
                known,
                refusing,
                shown,
                span,
                made.call.file.name,
                missing=True,
                key=None,
            )


def _made(
    building: Building,
    made: Made,
    known: dict[str, ResourceClass],
    refusing: list[str],
    name: str,
    span: Span,
    file: str,
    *,
    missing: bool,
    key: Span | None,
) -> ArgumentFault:
    is_python = made.call.file.language == "python"
    newest = known[refusing[0]]
    other = newest.arguments if is_python else newest.arguments.values()
    return ArgumentFault(
        at=path_of(building, made),
        file=file,
        span=span,
        called=called(building, made),
        kind=made.kind.name,
        name=name,
        missing=missing,
        other=tuple(other),
        version=refusing[0],
        is_certain=len(refusing) == len(known),
        is_typescript=made.call.file.name.endswith((".ts", ".mts", ".cts")),
        is_python=is_python,
        is_option=name in _OPTIONS,
        key=key,
    )


def _takes(kind: ResourceClass, name: str, *, is_python: bool) -> bool:
    return name in kind.arguments if is_python else name in kind.arguments.values()


def _snake_of(kind: ResourceClass, name: str, *, is_python: bool) -> str:
    if is_python:
        return name
    return next((snake for snake, camel in kind.arguments.items() if camel == name), name)


def _imports(made: Made) -> bool:
    """Whether the options take over what exists already, or cannot be read."""
    from auditor.programs.values import Known, Mapping

    options = made.options
    if isinstance(options, Known):
        return False
    return (
        not isinstance(options, Mapping)
        or options.is_open
        or bool({"urn", "id"} & set(options.items))
    )


def _key(entry: Entry) -> Span:
    return Span(entry.key_start, entry.key_end)

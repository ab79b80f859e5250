"""Arguments of resource classes that do not fit them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import ClassVar

from msgspec import Struct

from auditor.data.pulumi_classes import ResourceClass
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.programs.classes import classes_of
from auditor.programs.meaning.tree import Building
from auditor.programs.subjects.found import PROGRAM, called, document_of, path_of
from auditor.programs.subjects.nested import TYPESCRIPT, NestedFault, nested_faults
from auditor.programs.syntax import Call, Entry
from auditor.programs.values import Made
from auditor.template.template import Template

_OPTIONS = {
    "depends_on", "dependsOn", "parent", "provider", "protect", "ignore_changes", "ignoreChanges",
    "delete_before_replace", "deleteBeforeReplace", "retain_on_delete", "retainOnDelete", "opts",
    "aliases", "version",
}  # fmt: skip


class Checked(Enum):
    """Who refuses an argument that is not accepted."""

    PYTHON = "python"
    COMPILER = "compiler"
    PROVIDER = "provider"
    PERHAPS = "perhaps"
    """The provider refuses it or ignores it, as the resource is made."""
    NOBODY = "nobody"


class ArgumentFault(Struct, frozen=True):
    """An argument that a class does not take, or one that it asks for and that is not given.

    `name` is that of the argument, `missing` whether it is not given. `kind` is the class, or the
    nested type of the argument that it lies in, which is `place` then. `other` are the names that
    the class takes, `version` the provider's major version that refuses it, and `is_certain` says
    that no other version comes into question. `checked` is who refuses it first: Python, the
    compiler of TypeScript or the provider; nobody where it is ignored.
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
    checked: Checked
    is_python: bool
    is_option: bool
    key: Span | None = None
    place: str = ""
    quote: str = ""

    types: ClassVar[tuple[str, ...]] = PROGRAM

    def quoted(self, name: str) -> str:
        """A name as the key is written."""
        return f"{self.quote}{name}{self.quote}"

    @classmethod
    def find(cls, template: Template) -> Iterator[ArgumentFault]:
        """All of a program, in order."""
        document = document_of(template)
        if document is None:
            return
        seen: set[tuple[str, Span, str]] = set()
        for made in document.program.resources:
            for fault in _faults(document.building, document.program.majors, made):
                key = fault.file, fault.span, fault.name
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
    yield from (_nested(building, made, len(known), one) for one in nested_faults(made, known))
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
        checked=_checked(made.call, key) or Checked.NOBODY,
        is_python=is_python,
        is_option=name in _OPTIONS,
        key=key,
        quote=_quote(building, file, key),
    )


def _quote(building: Building, file: str, key: Span | None) -> str:
    """The quotation mark that a key is written with."""
    text = building.program.files[file].text
    first = "" if key is None else text[key.start : key.start + 1]
    return first if first in ("'", '"', "`") else ""


def _nested(building: Building, made: Made, versions: int, fault: NestedFault) -> ArgumentFault:
    is_python = made.call.file.language == "python"
    return ArgumentFault(
        at=path_of(building, made),
        file=fault.file,
        span=fault.span,
        called=called(building, made),
        kind=fault.type,
        name=fault.name,
        missing=fault.missing,
        other=fault.other,
        version=fault.refusing[0],
        is_certain=fault.is_sure and len(fault.refusing) == versions,
        checked=_checked_within(made, fault),
        is_python=is_python,
        is_option=False,
        key=fault.key,
        place=fault.place,
        quote=_quote(building, fault.file, fault.key),
    )


def _checked(call: Call, key: Span | None) -> Checked | None:
    """Who of the language refuses an argument; the compiler only looks at what stands in the call.

    https://www.typescriptlang.org/docs/handbook/2/objects.html#excess-property-checks
    """
    if call.file.language == "python":
        return Checked.PYTHON
    is_inside = key is None or call.start <= key.start < call.end
    is_checked = call.file.name.endswith(TYPESCRIPT) and is_inside and "as any" not in call.text
    return Checked.COMPILER if is_checked else None


def _checked_within(made: Made, fault: NestedFault) -> Checked:
    by_language = _checked(made.call, fault.key) if fault.file == made.call.file.name else None
    if fault.is_class or by_language is Checked.COMPILER:
        return Checked.PYTHON if fault.is_class else Checked.COMPILER
    is_refused = made.provider == "native" or fault.is_needed
    return Checked.PROVIDER if is_refused else Checked.PERHAPS


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

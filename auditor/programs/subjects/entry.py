"""Where a program begins, and what keeps it from beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.expression import expression
from auditor.model.text import Span
from auditor.programs.document import ProgramDocument
from auditor.programs.subjects.found import PROGRAM, document_of
from auditor.template.template import Template

_MOST_FOLDERS = 50
_MAIN = expression(r"^main[ \t]*:[ \t]*[\"']?([^\s#\"']+)[\"']?", 8)
_RUNTIME = expression(r"^runtime[ \t]*:", 8)
_USES = {
    "python": expression(r"^[ \t]*(?:import|from)[ \t]+pulumi(?:_|\b)", 8),
    "nodejs": expression(r"""['"]@pulumi/[\w-]+['"]"""),
}
_AUTOMATION = expression(r"pulumi(?:\.|/pulumi/)(?:x\.)?automation|import automation\b|\bauto\.")
"""Who runs the program himself, by the automation API, gives it as a function."""
_ENDINGS = {"python": (".py",), "nodejs": (".ts", ".js", ".mjs", ".cjs")}


class EntryFault(Struct, frozen=True):
    """A file that a program needs to begin, and that is not there or cannot be read.

    `file` is None for the project file, in which `span` stands then. `candidates` are files that
    may be meant, and `message` what is wrong with a file that is there.
    """

    file: str | None
    span: Span
    wanted: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    main: Span | None = None
    message: str = ""

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[EntryFault]:
        """All of a program."""
        document = document_of(template)
        if document is None:
            return
        program = document.program
        for name, fault in program.broken.items():
            if name.endswith(".py"):
                yield cls(
                    name, Span(fault.offset, fault.offset + 1), (name,), message=fault.message
                )
        if program.entry.file is not None or not program.entry.is_known:
            return
        runtime = program.project.runtime
        found = []
        names = document.files.names(program.entry.folder) or frozenset()
        prefix = "" if program.entry.folder == "." else f"{program.entry.folder}/"
        for one in sorted(names):
            if one.endswith(_ENDINGS[runtime]) and not one.startswith(("test", "conftest")):
                text = document.files.read(prefix + one)
                if text is not None and _AUTOMATION.search(text):
                    return
                if text is not None and _USES[runtime].search(text):
                    found.append(prefix + one)
        if not found and not _has_source(document, runtime):
            return
        main = _MAIN.search(document.text)
        place = main or _RUNTIME.search(document.text)
        span = (
            Span(0, 0)
            if place is None
            else Span(
                place.start(1) if main else place.start(), place.end(1) if main else place.end()
            )
        )
        yield cls(None, span, program.entry.wanted, tuple(found), span if main else None)


def _has_source(document: ProgramDocument, runtime: str) -> bool:
    """Whether files of the language lie in the project's folder, or in a folder of it.

    Where a file in there speaks of the automation API, it may run the program from elsewhere.
    """
    top = document.files.names(".") or frozenset()
    folders = [name for name in sorted(top) if "." not in name][:_MOST_FOLDERS]
    found = any(name.endswith(_ENDINGS[runtime]) for name in top)
    for folder in folders:
        for name in sorted(document.files.names(folder) or ())[:_MOST_FOLDERS]:
            found = found or name.endswith(_ENDINGS[runtime])
            is_code = name.endswith((".py", ".ts", ".js", ".mjs"))
            text = document.files.read(f"{folder}/{name}") if is_code else None
            if text is not None and _AUTOMATION.search(text):
                return False
    return found

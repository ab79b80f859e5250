"""Values that may be missing where a program uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.model.text import Span
from auditor.programs import syntax as s
from auditor.programs.document import ProgramDocument
from auditor.programs.subjects.found import PROGRAM, document_of
from auditor.template.template import Template

_TESTS = ("test", "tests", "__tests__", "spec")
_MOST_TESTS = 60
_ENDINGS = (".js", ".mjs", ".cjs", ".ts", ".mts", ".py")
_GUARD = (
    r"(?:\b{0}\s*(?:\?\?=|\|\|=)|\b{0}\s*=\s*{0}\s*(?:\|\||\?\?|or\b)|!\s*{0}\b"
    r"|\b{0}\s*\?|\b{0}\s*&&|if\s+(?:not\s+)?{0}\b|if\s*\(\s*{0}\b|\b{0}\s+is\b"
    r"|typeof\s+{0}|\b{0}\s*={{2,3}}\s*(?:null|undefined))"
)
"""Ways in which a program asks whether a value is there."""


class MissingUse(Struct, frozen=True):
    """A value that is used as if it were there.

    With `parameter` it is a parameter that callers may leave out, and `omitted` says where one
    does. Else the value is certainly missing when the program runs.
    """

    file: str
    span: Span
    text: str
    attribute: str
    parameter: str = ""
    owner: str = ""
    declared: Span | None = None
    omitted: str = ""
    is_in_program: bool = False
    is_python: bool = False

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[MissingUse]:
        """All of a program: what is missing, and then what may be."""
        document = document_of(template)
        if document is None:
            return
        seen: set[tuple[str, int]] = set()
        optional = list(_optional(document))
        for node, _, text in document.program.reader.used:
            if not isinstance(node, s.Attribute):
                continue
            place = (node.file.name, node.start)
            declared = next((one for one in optional if (one.file, one.span.start) == place), None)
            if place in seen:
                continue
            seen.add(place)
            if declared is not None:
                continue
            yield cls(
                node.file.name, Span(node.start, node.end), text, node.name,
                is_python=node.file.language == "python",
            )  # fmt: skip
        yield from optional


def _optional(document: ProgramDocument) -> Iterator[MissingUse]:
    """Constructors of components that use an argument which callers may leave out."""
    tests: list[tuple[str, str]] | None = None
    for file in document.program.files.values():
        for statement in file.body:
            if not isinstance(statement, s.DefineClass):
                continue
            for method in statement.methods:
                if method.name not in ("constructor", "__init__"):
                    continue
                use = _use(file, method)
                if use is None:
                    continue
                omitted = _omitting(statement.name, document.program.files.values())
                is_in_program = omitted is not None
                if omitted is None:
                    tests = _test_files(document) if tests is None else tests
                    omitted = _omitting_text(statement.name, tests)
                if omitted is None:
                    continue
                yield MissingUse(
                    file.name, use[0], use[1], use[2], use[1], statement.name, use[3],
                    omitted, is_in_program, file.language == "python",
                )  # fmt: skip


def _use(file: s.File, method: s.Function) -> tuple[Span, str, str, Span] | None:
    """The first use of a parameter that may be missing, and where that is declared."""
    is_python = file.language == "python"
    skipped = 2 if is_python else 1  # the name comes first, and the instance in Python
    for parameter in method.parameters[skipped:]:
        default = parameter.default
        is_none = isinstance(default, s.Literal) and default.value is None
        declared = file.text[parameter.start : parameter.end]
        may_miss = (
            is_none
            if is_python
            else default is None
            and "?" not in declared
            and (file.name.endswith((".js", ".mjs", ".cjs")))
        )
        if not may_miss or parameter.pattern is not None or parameter.name in ("opts", "options"):
            continue
        body = file.text[parameter.end : method.end]
        name = re.escape(parameter.name)
        use = re.search(rf"(?<![\w.$'\"]){name}\.(\w+)", body)
        if use is None or re.search(_GUARD.format(name), body[: use.end() + 400]):
            continue
        start = parameter.end + use.start()
        span = Span(start, parameter.end + use.end())
        line = file.text[file.text.rfind("\n", 0, start) + 1 : start]
        if line.lstrip().startswith(("#", "//", "*")):
            continue
        return span, parameter.name, use.group(1), Span(parameter.start, parameter.end)
    return None


def _omitting(name: str, files: Iterable[s.File]) -> str | None:
    """The module of the program that makes an instance without the argument."""
    pattern = re.compile(
        rf"(?:\bnew\s+{re.escape(name)}|(?<![\w.]){re.escape(name)})\(\s*[\"'`][^\"'`,]*[\"'`]\s*\)"
    )
    for file in files:
        if pattern.search(file.text):
            return file.name
    return None


def _omitting_text(name: str, tests: list[tuple[str, str]]) -> str | None:
    escaped = re.escape(name)
    pattern = re.compile(
        rf"\b{escaped}\(\s*[\"'`][^\"'`,]*[\"'`]\s*(?:\)|,\s*(?:undefined|null|None)\s*[,)])"
    )
    return next((file for file, text in tests if pattern.search(text)), None)


def _test_files(document: ProgramDocument) -> list[tuple[str, str]]:
    """The texts of the tests beside the program."""
    found: list[tuple[str, str]] = []
    files = document.files
    waiting = [folder for folder in _TESTS if files.names(folder)]
    while waiting and len(found) < _MOST_TESTS:
        folder = waiting.pop()
        for name in sorted(files.names(folder) or ()):
            path = f"{folder}/{name}"
            if name.endswith(_ENDINGS):
                text = files.read(path)
                if text is not None:
                    found.append((path, text))
            elif "." not in name and path.count("/") < 4 and name != "node_modules":
                waiting.append(path)
    return found

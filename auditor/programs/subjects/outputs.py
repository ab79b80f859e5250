"""Outputs that a program asks resources for, and that they do not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.data.pulumi_classes import ResourceClass
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.programs.classes import classes_of
from auditor.programs.subjects.found import PROGRAM, called, document_of, path_of
from auditor.programs.syntax import Attribute
from auditor.template.template import Template


class LostOutput(Struct, frozen=True):
    """An attribute of a resource that its class does not have.

    `other` are the outputs that it has. `span` is where the attribute's name stands.
    """

    at: Path
    file: str
    span: Span
    called: str
    kind: str
    name: str
    other: tuple[str, ...]
    version: str
    is_certain: bool
    is_python: bool
    is_typescript: bool

    types: ClassVar[tuple[str, ...]] = PROGRAM

    @classmethod
    def find(cls, template: Template) -> Iterator[LostOutput]:
        """All of a program, in order."""
        document = document_of(template)
        if document is None:
            return
        seen: set[int] = set()
        for node, made, name in document.program.reader.lost:
            if id(node) in seen or not isinstance(node, Attribute):
                continue
            seen.add(id(node))
            kinds = classes_of(made, document.program.majors)
            is_python = node.file.language == "python"
            outputs = {version: _outputs(kind, is_python) for version, kind in kinds.items()}
            lacking = [version for version, names in outputs.items() if name not in names]
            if not lacking:
                continue
            yield LostOutput(
                at=path_of(document.building, made),
                file=node.file.name,
                span=Span(node.at, node.end),
                called=called(document.building, made),
                kind=made.kind.name,
                name=name,
                other=outputs[lacking[0]],
                version=lacking[0],
                is_certain=len(lacking) == len(kinds),
                is_python=is_python,
                is_typescript=node.file.name.endswith((".ts", ".mts", ".cts")),
            )


def _outputs(kind: ResourceClass, is_python: bool) -> tuple[str, ...]:
    return tuple(kind.outputs if is_python else kind.outputs.values())

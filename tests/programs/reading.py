"""Small programs as documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.model.project import Unread
from auditor.programs.document import ProgramDocument, program_document
from auditor.source.yaml_.document import YamlDocument

HEADS = {"python": "name: shop\nruntime: python\n", "nodejs": "name: shop\nruntime: nodejs\n"}


class Files:
    """A project's folder that is not on the disk."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def names(self, folder: str) -> frozenset[str] | None:
        prefix = "" if folder == "." else f"{folder}/"
        inside = (path for path in self._texts if path.startswith(prefix))
        return frozenset(path[len(prefix) :].partition("/")[0] for path in inside) or None

    def read(self, file: str) -> str | None:
        return self._texts.get(file)

    def template(self, file: str) -> str | None:
        return self.read(file)

    def unread(self, path: str) -> Unread | None:  # noqa: ARG002 (all is known)
        return None


def read(runtime: str, texts: Mapping[str, str]) -> ProgramDocument:
    base = YamlDocument(HEADS[runtime])
    document = program_document(base, Files({"Pulumi.yaml": HEADS[runtime], **texts}))
    assert isinstance(document, ProgramDocument)
    return document


def resources(runtime: str, text: str, **others: str) -> dict[str, Any]:
    """The resources of a program of one module, and others beside it by their stems."""
    ending = ".py" if runtime == "python" else ".ts"
    main = "__main__.py" if runtime == "python" else "index.ts"
    beside = {f"{name}{ending}": other for name, other in others.items()}
    found: dict[str, Any] = read(runtime, {main: text, **beside}).tree["Resources"]
    return found

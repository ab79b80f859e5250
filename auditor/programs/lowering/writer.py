"""What writes into the modules of a program, as those see it who say what is written."""

from __future__ import annotations

from typing import Protocol

from auditor.model.edit import InsertKey
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.programs.lowering.render import Renderer
from auditor.programs.lowering.style import Style
from auditor.programs.meaning.out import Out
from auditor.programs.syntax import Call, Entry, File, Object
from auditor.programs.values import Made

COMPUTED = "the program computes the value, so that no other can be put in its place"


class Writer(Protocol):
    """Gathers text edits. `handles` are the new resources that are kept in a variable."""

    handles: dict[str, InsertKey]

    def style(self, file: File) -> Style:
        """The style of a module."""

    def renderer(self, file: File, at: int, beside: Made | None = None) -> Renderer:
        """What writes values at an offset of a module, or beside a resource."""

    def put(self, file: File, start: int, end: int, text: str) -> None:
        """Replaces characters of a module."""

    def at(self, path: Path) -> Out:
        """The value at a path. Raises NotSure where the program does not spell it."""

    def resource(self, path: Path) -> Made:
        """The resource that a path lies in. Raises NotSure."""

    def anchor(self, name: str) -> Made:
        """What a new resource is put behind. Raises NotSure."""

    def statement(self, made: Made) -> tuple[int, int]:
        """Where the statement begins and ends that makes a resource, maybe among others.

        Raises NotSure.
        """

    def add_entry(
        self,
        holder: Call | Object,
        name: str,
        value: Tree | str,
        anchor: Entry | None,
        *,
        code: bool = False,
    ) -> None:
        """Adds an argument or an entry; `code` says that the value is an expression already."""

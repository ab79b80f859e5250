"""How a module is written: its quotes, its indentation, and what it calls the packages."""

from __future__ import annotations

from functools import cached_property

from auditor.programs.syntax import File, Import
from auditor.source.base import NotSure

_PACKAGES = {
    "pulumi": ("pulumi", "@pulumi/pulumi"),
    "aws": ("pulumi_aws", "@pulumi/aws"),
}


class Style:
    """The habits of one module."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.text = file.text
        self.is_python = file.language == "python"

    @cached_property
    def quote(self) -> str:
        """The quote that most texts have."""
        return "'" if self.text.count("'") > self.text.count('"') else '"'

    @cached_property
    def step(self) -> str:
        """One level of indentation."""
        for line in self.text.splitlines():
            inside = len(line) - len(line.lstrip(" \t"))
            if inside and line.strip() and not line.lstrip().startswith(("*", "//", "#")):
                return line[:inside] if inside <= 8 else "    "
        return "    "

    @cached_property
    def newline(self) -> str:
        """The line end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def package(self, name: str) -> str:
        """What the module calls a package. Raises NotSure where it does not import it whole."""
        for statement in self.file.body:
            if isinstance(statement, Import) and statement.module in _PACKAGES[name]:
                for theirs, ours in statement.names:
                    if theirs in ("*", "default"):
                        return ours
        raise NotSure(
            f"the module does not import {_PACKAGES[name][not self.is_python]} as a whole"
        )

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def indent(self, offset: int) -> str:
        """The blanks that the line of an offset begins with."""
        start = self.line_start(offset)
        line = self.text[start : self.line_end(offset)]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def begins_line(self, offset: int) -> bool:
        """Whether nothing stands before an offset on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

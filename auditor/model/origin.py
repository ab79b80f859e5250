"""What a tree was read from where that is no template: a program, in its own words."""

from __future__ import annotations

from typing import Any, Protocol

from auditor.model.path import Path


class Origin(Protocol):
    """The program that a tree was read from. Paths are those of the tree."""

    def upholds(self, path: Path, keyword: str, given: Any) -> bool:
        """Whether what refuses the program's resource is sure to make this demand of a schema.

        `path` is the value that a keyword of JSON Schema is not met by, and `given` its content.
        The keyword `unique` stands for names that one resource alone may have.
        """

    def lacks(self, path: Path, name: str) -> bool:
        """Whether a property that a mapping at a path does not have is missing there, too."""

    def stated_by(self, path: Path) -> str | None:
        """The logical ID of another resource that states the property at a path, if one does."""

    def may_be_elsewhere(self, path: Path) -> bool:
        """Whether the resource at a path may lie in another Region than that of the stack."""

    def shown(self, path: Path) -> str:
        """What the author calls the property at a path, with those that it lies in."""

    def called(self, path: Path, name: str) -> str:
        """What the author calls a property of the mapping at a path that need not be there."""

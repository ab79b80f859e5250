"""How a run speaks with whoever started it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from auditor.files import SourceFile
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.run.result import Failure

if TYPE_CHECKING:
    from auditor.engine.fixpoint import Ask

Item = TypeVar("Item")
Asker: TypeAlias = "Callable[[SourceFile, str], Ask]"
"""What asks about the fixes of a file, which the report calls by a name."""


class Frontend:
    """This one hears nothing and asks nobody."""

    def tell(self, message: str) -> None:
        """Hears a line about what could not be done."""

    def note(self, message: str) -> None:
        """Hears a line about what is good to know."""

    def tell_failure(self, failure: Failure, where: str) -> None:
        """Hears of a fault of cfnaudit; `where` is the beginning of the line."""

    def tracked(self, items: Iterator[Item], count: int) -> Iterator[Item]:  # noqa: ARG002
        """The results, as many as `count`, as they arrive."""
        return items

    def asker(self, rules: Mapping[str, AnyRule], least: Safety) -> Asker | None:  # noqa: ARG002
        """What asks before each fix is made, where somebody wants to be asked."""
        return None

"""A function with the case of its code that files belong to."""

from __future__ import annotations

from msgspec import Struct

from auditor.aws.lambda_.function import LambdaFunction
from auditor.template.values import Case


class Use(Struct, eq=False):
    """A function that runs files, with the case of its code and those of `Handler` beside it.

    `folder` is the code's folder beside the template, None for code in the template. `count` is
    the number of files that the Handler names. `has_all_files` is False where a file that they
    import is not found.
    """

    fn: LambdaFunction
    code: Case
    handlers: tuple[Case, ...]
    folder: str | None = None
    count: int = 1
    has_all_files: bool = True

    @property
    def runtimes(self) -> frozenset[str | None]:
        """The runtimes that the code can meet; None among them where one is not known."""
        cases = self.fn.resource.cases("Runtime")
        return frozenset(c.text for c in cases if self.fn.template.can_meet(c, self.code))

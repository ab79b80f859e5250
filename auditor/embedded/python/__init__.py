"""What Python source code shows: what it provides to the Lambda runtime, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.embedded.code import Module
    from auditor.embedded.facts import Facts

__all__ = ["facts", "read"]


def read(source: str) -> Module:
    """What the code provides to the Lambda runtime; `UNREADABLE` where it cannot be parsed."""
    from auditor.embedded.python.exports import provided
    from auditor.embedded.python.parse import parse

    return provided(parse(source))


def facts(source: str) -> Facts:
    """What the code asks for, reads and calls when it runs.

    Never raises: code that the Python which runs this cannot parse gives `UNREADABLE_FACTS`.
    """
    from auditor.embedded.python.collect import collect
    from auditor.embedded.python.parse import parse

    return collect(parse(source))

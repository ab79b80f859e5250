"""Expressions that want the text of an output."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from auditor.programs.syntax import Node
from auditor.programs.values import Made


class Way(Enum):
    """How an output is put into a text."""

    PIECES = "a text with fields"
    FORMAT = "format"
    TEXT = "str"
    PLUS = "+"
    JOIN = "join"
    JSON = "JSON"


class Textual(Struct, eq=False):
    """An expression that wants the text of an output, whose path is that of the output.

    `is_sure` says that no condition decides whether the program comes there.
    """

    node: Node
    way: Way
    resource: Made
    path: tuple[str, ...]
    is_sure: bool

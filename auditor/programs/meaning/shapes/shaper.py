"""What the shapes have in common."""

from __future__ import annotations

from msgspec import Struct

from auditor.programs.meaning.code import CodeFiles
from auditor.programs.meaning.convert import Converter
from auditor.programs.meaning.out import Out
from auditor.programs.values import Item

Parts = list[tuple[str, Out]]


class Shaper(Struct):
    """Converts values, and reads the code of functions."""

    converter: Converter
    code: CodeFiles

    def unknown(self, item: Item) -> Out:
        """An argument that is given, and of which no more is known."""
        out = self.converter.unknown(item.value)
        out.item = item
        return out

    def verbatim(self, item: Item) -> Out:
        """An argument as it is."""
        out = self.converter.of(item.value, {}, None, verbatim=True)
        out.item = item
        return out

"""New JSON, written as its surroundings are."""

from __future__ import annotations

import json
from collections import Counter

from msgspec import Struct

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.source.base import NotSure

_INDENTED_KEY = expression(r"[\[{][ \t]*(?:\r\n|\n|\r)([ \t]+)\S")
_FUNCTION = expression(r'\{(\s*)"(Ref|Fn::\w+)"\s*:\s*[\["]')
_HALF_PAIR = expression("[\ud800-\udfff]")
_ARRAY = expression(r'\[([ \t]*)["{[\d]')
WIDE = 100
"""Characters of a line that what is written on it does not make longer."""
_STRINGS = expression(r'"(\w+)"[ \t]*:[ \t]*\[(\s*)"')
"""A key before a list that begins with a string."""
_COLON = expression(r'"([ \t]*:[ \t]*)["{\[\dtfn-]')


class Style(Struct, frozen=True):
    """How a text writes JSON."""

    unit: str
    """One level of indentation."""
    colon: str
    comma: str
    """What stands between two values on one line."""
    newline: str
    ascii_only: bool
    pads_braces: bool
    """Whether objects on one line have a blank inside their braces."""
    pads_brackets: bool
    """Whether arrays on one line have a blank inside their brackets."""
    short_functions: bool
    """Whether intrinsic functions stand on one line among others that do not."""
    other_functions: frozenset[str]
    """The functions of which that is mostly different."""
    short_lists: frozenset[str] = frozenset()
    """The keys whose lists of strings stand on one line."""

    def inline(self, value: Tree) -> str:
        """The value on one line."""
        if isinstance(value, dict) and value:
            pad = " " if self.pads_braces else ""
            members = (self.entry(key, self.inline(entry)) for key, entry in value.items())
            return f"{{{pad}{self.comma.join(members)}{pad}}}"
        if isinstance(value, list):
            pad = " " if self.pads_brackets and value else ""
            return f"[{pad}{self.comma.join(map(self.inline, value))}{pad}]"
        return self.scalar(value)

    def block(self, value: Tree, indent: str) -> str:
        """The value over several lines, the first of which stands at `indent`."""
        if not isinstance(value, dict | list) or not value or self._is_short(value):
            return self.inline(value)
        inner = indent + (self.unit or "  ")
        if isinstance(value, dict):
            parts = [self.member(key, entry, inner) for key, entry in value.items()]
            opening, closing = "{}"
        else:
            parts = [self.block(entry, inner) for entry in value]
            opening, closing = "[]"
        lines = ("," + self.newline + inner).join(parts)
        return f"{opening}{self.newline}{inner}{lines}{self.newline}{indent}{closing}"

    def member(self, key: str, value: Tree, indent: str) -> str:
        """A key with its value, over several lines where the value is written so behind it."""
        is_short = key in self.short_lists and isinstance(value, list)
        written = self.entry(key, self.inline(value)) if is_short else ""
        is_wide = len(indent) + len(written) > WIDE
        if is_short and not is_wide and all(isinstance(item, str) for item in value):
            return written
        return self.entry(key, self.block(value, indent))

    def _is_short(self, value: Tree) -> bool:
        """Whether a value is a call of an intrinsic function, and those stand on one line."""
        name = next(iter(value)) if isinstance(value, dict) and len(value) == 1 else ""
        is_call = name == "Ref" or name.startswith("Fn::")
        return is_call and self.short_functions != (name in self.other_functions)

    def scalar(self, value: Tree) -> str:
        """A string, a number, true, false or null. Raises NotSure for a number JSON has not."""
        has_halves = isinstance(value, str) and _HALF_PAIR.search(value) is not None
        try:
            return json.dumps(value, ensure_ascii=self.ascii_only or has_halves, allow_nan=False)
        except ValueError:
            raise NotSure(f"JSON has no {value}") from None

    def entry(self, key: str, value: str) -> str:
        """A member, its value written already."""
        return self.scalar(key) + self.colon + value


def style_of(text: str, newline: str) -> Style:
    """The style of a whole text."""
    lists: Counter[str] = Counter()
    for match in _STRINGS.finditer(text):
        lists[match.group(1)] += -1 if "\n" in match.group(2) or "\r" in match.group(2) else 1
    indents = _INDENTED_KEY.search(text)
    colons = [match.group(1) for match in _COLON.finditer(text, 0, 20_000)]
    colon = max(set(colons), key=lambda kind: (colons.count(kind), kind)) if colons else ": "
    gaps: list[str] = []
    balances: Counter[str] = Counter()
    for match in _FUNCTION.finditer(text):
        gap, name = match.groups()
        gaps.append(gap)
        balances[name] += -1 if "\n" in gap or "\r" in gap else 1
    inline = [gap for gap in gaps if "\n" not in gap and "\r" not in gap]
    are_short = len(inline) * 2 > len(gaps)
    arrays = [match.group(1) for match in _ARRAY.finditer(text)]
    return Style(
        unit=indents.group(1) if indents else "",
        colon=colon,
        comma="," if colon == ":" else ", ",
        newline=newline,
        pads_brackets=sum(map(bool, arrays)) * 2 > len(arrays),
        pads_braces=sum(map(bool, inline)) * 2 > len(inline),
        short_functions=are_short,
        other_functions=frozenset(
            name
            for name, balance in balances.items()
            if abs(balance) > 1 and (balance > 0) != are_short
        ),
        short_lists=frozenset(key for key, balance in lists.items() if balance > 0),
        ascii_only=text.isascii() and "\\u" in text,
    )

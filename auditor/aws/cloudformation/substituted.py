"""Templates that a `Fn::Sub` writes: what it puts in is unknown, and all else stands as written."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from auditor.grammar.placeholders import UNKNOWN_TEXT
from auditor.model.tree import Tree
from auditor.template.intrinsics import sub_parts


class Substituted(Struct, frozen=True):
    """The text of a template with marks in the place of what is put in, each as long as that.

    `starts` are the beginnings of its runs, each with its place in the string of the `Fn::Sub`.
    """

    text: str
    starts: tuple[tuple[int, int], ...] = ((0, 0),)

    def place(self, offset: int) -> int:
        """The place in the string of a place in the text."""
        inner, outer = self.starts[bisect_right(self.starts, offset, key=lambda one: one[0]) - 1]
        return outer + offset - inner

    def spelled(self, text: str) -> str:
        """A text as it has to be written in the string."""
        return text if self.is_plain else text.replace("${", "${!")

    def has_gap(self, start: int, end: int) -> bool:
        """Whether anything in a part of the text is put in."""
        return UNKNOWN_TEXT in self.text[start:end]

    @property
    def is_plain(self) -> bool:
        """Whether the text is a string without `Fn::Sub`."""
        return self.starts == ((0, 0),)


def substituted(written: str) -> Substituted:
    """What a `Fn::Sub` with the string makes."""
    text, starts, length = [], [], 0
    for part in sub_parts(written):
        starts.append((length, part.start))
        size = part.end - part.start
        text.append(UNKNOWN_TEXT * size if part.is_variable else part.text)
        length += size if part.is_variable else len(part.text)
    return Substituted("".join(text), (*starts, (length, len(written))) if starts else ((0, -1),))


def has_open_keys(tree: Tree) -> bool:
    """Whether a key is put in, at any depth: what it stands for is not known."""
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if any(UNKNOWN_TEXT in key for key in value):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False

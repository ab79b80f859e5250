"""The nodes of a YAML document, as small as they can be: a megabyte of text has eighty thousand.

They are made in the place of PyYAML's, and hold offsets where those hold marks, of which each has
the name and the text of the file as well.
"""

from __future__ import annotations

from sys import intern
from typing import Any, ClassVar

from msgspec import Struct


class _Node(Struct, gc=False, eq=False):
    tag: str
    value: Any
    start: Any
    """The offset of the first character; PyYAML hands a mark of it over."""
    size: Any
    """How many characters there are: a small number, of which Python has one object."""
    start_mark: ClassVar[None] = None
    """What libyaml asks for where an anchor is there twice: its error has another mark as well."""

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        end: int = self.start + self.size
        return end


class ScalarNode(_Node, gc=False, eq=False):
    """A text, which is the value. Its offsets are marks until the collection around it ends."""

    style: str | None = None


class _Collection(_Node, gc=False, eq=False):
    flow_style: bool | None = None

    def __post_init__(self) -> None:
        self.start = start = self.start.index
        self.size = 0 if self.size is None else self.size.index - start


def placed(node: Any) -> None:
    """Gives a scalar offsets for the marks that it came with; an alias brings one that has them."""
    start = node.start
    if not isinstance(start, int):
        node.start = start = start.index
        node.size = node.size.index - start


class SequenceNode(_Collection, gc=False, eq=False):
    """Nodes, which are the value: a list while they come, then a tuple, which takes less."""

    def _complete(self, mark: Any) -> None:
        for item in self.value:
            placed(item)
        self.value = tuple(self.value)
        self.size = mark.index - self.start

    end_mark = property(fset=_complete)
    """Is set once the items are there."""


class MappingNode(_Collection, gc=False, eq=False):
    """Pairs of nodes, which are the value, kept as those of a sequence are."""

    def _complete(self, mark: Any) -> None:
        for key, value in self.value:
            # as `placed`, for most nodes that there are
            start = key.start
            if not isinstance(start, int):
                key.start = start = start.index
                key.size = key.size.index - start
                key.value = intern(key.value)
            start = value.start
            if not isinstance(start, int):
                value.start = start = start.index
                value.size = value.size.index - start
        self.value = tuple(self.value)
        self.size = mark.index - self.start

    end_mark = property(fset=_complete)
    """Is set once the pairs are there; each key is in memory once, however often it is written."""


KINDS = {kind.__name__: kind for kind in (ScalarNode, SequenceNode, MappingNode)}


def made_of(node: Any, made: dict[int, Any] | None = None) -> Any:
    """A node of PyYAML as one of these; what stands in several places is made once."""
    made = {} if made is None else made
    known = made.get(id(node))
    if known is not None:
        return known
    kind: Any = KINDS[type(node).__name__]
    form = node.style if kind is ScalarNode else node.flow_style
    value: Any = node.value if kind is ScalarNode else []
    new = made[id(node)] = kind(node.tag, value, node.start_mark, node.end_mark, form)
    placed(new)
    if kind is SequenceNode:
        value += [made_of(item, made) for item in node.value]
    elif kind is MappingNode:
        value += [(made_of(key, made), made_of(part, made)) for key, part in node.value]
    return new

"""A value of the tree with the place in the program that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from msgspec import Struct, field

from auditor.data.pulumi_meaning import Meaning
from auditor.model.tree import Tree
from auditor.programs.syntax import Node
from auditor.programs.values import Item, Value

Spans = tuple[tuple[int, int], ...]


class Naming(Struct, frozen=True):
    """How the keys of a mapping are written in the program: as arguments below a prefix."""

    meaning: Meaning
    prefix: str = ""


class Out(Struct, eq=False):
    """A value. `node` is where it is written, `item` the entry of the program that it is.

    `below` are its parts by key or index. `spans` are the places of the characters of a text.
    `naming` is there where keys are arguments; others are written as they are.
    """

    tree: Tree
    value: Value | None = None
    node: Node | None = None
    item: Item | None = None
    below: dict[str | int, Out] = field(default_factory=dict)
    spans: Spans | None = None
    naming: Naming | None = None
    words: dict[str, str] | None = None
    """What the keys of the items of a list are called in the program, where no table says it."""
    is_direct: bool = False
    """Whether the node is the value to the letter, so that another value can stand there."""

    def text_of(self, start: int, end: int) -> str:
        """Characters of the text that it is."""
        return self.tree[start:end] if isinstance(self.tree, str) else ""


def mapping(
    parts: Iterable[tuple[str, Out]], value: Value | None = None, naming: Naming | None = None
) -> Out:
    """A mapping of parts."""
    below: dict[str | int, Out] = dict(parts)
    tree = {str(key): part.tree for key, part in below.items()}
    node = None if value is None else value.node
    return Out(tree, value, node, below=below, naming=naming, is_direct=node is not None)


def sequence(parts: Iterable[Out], value: Value | None = None) -> Out:
    """A list of parts."""
    below: dict[str | int, Out] = dict(enumerate(parts))
    node = None if value is None else value.node
    tree = [part.tree for part in below.values()]
    return Out(tree, value, node, below=below, is_direct=node is not None)


def function(name: str, argument: Out, value: Value | None = None) -> Out:
    """An intrinsic function."""
    node = None if value is None else value.node
    return Out({name: argument.tree}, value, node or argument.node, below={name: argument})


class Converting(Protocol):
    """What makes values of a template of those of a program."""

    def of(
        self,
        value: Value,
        schema: Mapping[str, Any],
        naming: Naming | None,
        *,
        verbatim: bool,
        depth: int = 0,
    ) -> Out:
        """A value where a schema says what stands."""

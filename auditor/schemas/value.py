"""Values that a schema is held against: with the places they come from, and with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import ROOT, Path
from auditor.model.tree import Tree

_NUMBER = expression(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")
_BOOLEANS = {"true": True, "false": False}
Scalar: TypeAlias = str | int | float | bool | None


class Gap(Enum):
    """What stands in the place of a value that is not known."""

    SOME = "some"
    """A value that is there for certain."""
    PERHAPS = "perhaps"
    """A value, or none."""
    TEXT = "text"
    """A scalar that is there for certain; which, nobody knows."""
    LIST = "list"
    """A list that is there for certain."""


Content: TypeAlias = "dict[str, Value] | list[Value] | Scalar | Gap"
_NO_SCALARS = (dict, list, Gap)


class Value(Struct, frozen=True, eq=False):
    """A value, by identity, with the path where it is written.

    With `is_loose` a scalar also is what CloudFormation converts it to: `30` is `"30"`, and
    `"true"` is `true`.
    """

    content: Content
    path: Path
    is_loose: bool = False

    @property
    def is_known(self) -> bool:
        """Whether more is known than that there may be something."""
        return not isinstance(self.content, Gap)

    @property
    def is_of_known_kind(self) -> bool:
        """Whether it is known at least whether it is a scalar or a list."""
        return self.content is not Gap.SOME and self.content is not Gap.PERHAPS

    @property
    def is_there(self) -> bool:
        """Whether there is a value for certain."""
        return self.content is not Gap.PERHAPS

    @property
    def mapping(self) -> Mapping[str, Value] | None:
        """The content of an object."""
        return self.content if isinstance(self.content, dict) else None

    @property
    def items(self) -> Sequence[Value] | None:
        """The content of an array."""
        return self.content if isinstance(self.content, list) else None

    @property
    def is_list(self) -> bool:
        """Whether it is a list for certain."""
        return self.content is Gap.LIST or self.items is not None

    @property
    def readings(self) -> tuple[Scalar, ...]:
        """All that a scalar can be taken for; nothing for what is no scalar."""
        content = self.content
        if isinstance(content, _NO_SCALARS):
            return ()
        scalar: Scalar = content
        if not self.is_loose or scalar is None:
            return (scalar,)
        if isinstance(scalar, str):
            return scalar, *_converted(scalar)
        if isinstance(scalar, bool):
            return scalar, "true" if scalar else "false"
        # nobody knows how many digits of a fraction are written out
        return (scalar, str(scalar)) if isinstance(scalar, int) else (scalar,)


def _converted(text: str) -> tuple[Scalar, ...]:
    if text.lower() in _BOOLEANS:
        return (_BOOLEANS[text.lower()],)
    if _NUMBER.fullmatch(text) is None:
        return ()
    return (float(text) if "." in text else int(text),)


def plain(tree: Tree, path: Path = ROOT) -> Value:
    """A value without gaps, taken to the letter."""
    if isinstance(tree, dict):
        return Value({key: plain(inner, (*path, key)) for key, inner in tree.items()}, path)
    if isinstance(tree, list):
        return Value([plain(inner, (*path, index)) for index, inner in enumerate(tree)], path)
    return Value(tree, path)

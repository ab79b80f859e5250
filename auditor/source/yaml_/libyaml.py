"""libyaml's parser, which PyYAML brings, without the half of PyYAML that is written in Python.

That half takes a third of a start: classes that nobody asks for, and expressions to compile.
Whoever imports PyYAML as well, as plugins may and the writing of new values does, gets all of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from operator import is_
from types import ModuleType
from typing import Any

from auditor import lean
from auditor.source.yaml_.nodes import KINDS, MappingNode, ScalarNode, made_of, placed
from auditor.source.yaml_.tags import MAP, NUMERIC, SEQUENCE, TEXT, WORDS, tag_of

_MARKED = {"scanner": "ScannerError", "parser": "ParserError", "composer": "ComposerError"}
_OTHERS = {
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "reader": "ReaderError",
    "representer": "RepresenterError",
    "serializer": "SerializerError",
}
_ERRORS = _MARKED | _OTHERS
"""The errors that libyaml's module asks for, by the modules of PyYAML that have them."""


def _module() -> Any:
    """The module of libyaml's parser, None where PyYAML was built without it."""
    if "yaml" in sys.modules:
        return _imported()
    lean.package("yaml", completed=_with_its_own_errors)
    from yaml.error import MarkedYAMLError, YAMLError

    stand_ins = {f"yaml.{module}": ModuleType(module) for module in _ERRORS}
    for module, name in _ERRORS.items():
        base = MarkedYAMLError if module in _MARKED else YAMLError
        setattr(stand_ins[f"yaml.{module}"], name, type(name, (base,), {}))
    sys.modules.update(stand_ins)
    try:
        return _imported()
    finally:
        for stand_in in stand_ins:
            del sys.modules[stand_in]


def _imported() -> Any:
    try:
        import yaml._yaml as module
    except ImportError:
        return None
    return module


def _with_its_own_errors() -> None:
    """Lets libyaml's parser raise the errors of PyYAML, once they are there to be caught."""
    if _LIBYAML is not None:
        for module, name in _ERRORS.items():
            setattr(_LIBYAML, name, getattr(sys.modules[f"yaml.{module}"], name))


_LIBYAML = _module()

from yaml.error import MarkedYAMLError, YAMLError  # noqa: E402 (once the package is lean)
from yaml.events import CollectionEndEvent, CollectionStartEvent  # noqa: E402
from yaml.tokens import (  # noqa: E402
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    StreamStartToken,
)

__all__ = [
    "AliasToken",
    "AnchorToken",
    "BlockEndToken",
    "BlockMappingStartToken",
    "BlockSequenceStartToken",
    "CollectionEndEvent",
    "CollectionStartEvent",
    "KeyToken",
    "MarkedYAMLError",
    "ScalarToken",
    "StreamEndToken",
    "StreamStartToken",
    "YAMLError",
    "compose",
    "parse",
    "scan",
]


def _loader() -> Any:
    if _LIBYAML is None:
        # slower, with the same marks
        from yaml import SafeLoader

        return SafeLoader
    parser: Any = _LIBYAML.CParser

    class Loader(parser):  # type: ignore[misc]
        """libyaml's parser, which asks what the tags of nodes without one are."""

        def resolve(self, kind: type[Any], value: str, implicit: tuple[bool, bool]) -> str:
            """The tag of a node; `implicit` begins with whether it is a plain scalar."""
            if kind is ScalarNode:
                # most are texts, which takes no call to see
                is_text = not implicit[0] or (value not in WORDS and value[0] not in NUMERIC)
                return TEXT if is_text else tag_of(value)
            return MAP if kind is MappingNode else SEQUENCE

        # no tag depends on where a node stands: what takes the arguments in C, and does nothing
        descend_resolver = is_
        ascend_resolver = object

    return Loader


_Loader = _loader()


def compose(text: str) -> Any:
    """The root node of a text, None where it has none. Raises YAMLError.

    An error of the characters is a YAMLError, one of the syntax a MarkedYAMLError.
    """
    if _LIBYAML is None:
        root = _Loader(text).get_single_node()
        return None if root is None else made_of(root)
    loader = _Loader(text)
    theirs = {name: getattr(_LIBYAML, name) for name in KINDS}
    vars(_LIBYAML).update(KINDS)
    try:
        root = loader.get_single_node()
    finally:
        vars(_LIBYAML).update(theirs)
    if root is not None:
        placed(root)
    return root


def scan(text: str) -> Iterator[Any]:
    """The tokens of a text. Raises as `compose` does."""
    loader = _Loader(text)
    while loader.check_token():
        yield loader.get_token()


def parse(text: str) -> Iterator[Any]:
    """The events of a text. Raises as `compose` does."""
    loader = _Loader(text)
    while loader.check_event():
        yield loader.get_event()

"""What is known of one source file of a Lambda function, whatever its language."""

from __future__ import annotations

from msgspec import Struct

from auditor.model.text import Span


class Module(Struct, frozen=True):
    """What one source file provides to the Lambda runtime.

    `names`: every name that the module certainly or possibly provides, bound at the top level
    (Python) or exported (JavaScript). A name that is absent here is certainly not provided, as
    long as `complete` is True.
    `handlers`: the functions among them that can be a handler, in source order, each once.
    `complete`: False where other names may exist that the text does not show.
    `parses`: False where the text could not be read as source code. Then `names` and `handlers`
    are empty and `complete` is False.
    """

    names: frozenset[str]
    handlers: tuple[str, ...]
    complete: bool
    parses: bool


class SyntaxFault(Struct, frozen=True):
    """Why code cannot be compiled.

    `message`: one sentence. `span`: where the compiler stops, in characters of the source.
    `certain`: the runtime refuses the text; else a parser at hand does, and the runtime may.
    """

    message: str
    span: Span
    certain: bool


UNREADABLE = Module(names=frozenset(), handlers=(), complete=False, parses=False)

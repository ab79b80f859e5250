"""Names of arguments for properties."""

from __future__ import annotations

from auditor.expression import expression
from auditor.programs.meaning.out import Naming
from auditor.programs.values import Made

_BOUNDARY = expression(r"(?<=[a-z0-9])(?=[A-Z])")


def snake_case(name: str) -> str:
    """A name as Python has it."""
    return _BOUNDARY.sub("_", name).lower()


def argument_name(naming: Naming, key: str, *, is_python: bool, made: Made | None = None) -> str:
    """What a property is called in the program."""
    prefix = f"{naming.prefix}." if naming.prefix else ""
    name = key[:1].lower() + key[1:]
    for argument, wanted in naming.meaning.args.items():
        if wanted == key and argument.rpartition(".")[0] == naming.prefix:
            name = argument.removeprefix(prefix)
    if made is not None:
        for snake, camel in made.kind.arguments.items():
            if camel.lower() == name.lower():
                return snake if is_python else camel
    return snake_case(name) if is_python else name

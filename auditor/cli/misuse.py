"""What to say of arguments that typer refuses: one sentence, the nearest right one at its end."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from auditor.cli.options import COMMANDS
from auditor.expression import expression
from auditor.model.selection import hint, shortened

_COMMAND = expression(r"No such command '(.*?)'", re.DOTALL)
_CHOICE = expression(r"'(.*)' is not one of ", re.DOTALL)
_NUMBER = expression(r"'?(.*?)'? is not (?:a valid int|in the range)", re.DOTALL)


def sentence(error: Any) -> str:
    """The sentence for an error of typer about arguments."""
    where = getattr(error.ctx, "command_path", None) or "cfnaudit"
    said = _said(error)
    return said if said.endswith("?") else f"{said}; see '{where} --help'"


def _said(error: Any) -> str:
    message = str(error.message).rstrip(".")
    if hasattr(error, "possibilities"):
        known = error.ctx.command.params if error.ctx is not None else ()
        options = {name for one in known for name in (*one.opts, *one.secondary_opts)}
        flags = {name for name in options if name.startswith("-")}
        return (
            f"no option is called {shortened(error.option_name)}{_hint(error.option_name, flags)}"
        )
    command = _COMMAND.match(message)
    if command is not None:
        return f"no command is called {shortened(command[1])}{hint(command[1], COMMANDS)}"
    option, param = _option(error), getattr(error, "param", None)
    if not message and param is not None:
        return f"{param.make_metavar(error.ctx).strip('{}[]')} is missing"
    if option is None:
        return message[:1].lower() + message[1:]
    if "requires an argument" in message:
        return f"{option}: needs a value"
    choices, chosen = getattr(param, "type", None), _CHOICE.match(message)
    if chosen is not None:
        names = [str(getattr(one, "value", one)) for one in getattr(choices, "choices", ())]
        nearest = hint(chosen[1], names)
        return f"{option}: {shortened(chosen[1])} is not one of {', '.join(names)}{nearest}"
    number = _NUMBER.match(message)
    if number is not None:
        least, most = getattr(choices, "min", None), getattr(choices, "max", None)
        bounds = f", {least} or more" if most is None else f" from {least} to {most}"
        return f"{option}: {shortened(number[1])} is not a whole number{bounds}"
    return f"{option}: {message}"


def _hint(option: str, flags: Collection[str]) -> str:
    """The nearest option; one that begins in the same way is nearer than one that is as long."""
    longer = [flag for flag in flags if flag.startswith(option) and len(option) > 3]
    return f"; did you mean '{min(longer, key=len)}'?" if longer else hint(option, flags)


def _option(error: Any) -> str | None:
    """How the option at fault is written, None where the error is about none."""
    given = getattr(error, "param_hint", None)
    if isinstance(given, str) and given.startswith("-"):
        return given
    param = getattr(error, "param", None)
    names = [name for name in getattr(param, "opts", ()) if name.startswith("--")]
    return names[0] if names else getattr(error, "option_name", None)

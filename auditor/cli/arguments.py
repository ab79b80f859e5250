"""Reads the arguments of `check` without typer, whose import takes as long as a check.

Whatever is not plainly right is left to typer: it knows what to say of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.cli.option import Kind, Option, spelled_out
from auditor.cli.options import OPTIONS

Values = Mapping[str, Any]
"""What each option is, by its name, and the `paths`."""
_MOST_DIGITS = 18
_UNSET = {Kind.FLAG: False}
_LISTS = (Kind.TEXTS, Kind.RULES)


def values_of(arguments: Sequence[str]) -> dict[str, Any] | None:
    """What the arguments behind the command say; None where typer is to read them."""
    values: dict[str, Any] = {option.name: _UNSET.get(option.kind) for option in OPTIONS}
    paths: list[str] = []
    flags = _flags()
    waiting = list(reversed(spelled_out(arguments)))
    while waiting:
        word = waiting.pop()
        if word == "--":
            paths += reversed(waiting)
            break
        if not word.startswith("-") or word == "-":
            paths.append(word)
            continue
        flag, equals, attached = word.partition("=")
        option, constant = flags.get(flag, (None, None))
        is_short = not flag.startswith("--")
        if option is None or (equals and (is_short or constant is not None)):
            return None
        if constant is not None:
            values[option.name] = constant
            continue
        if not equals and not waiting:
            return None
        value: Any = _read(option, attached if equals else waiting.pop())
        if value is None:
            return None
        if option.kind in _LISTS:
            value = [*(values[option.name] or ()), value]
        values[option.name] = value
    return {"paths": paths, **values}


def _flags() -> dict[str, tuple[Option, bool | None]]:
    """The options by how they are written; what they are then, where no value follows."""
    found: dict[str, tuple[Option, bool | None]] = {}
    for option in OPTIONS:
        takes_nothing = option.kind in (Kind.FLAG, Kind.SWITCH)
        found[option.flag] = option, True if takes_nothing else None
        if option.kind is Kind.SWITCH:
            found[option.flag.replace("--", "--no-", 1)] = option, False
        if option.short is not None:
            found[option.short] = found[option.flag]
    return found


def _read(option: Option, text: str) -> str | int | None:
    """A value; None for one that the option cannot take."""
    if option.kind is Kind.CHOICE:
        return text if text in option.choices else None
    if option.kind is Kind.COUNT:
        if not text.isascii() or not text.isdecimal() or len(text) > _MOST_DIGITS:
            return None
        number = int(text)
        return number if 1 <= number <= (option.most or number) else None
    return text

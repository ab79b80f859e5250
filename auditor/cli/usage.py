"""The help of `check`, written from the table of options: no name is cut, whatever the width."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, wrap

from auditor.cli.option import Kind, Option
from auditor.cli.options import OPTIONS, PATHS_HELP

_COLUMN = 26
"""Where the explanations begin."""
_HELP_HELP = "Print this message."
_MOST = 100


def usage(about: str, columns: int) -> str:
    """The help as text for so many columns."""
    columns = min(columns, _MOST)
    paragraphs = [fill(paragraph, columns) for paragraph in about.split("\n\n")]
    parts = ["Usage: cfnaudit check [OPTIONS] [PATH...]", *paragraphs]
    parts.append("\n".join(_row("PATH...", PATHS_HELP, columns)))
    panels: dict[str, list[str]] = {}
    for option in OPTIONS:
        if not option.is_hidden:
            rows = panels.setdefault(option.panel, [])
            rows += _row(_written(option), _explained(option), columns)
    parts += ("\n".join([f"{panel}:", *rows]) for panel, rows in panels.items())
    parts.append("\n".join(_row("-h, --help", _HELP_HELP, columns)))
    return "\n\n".join(parts) + "\n"


def _written(option: Option) -> str:
    flag = option.flag
    if option.kind is Kind.SWITCH:
        flag = flag.replace("--", "--[no-]", 1)
    if option.short is not None:
        flag = f"{option.short}, {flag}"
    if option.value is not None:
        flag += f"[={option.value}]"
    return f"{flag} {option.placeholder}".rstrip()


def _explained(option: Option) -> str:
    text = option.help
    if option.choices:
        text += f" One of {', '.join(option.choices)}."
    if option.most is not None:
        text += f" From 1 to {option.most}."
    if option.shown is not None:
        text += f" [default: {option.shown}]"
    return text


def _row(name: str, text: str, columns: int) -> Iterator[str]:
    lines = wrap(text, columns - _COLUMN)
    if len(name) + 2 >= _COLUMN - 1:
        yield f"  {name}"
    else:
        yield f"  {name}".ljust(_COLUMN) + lines.pop(0)
    for line in lines:
        yield " " * _COLUMN + line

"""How typer reads the options of `check`, which stand in a table."""

from __future__ import annotations

from enum import Enum
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from auditor.cli.option import Kind, Option, spelled_out
from auditor.cli.options import CHECK_HELP, OPTIONS, PATHS_HELP


def rule_names(incomplete: str) -> list[str]:
    """The ids and services that complete a name, for shells; the last one of a list counts."""
    from auditor.engine.registry import load

    before, comma, begun = incomplete.rpartition(",")
    rules = load()
    names = sorted({rule.id for rule in rules} | {rule.service for rule in rules})
    return [before + comma + name for name in names if name.startswith(begun)]


def _annotated(option: Option) -> Parameter:
    """An option of the table as typer declares it."""
    is_flag = option.kind is Kind.FLAG
    kinds: dict[Kind, Any] = {
        Kind.FLAG: bool,
        Kind.SWITCH: bool | None,
        Kind.TEXT: str | None,
        Kind.PATH: Path | None,
        Kind.COUNT: int | None,
        Kind.TEXTS: list[str] | None,
        Kind.RULES: list[str] | None,
    }
    if option.kind is Kind.CHOICE:
        choices = [(choice.upper(), choice) for choice in option.choices]
        made: Any = Enum(option.name, choices, type=str)  # type: ignore[misc]
        kinds[Kind.CHOICE] = made | None
    declared = typer.Option(
        *([option.flag] if is_flag or option.short else []),
        *([option.short] if option.short else []),
        help=option.help,
        rich_help_panel=option.panel,
        metavar=option.metavar,
        show_default=option.shown or is_flag,
        min=1 if option.kind is Kind.COUNT else None,
        max=option.most,
        hidden=option.is_hidden,
        autocompletion=rule_names if option.kind is Kind.RULES else None,
    )
    return Parameter(
        option.name,
        Parameter.KEYWORD_ONLY,
        default=False if is_flag else None,
        annotation=Annotated[kinds[option.kind], declared],
    )


_PATHS = Parameter(
    "paths",
    Parameter.POSITIONAL_OR_KEYWORD,
    annotation=Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help=PATHS_HELP, show_default=False),
    ],
    default=None,
)


class CheckCommand(TyperCommand):
    """The command `check`, which has options that may have a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads such an option as two."""
        return super().parse_args(ctx, spelled_out(args))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Writes all of the help, whatever the width."""
        from shutil import get_terminal_size

        from auditor.cli.usage import usage

        typer.echo(usage(CHECK_HELP, get_terminal_size().columns), nl=False)


PARAMETERS = [_PATHS, *map(_annotated, OPTIONS)]
"""All that `check` takes."""

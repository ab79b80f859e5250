"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from auditor.cli.asked import Misuse, refuse_both
from auditor.cli.options import (
    CHECK_HELP,
    CONFIG_HELP,
    ISOLATED_HELP,
    OPTIONS,
    PATHS_HELP,
    Kind,
    Option,
    spelled_out,
)

app = typer.Typer(
    name="cfnaudit",
    help="Finds, explains and fixes what will make a CloudFormation or SAM stack fail.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_MISUSE: Any = typer.BadParameter.__mro__[1]
"""What is raised for arguments that cannot be meant: a class of click, or of typer's copy of it."""


class ListFormat(str, Enum):
    """The formats of the list of rules, as `rules --output-format` takes them."""

    TEXT = "text"
    JSON = "json"


def _rule_names(incomplete: str) -> list[str]:
    """The ids and services that complete a name, for shells; the last one of a list counts."""
    from auditor.engine.registry import load

    before, comma, begun = incomplete.rpartition(",")
    rules = load()
    names = sorted({rule.id for rule in rules} | {rule.service for rule in rules})
    return [before + comma + name for name in names if name.startswith(begun)]


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from auditor import __version__

    typer.echo(f"cfnaudit {__version__}")
    if "--verbose" in sys.argv[1:]:
        from auditor.data.sources import told

        for line in told():
            typer.echo(line)
    raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="With --version: the tables, with their dates.")
    ] = False,
) -> None:
    """Finds, explains and fixes what will make a CloudFormation or SAM stack fail."""


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
        autocompletion=_rule_names if option.kind is Kind.RULES else None,
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


class _Check(TyperCommand):
    """The command `check`, which has options that may have a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads such an option as two."""
        return super().parse_args(ctx, spelled_out(args))

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Writes all of the help, whatever the width."""
        from shutil import get_terminal_size

        from auditor.cli.usage import usage

        typer.echo(usage(CHECK_HELP, get_terminal_size().columns), nl=False)


def check(**values: Any) -> None:
    """Check templates, and fix them with --fix."""
    from auditor.cli.asked import request_of
    from auditor.cli.check import check as run

    plain = {name: one.value if isinstance(one, Enum) else one for name, one in values.items()}
    plain["paths"] = plain["paths"] or []
    with _told():
        request = request_of(plain)
    raise typer.Exit(run(request))


_PARAMETERS = [_PATHS, *map(_annotated, OPTIONS)]
vars(check)["__signature__"] = Signature(_PARAMETERS)
check.__annotations__ = {parameter.name: parameter.annotation for parameter in _PARAMETERS}
app.command(cls=_Check, help=CHECK_HELP)(check)


@contextmanager
def _told() -> Iterator[None]:
    """Lets typer say which option cannot be meant."""
    try:
        yield
    except Misuse as misuse:
        raise typer.BadParameter(misuse.reason, param_hint=misuse.option) from None


@app.command()
def rules(
    output_format: Annotated[
        ListFormat, typer.Option(help="The format of the list.")
    ] = ListFormat.TEXT,
    config: Annotated[str | None, typer.Option(help=CONFIG_HELP)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=ISOLATED_HELP)] = False,
) -> None:
    """List the rules, your own among them."""
    from auditor.cli.catalogue import listed
    from auditor.cli.terminal import fail, put, terminal_columns
    from auditor.config.fault import BadConfiguration
    from auditor.run.every_rule import every_rule

    with _told():
        refuse_both(config, isolated=isolated)
    try:
        known = every_rule(config, isolated=isolated)
    except BadConfiguration as error:
        fail(str(error))
        raise typer.Exit(2) from None
    as_json = output_format is ListFormat.JSON
    put(sys.stdout, listed(known, as_json=as_json, columns=terminal_columns(sys.stdout)))


@app.command()
def explain(
    rule: Annotated[
        str,
        typer.Argument(
            autocompletion=_rule_names,
            metavar="RULE",
            help="The id of a rule, a service, or the text of an error, in quotes.",
        ),
    ],
    file: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="FILE",
            help="Say instead whether the rule runs on this file, and what decides that.",
        ),
    ] = None,
    config: Annotated[str | None, typer.Option(help=CONFIG_HELP)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=ISOLATED_HELP)] = False,
) -> None:
    """Explain a rule, or an error: what is looked for, why stacks fail, what a fix changes."""
    with _told():
        refuse_both(config, isolated=isolated)
    if file is not None:
        from auditor.cli.settings import why

        raise typer.Exit(why(rule, file, config, isolated=isolated))
    from auditor.cli.catalogue import explained
    from auditor.cli.terminal import fail, put, terminal_columns
    from auditor.config.fault import BadConfiguration
    from auditor.engine.registry import UnknownRule
    from auditor.run.every_rule import every_rule

    try:
        known = every_rule(config, isolated=isolated)
        put(sys.stdout, explained(known, rule, terminal_columns(sys.stdout)))
    except (UnknownRule, BadConfiguration) as error:
        fail(str(error))
        raise typer.Exit(2) from None


@app.command()
def new_rule(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The id of the rule.")],
    service: Annotated[
        str | None, typer.Option(help="The service that the rule is listed under.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A new folder for the package.", show_default="NAME"),
    ] = None,
) -> None:
    """Write a package with a rule of your own, with its cases and tests."""
    from auditor.cli.new_rule import new_rule as write

    raise typer.Exit(write(name, service, into))


@app.command()
def clean() -> None:
    """Remove the cache: the results that are remembered of files."""
    from auditor.cache.folder import clean as remove
    from auditor.cli.terminal import fail, put

    try:
        removed = remove()
    except OSError as error:
        fail(f"{error.filename}: cannot be removed ({error.strerror})")
        raise typer.Exit(2) from None
    if removed is None:
        put(sys.stdout, "There is no cache\n")
    else:
        folder, count = removed
        put(sys.stdout, f"Removed {count} result{'' if count == 1 else 's'} in {folder}\n")


@app.command()
def schema(
    house_rules: Annotated[
        bool, typer.Option("--house-rules", help="Print that of house rules instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from auditor.cli.settings import schema_text
    from auditor.cli.terminal import put

    put(sys.stdout, schema_text(of_house_rules=house_rules))


def answer(arguments: list[str]) -> int:
    """Does what the arguments say, or says in a line why that cannot be meant; the exit code."""
    from auditor.cli.terminal import fail

    try:
        code = app(arguments, standalone_mode=False)
    except _MISUSE as error:
        where = getattr(error.ctx, "command_path", None) or "cfnaudit"
        said = error.format_message().rstrip(".")
        names_the_nearest = said.endswith(("?", ")"))
        fail(said if names_the_nearest else f"{said}; see '{where} --help'")
        return 2
    except typer.Abort:
        return 130
    return code or 0

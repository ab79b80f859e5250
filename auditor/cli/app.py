"""The whole command line, as typer reads it."""

from __future__ import annotations

import sys
from enum import Enum
from inspect import Signature
from typing import Annotated, Any

import typer

from auditor.cli import commands
from auditor.cli.declared import PARAMETERS, CheckCommand
from auditor.cli.options import CHECK_HELP

_HELP = """\
Finds, explains and fixes what will make a CloudFormation or SAM stack fail.

'cfnaudit template.yaml' checks a template, 'cfnaudit check --help' prints all that can be asked of
a check.
"""
app = typer.Typer(
    name="cfnaudit",
    help=_HELP,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_MISUSE: Any = typer.BadParameter.__mro__[1]
"""What is raised for arguments that cannot be meant: a class of click, or of typer's copy of it."""


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
    """What stands before a command."""


def check(**values: Any) -> None:
    """Check templates, and fix them with --fix."""
    from auditor.cli.asked import request_of
    from auditor.cli.check import check as run

    plain = {name: one.value if isinstance(one, Enum) else one for name, one in values.items()}
    plain["paths"] = plain["paths"] or []
    with commands.told():
        request = request_of(plain)
    raise typer.Exit(run(request))


vars(check)["__signature__"] = Signature(PARAMETERS)
check.__annotations__ = {parameter.name: parameter.annotation for parameter in PARAMETERS}
app.command(cls=CheckCommand, help=CHECK_HELP)(check)
for _command, _short_help in (
    (commands.init, "Write a configuration: asks what no template shows."),
    (commands.diagnose, "Find the cause of a deployment that failed, and its line."),
    (commands.explain, "Explain a rule, or the text of an error."),
    (commands.rules, None),
    (commands.new_rule, "Write a package with a rule of your own."),
    (commands.schema, None),
    (commands.clean, "Remove the cache of results."),
):
    app.command(short_help=_short_help)(_command)


def answer(arguments: list[str]) -> int:
    """Does what the arguments say, or says in a line why that cannot be meant; the exit code."""
    from auditor.cli.terminal import fail

    try:
        code = app(arguments, standalone_mode=False)
    except _MISUSE as error:
        from auditor.cli.misuse import sentence

        fail(sentence(error))
        return 2
    except typer.Abort:
        return 130
    return code or 0

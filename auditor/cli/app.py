"""The commands and their options."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Annotated

import typer

app = typer.Typer(
    name="cfnaudit",
    help="Finds, explains and fixes what will make a CloudFormation or SAM stack fail.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class FailOn(str, Enum):
    """The severities that `--fail-on` takes."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class OutputFormat(str, Enum):
    """The formats of a report, as `check --output-format` takes them."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    MARKDOWN = "markdown"


class ListFormat(str, Enum):
    """The formats of the list of rules, as `rules --output-format` takes them."""

    TEXT = "text"
    JSON = "json"


_CHECK = "What to check"
_FIX = "What to fix"
_OUTPUT = "What to print"
_FACTS = "What rules should know"


def _print_version(wanted: bool) -> None:
    if wanted:
        from auditor import __version__

        typer.echo(f"cfnaudit {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Finds, explains and fixes what will make a CloudFormation or SAM stack fail."""


@app.command()
def check(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Templates, folders to search for templates, or - for standard input.",
            show_default=False,
        ),
    ],
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Run these rules only (ids, separated by commas).", rich_help_panel=_CHECK
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            help="Do not run these rules (ids, separated by commas).", rich_help_panel=_CHECK
        ),
    ] = None,
    templates_only: Annotated[
        bool,
        typer.Option(
            "--templates-only",
            help="Pass over named files that are no templates, as hooks need it.",
            rich_help_panel=_CHECK,
        ),
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Make safe fixes.", rich_help_panel=_FIX)
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes",
            help="Offer, and with --fix make, unsafe fixes too.",
            rich_help_panel=_FIX,
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Print what --fix would change as a unified diff; write nothing.",
            rich_help_panel=_FIX,
        ),
    ] = False,
    output_format: Annotated[
        OutputFormat, typer.Option(help="The format of the report.", rich_help_panel=_OUTPUT)
    ] = OutputFormat.TEXT,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            help="Exit with 1 for open findings of this severity or above.",
            rich_help_panel=_OUTPUT,
        ),
    ] = FailOn.WARNING,
    exit_zero: Annotated[
        bool,
        typer.Option("--exit-zero", help="Exit with 0 whatever is found.", rich_help_panel=_OUTPUT),
    ] = False,
    account_concurrency: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="The account's limit of concurrent Lambda executions.",
            rich_help_panel=_FACTS,
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            help="A Region that the templates are deployed to (repeat, or separate by commas).",
            rich_help_panel=_FACTS,
        ),
    ] = None,
    api_gateway_logging_role: Annotated[
        bool | None,
        typer.Option(
            help="Whether the account has a role with which API Gateway writes logs.",
            show_default="unknown",
            rich_help_panel=_FACTS,
        ),
    ] = None,
    log_retention_days: Annotated[
        int,
        typer.Option(
            min=1,
            help="How long log groups that a fix declares keep their events, unless the template's"
            " other log groups agree on a time.",
            rich_help_panel=_FACTS,
        ),
    ] = 30,
) -> None:
    """Check templates, and fix them with --fix.

    Exit code: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done.
    """
    from auditor.cli.check import Request, run
    from auditor.model.finding import Severity
    from auditor.model.settings import Settings

    request = Request(
        paths=tuple(paths),
        selected=_names(select, "--select"),
        ignored=_names(ignore, "--ignore"),
        templates_only=templates_only,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        output_format=output_format.value,
        fail_on=Severity[fail_on.name],
        exit_zero=exit_zero,
        settings=Settings(
            account_concurrency=account_concurrency,
            log_retention_days=log_retention_days,
            api_gateway_logging_role=api_gateway_logging_role,
            regions=_names(region, "--region"),
        ),
    )
    raise typer.Exit(run(request))


@app.command()
def rules(
    output_format: Annotated[
        ListFormat, typer.Option(help="The format of the list.")
    ] = ListFormat.TEXT,
) -> None:
    """List the rules."""
    from auditor.cli.catalogue import listed
    from auditor.cli.terminal import put

    put(sys.stdout, listed(as_json=output_format is ListFormat.JSON))


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule.")],
) -> None:
    """Explain a rule: what it does, why stacks fail, what its fix changes."""
    from auditor.cli.catalogue import explained
    from auditor.cli.terminal import fail, put
    from auditor.engine.registry import UnknownRule

    try:
        put(sys.stdout, explained(rule))
    except UnknownRule as error:
        fail(str(error))
        raise typer.Exit(2) from None


def _names(values: list[str] | None, option: str) -> tuple[str, ...]:
    """Names given one by one or separated by commas."""
    names = tuple(name.strip() for value in values or () for name in value.split(","))
    names = tuple(name for name in names if name)
    if values and not names:
        # an empty variable of a script: selecting nothing must not mean selecting all
        raise typer.BadParameter("names nothing", param_hint=option)
    return names

"""The commands and their options."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

app = typer.Typer(
    name="cfnaudit",
    help="Finds, explains and fixes what will make a CloudFormation or SAM stack fail.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Level(str, Enum):
    """The severities, as `--fail-on` and `--min-severity` take them."""

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
    HTML = "html"


class ListFormat(str, Enum):
    """The formats of the list of rules, as `rules --output-format` takes them."""

    TEXT = "text"
    JSON = "json"


_CHECK = "What to check"
_FIX = "What to fix"
_KNOWN = "What is known already"
_OUTPUT = "What to print"
_BOUNDS = "How much a file may take"
_FACTS = "What rules should know"
_SETTINGS = "Which settings hold"
_OF_SOME_RULES = "--unsafe-fixes-of"
_CONFIG = "The configuration file for all paths, instead of the nearest to each."
_ISOLATED = "Read no configuration file."


def _possible_days(days: int | None) -> int | None:
    """Refuses what CloudWatch Logs does: a fix would make a stack that fails."""
    if days is not None:
        from auditor.cli.settings import retention_days

        possible = retention_days()
        if days not in possible:
            known = ", ".join(map(str, possible))
            raise typer.BadParameter(f"CloudWatch Logs takes {known}, not {days}")
    return days


def _refuse_both(config: str | None, *, isolated: bool) -> None:
    if isolated and config is not None:
        raise typer.BadParameter("--isolated reads no file", param_hint="--config")


def _refuse_mixed(wanted: dict[str, bool]) -> None:
    """What is written anew depends on what is changed before: one thing at a time."""
    first, *others = [option for option, is_wanted in wanted.items() if is_wanted] or [""]
    if others and first not in ("", "--fix"):
        raise typer.BadParameter(f"cannot be used with {others[0]}", param_hint=first)


def _rule_names(incomplete: str) -> list[str]:
    """The ids and services that complete a name, for shells; the last one of a list counts."""
    from auditor.engine.registry import load

    before, comma, begun = incomplete.rpartition(",")
    rules = load()
    names = sorted({rule.id for rule in rules} | {rule.service for rule in rules})
    return [before + comma + name for name in names if name.startswith(begun)]


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


class _Check(TyperCommand):
    """The command `check`, which has one option that may have a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads `--unsafe-fixes=RULES` as an option of its own."""
        option = "--unsafe-fixes="
        end = args.index("--") if "--" in args else len(args)
        options = [
            f"{_OF_SOME_RULES}={arg.removeprefix(option)}" if arg.startswith(option) else arg
            for arg in args[:end]
        ]
        return super().parse_args(ctx, options + args[end:])


@app.command(cls=_Check)
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
            autocompletion=_rule_names,
            help="Run these rules only (ids, services or all, separated by commas).",
            rich_help_panel=_CHECK,
        ),
    ] = None,
    extend_select: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=_rule_names,
            help="Run these rules too, besides those that the configuration selects.",
            rich_help_panel=_CHECK,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=_rule_names,
            help="Do not run these rules, nor those that the configuration ignores.",
            rich_help_panel=_CHECK,
        ),
    ] = None,
    templates_only: Annotated[
        bool,
        typer.Option(
            "--templates-only",
            help="Pass over named files that are no templates, or excluded, as hooks need it.",
            rich_help_panel=_CHECK,
        ),
    ] = False,
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            help="The file that standard input is the text of, for its configuration and reports.",
            rich_help_panel=_CHECK,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Make safe fixes.", rich_help_panel=_FIX)
    ] = False,
    interactive: Annotated[
        bool,
        typer.Option(
            "--interactive",
            "-i",
            help="With --fix, show each fix and ask before it is made.",
            rich_help_panel=_FIX,
        ),
    ] = False,
    unsafe_fixes: Annotated[
        bool | None,
        typer.Option(
            help="Offer, and with --fix make, unsafe fixes too; with =RULES those of some rules.",
            show_default=False,
            rich_help_panel=_FIX,
        ),
    ] = None,
    unsafe_fixes_of: Annotated[list[str] | None, typer.Option(_OF_SOME_RULES, hidden=True)] = None,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff",
            help="Print what --fix would change as a unified diff; write nothing.",
            rich_help_panel=_FIX,
        ),
    ] = False,
    add_ignores: Annotated[
        bool,
        typer.Option(
            "--add-ignores",
            help="Write comments (Metadata in JSON) that ignore what is found at or above"
            " --fail-on.",
            rich_help_panel=_KNOWN,
        ),
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Hide what this file lists as found before.",
            rich_help_panel=_KNOWN,
        ),
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline",
            help="Write what is found now into the baseline.",
            rich_help_panel=_KNOWN,
        ),
    ] = False,
    output_format: Annotated[
        OutputFormat | None,
        typer.Option(
            help="The format of the report.", show_default="text", rich_help_panel=_OUTPUT
        ),
    ] = None,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            help="Exit with 1 for open findings of this severity or above.",
            show_default="warning",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    max_file_seconds: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=3600,
            help="Leave out a file that takes more seconds of computing.",
            show_default="60",
            rich_help_panel=_BOUNDS,
        ),
    ] = None,
    max_file_size: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=100,
            help="Leave out a file that is larger, in MB.",
            show_default="5",
            rich_help_panel=_BOUNDS,
        ),
    ] = None,
    min_severity: Annotated[
        Level | None,
        typer.Option(
            help="Show findings of this severity or above; the others are counted.",
            show_default="warning",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
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
        int | None,
        typer.Option(
            min=1,
            help="How long log groups that a fix declares keep their events, unless the template's"
            " other log groups agree on a time.",
            show_default="30",
            callback=_possible_days,
            rich_help_panel=_FACTS,
        ),
    ] = None,
    config: Annotated[str | None, typer.Option(help=_CONFIG, rich_help_panel=_SETTINGS)] = None,
    isolated: Annotated[
        bool, typer.Option("--isolated", help=_ISOLATED, rich_help_panel=_SETTINGS)
    ] = False,
    show_settings: Annotated[
        bool,
        typer.Option(
            "--show-settings",
            help="Print the settings that hold for each PATH, and where each comes from.",
            rich_help_panel=_SETTINGS,
        ),
    ] = False,
) -> None:
    """Check templates, and fix them with --fix.

    Exit code: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done.
    """
    from auditor.cli.check import check as run
    from auditor.run.request import Request

    _refuse_both(config, isolated=isolated)
    _refuse_mixed(
        {
            "--update-baseline": update_baseline,
            "--add-ignores": add_ignores,
            "--fix": fix,
            "--diff": diff and not add_ignores,
        }
    )
    if interactive and (not fix or diff or "-" in paths):
        reason = "asks on standard input" if "-" in paths else "needs --fix, and no --diff"
        raise typer.BadParameter(reason, param_hint="--interactive")
    if update_baseline and baseline is None:
        raise typer.BadParameter("--baseline names no file", param_hint="--update-baseline")
    given: dict[str, Any] = {
        "select": _names(select, "--select"),
        "extend-select": _names(extend_select, "--extend-select"),
        "ignore": _names(ignore, "--ignore"),
        "unsafe-fixes": unsafe_fixes,
        "extend-safe-fixes": _names(unsafe_fixes_of, "--unsafe-fixes"),
        "min-severity": min_severity and min_severity.value,
        "output-format": output_format and output_format.value,
        "fail-on": fail_on and fail_on.value,
        "regions": _names(region, "--region"),
        "max-file-seconds": max_file_seconds,
        "max-file-size": max_file_size,
        "log-retention-days": log_retention_days,
        "account.concurrency": account_concurrency,
        "account.api-gateway-logging-role": api_gateway_logging_role,
    }
    request = Request(
        paths=tuple(paths),
        templates_only=templates_only,
        fix=fix,
        interactive=interactive,
        add_ignores=add_ignores,
        diff=diff,
        exit_zero=exit_zero,
        baseline=baseline,
        update_baseline=update_baseline,
        given={key: value for key, value in given.items() if value not in (None, ())},
        config=config,
        isolated=isolated,
        show_settings=show_settings,
        stdin_filename=stdin_filename,
    )
    raise typer.Exit(run(request))


@app.command()
def rules(
    output_format: Annotated[
        ListFormat, typer.Option(help="The format of the list.")
    ] = ListFormat.TEXT,
    config: Annotated[str | None, typer.Option(help=_CONFIG)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=_ISOLATED)] = False,
) -> None:
    """List the rules, your own among them."""
    from auditor.cli.catalogue import listed
    from auditor.cli.terminal import fail, put
    from auditor.config.fault import BadConfiguration
    from auditor.run.every_rule import every_rule

    _refuse_both(config, isolated=isolated)
    try:
        known = every_rule(config, isolated=isolated)
    except BadConfiguration as error:
        fail(str(error))
        raise typer.Exit(2) from None
    put(sys.stdout, listed(known, as_json=output_format is ListFormat.JSON))


@app.command()
def explain(
    rule: Annotated[
        str, typer.Argument(autocompletion=_rule_names, metavar="RULE", help="The id of a rule.")
    ],
    file: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="FILE",
            help="Say instead whether the rule runs on this file, and what decides that.",
        ),
    ] = None,
    config: Annotated[str | None, typer.Option(help=_CONFIG)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=_ISOLATED)] = False,
) -> None:
    """Explain a rule: what it does, why stacks fail, what its fix changes."""
    _refuse_both(config, isolated=isolated)
    if file is not None:
        from auditor.cli.settings import why

        raise typer.Exit(why(rule, file, config, isolated=isolated))
    from auditor.cli.catalogue import explained
    from auditor.cli.terminal import fail, put
    from auditor.config.fault import BadConfiguration
    from auditor.engine.registry import UnknownRule
    from auditor.run.every_rule import every_rule

    try:
        put(sys.stdout, explained(every_rule(config, isolated=isolated), rule))
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
def schema(
    house_rules: Annotated[
        bool, typer.Option("--house-rules", help="Print that of house rules instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from auditor.cli.settings import schema_text
    from auditor.cli.terminal import put

    put(sys.stdout, schema_text(of_house_rules=house_rules))


def _names(values: list[str] | None, option: str) -> tuple[str, ...]:
    """Names given one by one or separated by commas."""
    names = tuple(name.strip() for value in values or () for name in value.split(","))
    names = tuple(name for name in names if name)
    if values and not names:
        # an empty variable of a script: selecting nothing must not mean selecting all
        raise typer.BadParameter("names nothing", param_hint=option)
    return names

"""The commands besides `check`, with their options."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.asked import Misuse, refuse_both
from auditor.cli.declared import rule_names
from auditor.cli.options import CONFIG_HELP, ISOLATED_HELP


class ListFormat(str, Enum):
    """The formats of the list of rules, as `rules --output-format` takes them."""

    TEXT = "text"
    JSON = "json"


@contextmanager
def told() -> Iterator[None]:
    """Lets typer say which option cannot be meant."""
    try:
        yield
    except Misuse as misuse:
        raise typer.BadParameter(misuse.reason, param_hint=misuse.option) from None


def init(
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A Region that you deploy to (repeat for more)."),
    ] = None,
    environment: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="An environment that you deploy (repeat for more)."),
    ] = None,
    account_concurrency: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            min=1,
            max=2**31 - 1,
            help="The account's limit of concurrent Lambda executions.",
        ),
    ] = None,
    api_gateway_logging_role: Annotated[
        bool | None,
        typer.Option(help="Whether API Gateway has a role with which it writes logs."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing, and write what is known.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a configuration that is there already.")
    ] = False,
) -> None:
    """Write a configuration: asks what no template shows, or reads it from standard input.

    It reads what 'aws lambda get-account-settings' and 'aws apigateway get-account' print.
    """
    from auditor.cli.asked import names
    from auditor.cli.init import Given
    from auditor.cli.init import init as write

    with told():
        given = Given(
            names(region, "--region"),
            names(environment, "--environment"),
            account_concurrency,
            api_gateway_logging_role,
        )
    raise typer.Exit(write(given, asks=not yes, overwrite=force))


def diagnose(
    events: Annotated[
        str | None,
        typer.Argument(
            metavar="EVENTS",
            help="What the tool printed: a file, the text itself in quotes, or - for standard"
            " input, which is read where there is no argument.",
        ),
    ] = None,
    template: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="The template of the stack (repeat for nested ones)."),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Apply the safe fix of the cause to the template.")
    ] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Offer, and with --fix apply, an unsafe one too.")
    ] = False,
    output_format: Annotated[
        ListFormat, typer.Option(help="The format of the diagnosis.")
    ] = ListFormat.TEXT,
    no_redact: Annotated[
        bool,
        typer.Option("--no-redact", help="Show numbers of accounts, and ids of requests and keys."),
    ] = False,
    config: Annotated[str | None, typer.Option(metavar="FILE", help=CONFIG_HELP)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=ISOLATED_HELP)] = False,
) -> None:
    """Find out why a deployment failed, or a function, from what was printed.

    It reads the events of a stack (aws cloudformation describe-stack-events or describe-events,
    many pages, nested stacks), what sam, cdk, pulumi, serverless and amplify print, logs of
    Lambda functions, and copied lines, and finds out itself which of these it is.

    Exit code: 0 nothing failed, or all is fixed, 1 there is a cause, 2 the job could not be done.
    """
    from auditor.cli.diagnose import Wanted
    from auditor.cli.diagnose import diagnose as run
    from auditor.run.request import Request

    with told():
        refuse_both(config, isolated=isolated)
        if fix and not template:
            raise Misuse("--fix", "needs --template, the file to fix")
    request = Request(
        paths=tuple(template or ()),
        given={"unsafe-fixes": True} if unsafe_fixes else {},
        fix=fix,
        config=config,
        isolated=isolated,
    )
    is_json = output_format is ListFormat.JSON
    raise typer.Exit(run(Wanted(events, request, as_json=is_json, redact=not no_redact)))


def explain(
    rule: Annotated[
        str,
        typer.Argument(
            autocompletion=rule_names,
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
    values: Annotated[
        str | None,
        typer.Option(
            "--values",
            metavar="TEMPLATE",
            help="Say instead what the value at a path of this template can be, and when: RULE is"
            " then the path, such as Orders.Handler.",
        ),
    ] = None,
    config: Annotated[str | None, typer.Option(metavar="FILE", help=CONFIG_HELP)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=ISOLATED_HELP)] = False,
) -> None:
    """Explain a rule, or an error: what is looked for, why stacks fail, what a fix changes.

    For example: cfnaudit explain 'Parameter ScheduleExpression is not valid'
    """
    with told():
        refuse_both(config, isolated=isolated)
        if values is not None and file is not None:
            raise Misuse("--values", "cannot be used with --for")
    if values is not None:
        from auditor.cli.values import show_values

        raise typer.Exit(show_values(values, rule, config, isolated=isolated))
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


def rules(
    output_format: Annotated[
        ListFormat, typer.Option(help="The format of the list.")
    ] = ListFormat.TEXT,
    config: Annotated[str | None, typer.Option(metavar="FILE", help=CONFIG_HELP)] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=ISOLATED_HELP)] = False,
) -> None:
    """List the rules, your own among them."""
    from auditor.cli.catalogue import listed
    from auditor.cli.terminal import fail, put, terminal_columns
    from auditor.config.fault import BadConfiguration
    from auditor.run.every_rule import every_rule

    with told():
        refuse_both(config, isolated=isolated)
    try:
        known = every_rule(config, isolated=isolated)
    except BadConfiguration as error:
        fail(str(error))
        raise typer.Exit(2) from None
    as_json = output_format is ListFormat.JSON
    put(sys.stdout, listed(known, as_json=as_json, columns=terminal_columns(sys.stdout)))


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


def schema(
    house_rules: Annotated[
        bool, typer.Option("--house-rules", help="Print that of house rules instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from auditor.cli.settings import schema_text
    from auditor.cli.terminal import put

    put(sys.stdout, schema_text(of_house_rules=house_rules))


def clean() -> None:
    """Remove the cache: the results that are remembered of files and of runs."""
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

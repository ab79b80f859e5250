"""The options of `check`: one table for the quick reader of command lines and for that of typer."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from auditor.report import FORMATS

SEVERITIES = ("info", "warning", "error")
"""What `--fail-on` and `--min-severity` take."""
CONFIG_HELP = "The configuration file for all paths, instead of the nearest to each."
ISOLATED_HELP = "Read no configuration file."
_CHECK = "What to check"
_FIX = "What to fix"
_KNOWN = "What is known already"
_OUTPUT = "What to print"
_BOUNDS = "How much a run may take"
_FACTS = "What rules should know"
_SETTINGS = "Which settings hold"


class Kind(Enum):
    """What an option takes, and what it is without being given: False, None or an empty list."""

    FLAG = "flag"
    """Nothing: it is given or not."""
    SWITCH = "switch"
    """Nothing: `--name` or `--no-name`."""
    TEXT = "text"
    PATH = "path"
    CHOICE = "choice"
    """One of the choices."""
    COUNT = "count"
    """A whole number from 1 to `most`."""
    TEXTS = "texts"
    """A text; may be given several times."""
    RULES = "rules"
    """As TEXTS: names of rules, which shells complete."""


class Option(Struct, frozen=True):
    """An option by the name that its value has in the program; `--` and hyphens make the flag.

    `shown` is the default that the help names.
    """

    name: str
    kind: Kind
    panel: str
    help: str
    short: str | None = None
    metavar: str | None = None
    shown: str | None = None
    choices: tuple[str, ...] = ()
    most: int | None = None
    is_hidden: bool = False

    @property
    def flag(self) -> str:
        """How it is written."""
        return "--" + self.name.replace("_", "-")


OPTIONS = (
    Option(
        "select",
        Kind.RULES,
        _CHECK,
        "Run these rules only (ids, services or all, separated by commas).",
    ),
    Option(
        "extend_select",
        Kind.RULES,
        _CHECK,
        "Run these rules too, besides those that the configuration selects.",
    ),
    Option(
        "ignore",
        Kind.RULES,
        _CHECK,
        "Do not run these rules, nor those that the configuration ignores.",
    ),
    Option(
        "templates_only",
        Kind.FLAG,
        _CHECK,
        "Pass over named files that are no templates, or excluded, as hooks need it.",
    ),
    Option(
        "stdin_filename",
        Kind.PATH,
        _CHECK,
        "The file that standard input is the text of, for its configuration and reports.",
    ),
    Option("fix", Kind.FLAG, _FIX, "Apply safe fixes."),
    Option(
        "interactive",
        Kind.FLAG,
        _FIX,
        "With --fix, show each fix and ask before it is made.",
        short="-i",
    ),
    Option(
        "unsafe_fixes",
        Kind.SWITCH,
        _FIX,
        "Offer, and with --fix apply, unsafe fixes too; with =RULES those of some rules.",
    ),
    Option("unsafe_fixes_of", Kind.TEXTS, _FIX, "", is_hidden=True),
    Option(
        "diff",
        Kind.FLAG,
        _FIX,
        "Print what --fix would change as a unified diff; write nothing.",
    ),
    Option(
        "add_ignores",
        Kind.FLAG,
        _KNOWN,
        "Write comments (Metadata in JSON) that ignore what is found at or above --fail-on.",
    ),
    Option(
        "baseline", Kind.TEXT, _KNOWN, "Hide what this file lists as found before.", metavar="FILE"
    ),
    Option("update_baseline", Kind.FLAG, _KNOWN, "Write what is found now into the baseline."),
    Option(
        "output_format",
        Kind.CHOICE,
        _OUTPUT,
        "The format of the report.",
        shown="text",
        choices=FORMATS,
    ),
    Option(
        "fail_on",
        Kind.CHOICE,
        _OUTPUT,
        "Exit with 1 for open findings of this severity or above.",
        shown="warning",
        choices=SEVERITIES,
    ),
    Option(
        "jobs",
        Kind.COUNT,
        _BOUNDS,
        "How many files to check at once, in a process each.",
        short="-j",
        shown="as many as pay",
        most=256,
    ),
    Option(
        "max_file_seconds",
        Kind.COUNT,
        _BOUNDS,
        "Leave out a file that takes more seconds of computing.",
        shown="60",
        most=3600,
    ),
    Option(
        "max_file_size",
        Kind.COUNT,
        _BOUNDS,
        "Leave out a file that is larger, in MB.",
        shown="5",
        most=100,
    ),
    Option(
        "min_severity",
        Kind.CHOICE,
        _OUTPUT,
        "Show findings of this severity or above; the others are counted.",
        shown="warning",
        choices=SEVERITIES,
    ),
    Option("exit_zero", Kind.FLAG, _OUTPUT, "Exit with 0 whatever is found."),
    Option(
        "account_concurrency",
        Kind.COUNT,
        _FACTS,
        "The account's limit of concurrent Lambda executions.",
    ),
    Option(
        "region",
        Kind.TEXTS,
        _FACTS,
        "A Region that the templates are deployed to (repeat, or separate by commas).",
    ),
    Option(
        "parameters",
        Kind.TEXTS,
        _FACTS,
        "The value of a parameter, or a file with values as CloudFormation, CodePipeline or Git"
        " sync read it (repeat for more).",
        metavar="NAME=VALUE|FILE",
    ),
    Option(
        "environment",
        Kind.TEXTS,
        _FACTS,
        "Check only as this environment of the configuration, or of samconfig.toml, deploys"
        " (repeat, or separate by commas).",
        metavar="NAME",
    ),
    Option(
        "api_gateway_logging_role",
        Kind.SWITCH,
        _FACTS,
        "Whether the account has a role with which API Gateway writes logs.",
        shown="unknown",
    ),
    Option(
        "log_retention_days",
        Kind.COUNT,
        _FACTS,
        "How long log groups that a fix declares keep their events, unless the template's"
        " other log groups agree on a time.",
        shown="30",
    ),
    Option("config", Kind.TEXT, _SETTINGS, CONFIG_HELP),
    Option("isolated", Kind.FLAG, _SETTINGS, ISOLATED_HELP),
    Option(
        "show_settings",
        Kind.FLAG,
        _SETTINGS,
        "Print the settings that hold for each PATH, and where each comes from.",
    ),
)
_WITH_RULES = "--unsafe-fixes="
_OF_RULES = "--unsafe-fixes-of="


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The arguments with the one option that may have a value, or none, as two options."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = (
        _OF_RULES + argument.removeprefix(_WITH_RULES)
        if argument.startswith(_WITH_RULES)
        else argument
        for argument in arguments[:end]
    )
    return [*options, *arguments[end:]]

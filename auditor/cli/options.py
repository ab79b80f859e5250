"""The options of `check`: one table for the quick reader of command lines and for that of typer."""

from __future__ import annotations

from auditor.cli.option import Kind, Option
from auditor.report import FORMATS

COMMANDS = frozenset(
    {"check", "clean", "diagnose", "explain", "init", "new-rule", "rules", "schema"}
)
"""What may come first on the command line."""
SEVERITIES = ("info", "warning", "error")
"""What `--fail-on` and `--min-severity` take."""
CHECK_HELP = """\
Check templates, and fix them with --fix.

Exit code: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done."""
PATHS_HELP = (
    "Templates, folders to search for templates, or - for standard input; the working folder"
    " where there is none."
)
CONFIG_HELP = "The configuration file for all paths, instead of the nearest to each."
ISOLATED_HELP = "Read no configuration file."
_CHECK = "What to check"
_FIX = "What to fix"
_KNOWN = "What is known already"
_OUTPUT = "What to print"
_BOUNDS = "Limits of a run"
_FACTS = "What rules should know"
_SETTINGS = "Which settings hold"


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
    Option(
        "exclude",
        Kind.TEXTS,
        _CHECK,
        "Pass over these when folders are searched, besides what the configuration excludes"
        " (patterns as in .gitignore, from the working folder; repeat for more).",
        metavar="PATTERN",
    ),
    Option(
        "no_ignores",
        Kind.FLAG,
        _CHECK,
        "Report what comments and Metadata suppress, too.",
    ),
    Option(
        "show_files",
        Kind.FLAG,
        _CHECK,
        "Print the names of the templates that would be checked, and nothing else.",
    ),
    Option(
        "watch",
        Kind.FLAG,
        _CHECK,
        "Check again whenever a file changes; needs the extra cfnaudit[watch].",
        short="-w",
    ),
    Option("fix", Kind.FLAG, _FIX, "Apply safe fixes."),
    Option(
        "fix_only",
        Kind.FLAG,
        _FIX,
        "Apply safe fixes, and neither report what is left nor fail because of it.",
    ),
    Option(
        "interactive",
        Kind.FLAG,
        _FIX,
        "With --fix, show each fix and ask before it is applied.",
        short="-i",
    ),
    Option(
        "unsafe_fixes",
        Kind.SWITCH,
        _FIX,
        "Offer, and with --fix apply, unsafe fixes too; with =RULES those of some rules.",
        value="RULES",
    ),
    Option("unsafe_fixes_of", Kind.TEXTS, _FIX, "", is_hidden=True),
    Option(
        "diff",
        Kind.FLAG,
        _FIX,
        "Print what --fix would change as a unified diff, and nothing else; exit with 1 where"
        " there is one.",
    ),
    Option(
        "show_fixes",
        Kind.FLAG,
        _FIX,
        "Print below each finding what its fix changes, or changed.",
    ),
    Option(
        "exit_non_zero_on_fix",
        Kind.FLAG,
        _FIX,
        "Exit with 1 where anything was fixed, even if nothing is left.",
    ),
    Option(
        "add_ignores",
        Kind.FLAG,
        _KNOWN,
        "Write comments (Metadata in JSON) that ignore what is found at or above --fail-on;"
        " with =REASON they say why.",
        value="REASON",
    ),
    Option("add_ignores_because", Kind.TEXT, _KNOWN, "", is_hidden=True),
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
        "output_file",
        Kind.TEXTS,
        _OUTPUT,
        "Write a report to this file, too (repeat for more); its format is that of the name"
        " (.json, .sarif, .html, .md, .xml), or comes before it, as in gitlab:report.json.",
        short="-o",
        metavar="[FORMAT:]FILE",
    ),
    Option(
        "quiet",
        Kind.FLAG,
        _OUTPUT,
        "Print the findings, and what could not be done, and nothing else.",
        short="-q",
    ),
    Option("statistics", Kind.FLAG, _OUTPUT, "Count the findings of each rule instead."),
    Option(
        "color",
        Kind.CHOICE,
        _OUTPUT,
        "When to print in colors; auto honors NO_COLOR and FORCE_COLOR.",
        metavar="WHEN",
        shown="auto",
        choices=("auto", "always", "never"),
    ),
    Option(
        "fail_on",
        Kind.CHOICE,
        _OUTPUT,
        "Exit with 1 for open findings of this severity or above.",
        metavar="SEVERITY",
        shown="error",
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
        "no_cache",
        Kind.FLAG,
        _BOUNDS,
        "Check every file anew, and remember no results.",
    ),
    Option(
        "max_file_seconds",
        Kind.COUNT,
        _BOUNDS,
        "Leave out a file that needs more seconds of computing.",
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
        metavar="SEVERITY",
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
    Option("config", Kind.TEXT, _SETTINGS, CONFIG_HELP, metavar="FILE"),
    Option("isolated", Kind.FLAG, _SETTINGS, ISOLATED_HELP),
    Option(
        "show_settings",
        Kind.FLAG,
        _SETTINGS,
        "Print the settings that hold for each PATH, and where each comes from.",
    ),
)

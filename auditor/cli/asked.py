"""From the values of options to a request, whoever read them from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.cli.arguments import Values
from auditor.report import FORMATS
from auditor.run.request import STDIN, OutputFile, Request

_HERE = (".",)
_BY_SUFFIX = {
    ".json": ("json", "gitlab", "sarif"),
    ".sarif": ("sarif",),
    ".html": ("html",),
    ".htm": ("html",),
    ".md": ("markdown",),
    ".xml": ("junit",),
}
"""The formats that files are called after; the first where the command line names none of them."""


class Misuse(ValueError):
    """Options that cannot be meant: the one that is at fault, and why."""

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(reason)
        self.option = option
        self.reason = reason


def request_of(values: Values) -> Request:
    """What the options of `check` ask for. Raises Misuse."""
    _refuse_impossible_days(values["log_retention_days"])
    refuse_both(values["config"], isolated=values["isolated"])
    _refuse_mixed(values)
    _refuse_unanswered(values)
    _refuse_unwatched(values)
    given: dict[str, Any] = {
        "select": _names(values, "select"),
        "extend-select": _names(values, "extend_select"),
        "ignore": _names(values, "ignore"),
        "unsafe-fixes": values["unsafe_fixes"],
        "extend-safe-fixes": _names(values, "unsafe_fixes_of", "--unsafe-fixes"),
        "min-severity": values["min_severity"],
        "output-format": values["output_format"],
        "fail-on": values["fail_on"],
        "regions": _names(values, "region"),
        "parameters": _parameters(values["parameters"] or ()),
        "baseline": values["baseline"],
        "max-file-seconds": values["max_file_seconds"],
        "max-file-size": values["max_file_size"],
        "log-retention-days": values["log_retention_days"],
        "account.concurrency": values["account_concurrency"],
        "account.api-gateway-logging-role": values["api_gateway_logging_role"],
    }
    beside = values["stdin_filename"]
    return Request(
        paths=tuple(values["paths"] or _HERE),
        templates_only=values["templates_only"],
        fix=values["fix"] or values["fix_only"],
        fix_only=values["fix_only"],
        interactive=values["interactive"],
        add_ignores=_adds_ignores(values),
        ignore_reason=_reason(values["add_ignores_because"] or ""),
        no_ignores=values["no_ignores"],
        diff=values["diff"],
        show_files=values["show_files"],
        show_fixes=values["show_fixes"],
        statistics=values["statistics"],
        quiet=values["quiet"],
        color=values["color"],
        exclude=tuple(values["exclude"] or ()),
        output_files=tuple(
            output_file(written, values["output_format"]) for written in values["output_file"] or ()
        ),
        exit_zero=values["exit_zero"],
        exit_non_zero_on_fix=values["exit_non_zero_on_fix"],
        update_baseline=values["update_baseline"],
        jobs=values["jobs"],
        cache=not values["no_cache"],
        given={key: value for key, value in given.items() if value not in (None, (), {})},
        config=values["config"],
        isolated=values["isolated"],
        show_settings=values["show_settings"],
        watch=values["watch"],
        stdin_filename=None if beside is None else Path(beside),
        environments=_names(values, "environment"),
    )


def refuse_both(config: str | None, *, isolated: bool) -> None:
    """Refuses a file to read where none is to be read. Raises Misuse."""
    if isolated and config is not None:
        raise Misuse("--config", "--isolated reads no file")


def _refuse_impossible_days(days: int | None) -> None:
    """Refuses what CloudWatch Logs does: a fix would make a stack that fails."""
    if days is not None:
        from auditor.cli.settings import retention_days

        possible = retention_days()
        if days not in possible:
            known = ", ".join(map(str, possible))
            raise Misuse("--log-retention-days", f"CloudWatch Logs accepts {known}, not {days}")


def _refuse_mixed(values: Values) -> None:
    """What is written anew depends on what is changed before: one thing at a time."""
    wanted = {
        "--update-baseline": values["update_baseline"],
        "--add-ignores": _adds_ignores(values),
        "--fix": values["fix"] or values["fix_only"],
        "--diff": values["diff"] and not _adds_ignores(values),
        "--no-ignores": values["no_ignores"] and _adds_ignores(values),
    }
    first, *others = [option for option, is_wanted in wanted.items() if is_wanted] or [""]
    if others and first not in ("", "--fix"):
        raise Misuse(first, f"cannot be used with {others[0]}")


def _refuse_unanswered(values: Values) -> None:
    is_stdin = STDIN in values["paths"]
    is_fixed = values["fix"] or values["fix_only"]
    if values["interactive"] and (not is_fixed or values["diff"] or is_stdin):
        reason = "asks on standard input" if is_stdin else "needs --fix, and no --diff"
        raise Misuse("--interactive", reason)


def _refuse_unwatched(values: Values) -> None:
    """What is done once, or asks somebody, is not done again and again."""
    if not values["watch"]:
        return
    once = {
        "standard input": STDIN in values["paths"],
        "--interactive": values["interactive"],
        "--add-ignores": _adds_ignores(values),
        "--update-baseline": values["update_baseline"],
        "--show-files": values["show_files"],
        "--show-settings": values["show_settings"],
    }
    for what, is_wanted in once.items():
        if is_wanted:
            raise Misuse("--watch", f"cannot be used with {what}")


def _parameters(written: Sequence[str]) -> dict[str, str]:
    """Values of parameters from pairs and files."""
    found: dict[str, str] = {}
    if not written:
        return found
    from auditor.config.fault import BadConfiguration
    from auditor.config.parameters import from_file, pair

    for one in written:
        known = pair(one)
        if known is not None:
            found[known[0]] = known[1]
            continue
        try:
            found.update(from_file(Path(one.removeprefix("file://"))))
        except BadConfiguration as error:
            raise Misuse("--parameters", str(error)) from None
    return found


def _adds_ignores(values: Values) -> bool:
    return values["add_ignores"] or values["add_ignores_because"] is not None


def _reason(written: str) -> str:
    """Why something is ignored, as it can stand in a comment."""
    if not written.isprintable():
        raise Misuse("--add-ignores", "the reason has to be one line of text")
    return written.strip()


def output_file(written: str, output_format: str | None) -> OutputFile:
    """A file for a report with its format: written before it, or that of its name. Raises Misuse.

    `output_format` is what the command line names for standard output, None for nothing.
    """
    before, colon, path = written.partition(":")
    if colon and before in FORMATS and path:
        return OutputFile(path, before)
    possible = _BY_SUFFIX.get(Path(written).suffix.lower())
    if possible is None and output_format is None:
        reason = f"the name '{written}' does not say which format, write FORMAT:{written}"
        raise Misuse("--output-file", reason)
    if output_format is not None and (possible is None or output_format in possible):
        return OutputFile(written, output_format)
    return OutputFile(written, (possible or FORMATS)[0])


def names(given: Sequence[str] | None, flag: str) -> tuple[str, ...]:
    """Names given one by one or separated by commas. Raises Misuse."""
    found = tuple(name.strip() for value in given or () for name in value.split(","))
    found = tuple(name for name in found if name)
    if given and not found:
        # an empty variable of a script: selecting nothing must not mean selecting all
        raise Misuse(flag, "names nothing")
    return found


def _names(values: Values, option: str, flag: str = "") -> tuple[str, ...]:
    return names(values[option], flag or f"--{option.replace('_', '-')}")

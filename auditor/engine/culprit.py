"""Where a plugin is at fault: its authors are to hear of it, and not ours."""

from __future__ import annotations

from types import TracebackType

from auditor.model.rule import AnyRule, ListedRule

_OURS = "auditor"


def culprit(rule: AnyRule, error: BaseException) -> tuple[str | None, str]:
    """The package of a rule that is none of ours, and the file and line that raised an error."""
    if isinstance(rule, ListedRule):
        return None, ""
    package = rule.function.__module__.partition(".")[0]
    if package == _OURS:
        return None, ""
    place = place_in(package, error.__traceback__)
    code = rule.function.__code__
    return package, place or f"{code.co_filename}:{code.co_firstlineno}"


def place_in(package: str, trace: TracebackType | None) -> str:
    """The innermost file and line of a package on the way to an error; empty for none."""
    place = ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == package:
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place

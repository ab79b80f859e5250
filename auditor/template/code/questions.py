"""What rules ask of a source file beyond its facts; the analyses are imported when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.code import SyntaxFault
from auditor.model.text import Span
from auditor.template.code.file import CodeFile

if TYPE_CHECKING:
    from auditor.embedded.python.datetimes import MixedDatetimes
    from auditor.embedded.python.powertools import UnnamedMetrics
    from auditor.embedded.python.schedules import AtExpression

_COMMON_JS = {
    "nodejs12.x": True,
    "nodejs14.x": True,
    "nodejs16.x": True,
    "nodejs18.x": True,
    "nodejs20.x": False,
}
"""The runtimes that take inline code for CommonJS, each with whether that is certain."""


def syntax_fault(file: CodeFile, runtime: str | None) -> SyntaxFault | None:
    """Why a runtime cannot read the file; None where it can, or where that is not known."""
    if file.language == "python":
        from auditor.embedded.python import syntax

        return syntax.fault(file.text, runtime)
    if file.language == "javascript" and not file.is_typescript:
        from auditor.embedded import javascript

        return javascript.syntax_fault(file.text) or _module_fault(file, runtime)
    return None


def _module_fault(file: CodeFile, runtime: str | None) -> SyntaxFault | None:
    """Module syntax in inline code, which is CommonJS where Node.js does not look for itself.

    Node.js looks since 22.7 and 20.19: https://nodejs.org/api/packages.html#syntax-detection
    """
    from auditor.embedded import javascript

    if file.file is not None or runtime not in _COMMON_JS:
        return None
    span = javascript.uses_module_syntax(file.text)
    if span is None:
        return None
    message = "inline code is CommonJS, where import and export statements cannot stand"
    return SyntaxFault(message, span, _COMMON_JS[runtime])


def mixed_datetimes(file: CodeFile) -> list[MixedDatetimes]:
    """Where naive times meet times that are, or may be, aware."""
    if file.python is None:
        return []
    from auditor.embedded.python import datetimes

    return datetimes.mixed(file.python)


def at_expressions(file: CodeFile) -> list[AtExpression]:
    """The `at(...)` expressions that are handed to `put_rule`."""
    if file.python is None:
        return []
    from auditor.embedded.python import schedules

    return schedules.at_expressions(file.python)


def unnamed_metrics(file: CodeFile) -> list[UnnamedMetrics]:
    """The metrics of Powertools that have no namespace."""
    if file.python is None:
        return []
    from auditor.embedded.python import powertools

    return powertools.unnamed_metrics(file.python)


def records_taken(file: CodeFile, handler: str) -> list[Span]:
    """Where a handler takes the records of its event without looking for them."""
    if file.python is not None:
        from auditor.embedded.python import records

        return records.unguarded_records(file.python, handler)
    if file.language == "javascript":
        from auditor.embedded import javascript

        return javascript.unguarded_records(file.text)
    return []

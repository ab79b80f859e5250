"""What rules ask of a source file beyond its facts; the analyses are imported when asked for."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.aws.lambda_.code.local_module import local_module
from auditor.aws.lambda_.code.reachable import imported_files
from auditor.embedded.code import SyntaxFault
from auditor.embedded.facts import Import
from auditor.expression import expression
from auditor.model.text import Span
from auditor.template.template import Template

if TYPE_CHECKING:
    from auditor.embedded.object_keys import EncodedKey
    from auditor.embedded.python.parse import Source
    from auditor.embedded.python.powertools import MetricsUse
    from auditor.embedded.python.schedules.expressions import AtExpression
    from auditor.embedded.python.times.mixed import MixedDatetimes

_COMMON_JS = {
    "nodejs12.x": True,
    "nodejs14.x": True,
    "nodejs16.x": True,
    "nodejs18.x": True,
    "nodejs20.x": False,
}
"""The runtimes that take inline code for CommonJS, each with whether that is certain."""


_RESOLVED = "{{resolve:"
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""


def loaded_files(code: FunctionCode) -> list[CodeFile]:
    """The files that run whenever the function is loaded, in the order of the code's files.

    The one that the Handler names, and all that it imports at the top level without a condition.
    Empty where the file of the Handler depends on conditions or on parameters.
    """
    handlers = code.use.handlers
    is_known = all(case.certain and not case.when for case in handlers)
    if not is_known or len(code.entries) != 1:
        return []
    loaded = dict.fromkeys(code.entries)
    waiting = list(loaded)
    while waiting:
        here = waiting.pop()
        for name in _imports(code, here):
            file = next((file for file in code.files if file.file == name), None)
            if file is not None and file not in loaded:
                loaded[file] = None
                waiting.append(file)
    return [file for file in code.files if file in loaded]


def is_called(code: FunctionCode, file: CodeFile, span: Span) -> bool:
    """Whether the function at a span of its code is certainly, or by its name, one that it calls.

    That is any in the file of the Handler, but where other functions have handlers in that file
    just the own handler; in imported files one whose name the file of the Handler uses.
    """
    handlers = {case.text for use in file.uses for case in use.handlers}
    if file in code.entries and len(handlers) == 1:
        return True
    name = _function_around(file, span)
    if name is None:
        return False
    if file in code.entries:
        return name in {code.fn.handler_parts(case)[1] for case in code.use.handlers}
    word = re.compile(rf"(\.\s*)?\b{re.escape(name)}\b")
    used = [match for entry in code.entries for match in word.finditer(entry.text)]
    # once is the import alone
    return len(used) > 1 or any(match[1] for match in used)


def _function_around(file: CodeFile, span: Span) -> str | None:
    """The name of the function that a span stands in, where that is known."""
    if file.python is None:
        arguments = ((call, one) for call in file.facts.calls for one in call.arguments)
        return next((call.function for call, one in arguments if one.span == span), None)
    for statement in file.python.tree.body:
        if isinstance(statement, ast.FunctionDef):
            around = file.python.span(statement)
            if around.start <= span.start and span.end <= around.end:
                return statement.name
    return None


def _imports(code: FunctionCode, file: CodeFile) -> Iterator[str]:
    """The files that a file always imports when it is loaded."""
    project, folder = code.fn.template.project, code.use.folder
    for imported in file.facts.imports:
        is_made = imported.at_load and imported.certain and not imported.guarded
        if project is None or folder is None or not is_made or _is_standard(file, imported):
            continue
        yield from imported_files(project, file.language, folder, file.file or "", imported) or ()


def _is_standard(file: CodeFile, imported: Import) -> bool:
    """Whether a module is Python's own, which may be loaded before the code is."""
    top = imported.module.partition(".")[0]
    return file.language == "python" and not imported.level and top in sys.stdlib_module_names


_TAGGED = expression(r"[\w)\]]`[^`]*\\[ux0-9]")
"""A tagged template with what is no escape elsewhere, which parsers at hand may refuse."""


def syntax_fault(file: CodeFile, runtime: str | None) -> SyntaxFault | None:
    """Why a runtime cannot read the file; None where it can, or where that is not known.

    With `runtime` None, why no runtime of its language can.
    """
    if not file.is_whole or (file.file is None and _RESOLVED in file.text):
        return None
    if file.language == "python":
        from auditor.embedded.python.compiling import syntax

        return syntax.fault(file.text, runtime)
    if file.language == "javascript" and not file.is_typescript:
        from auditor.embedded import javascript

        fault = javascript.syntax_fault(file.text)
        if fault is not None and _TAGGED.search(file.text):
            return None
        if fault is None:
            return _module_fault(file, runtime)
        return replace(fault, certain=fault.certain and not _may_be_built(file))
    return None


def _may_be_built(file: CodeFile) -> bool:
    """Whether a build may make another file of this one."""
    modules = (local_module(use.fn, handler) for use in file.uses for handler in use.handlers)
    return file.file is not None and any(module is None or module.is_source for module in modules)


def _module_fault(file: CodeFile, runtime: str | None) -> SyntaxFault | None:
    """Module syntax in inline code, which is CommonJS where Node.js does not look for itself.

    Node.js looks since 22.7 and 20.19, and where it is told to:
    https://nodejs.org/api/packages.html#syntax-detection
    """
    from auditor.embedded import javascript

    options = ("Environment", "Variables", "NODE_OPTIONS")
    if file.file is not None or runtime not in _COMMON_JS:
        return None
    if any(use.fn.resource.has(*options) is not False for use in file.uses):
        return None
    span = javascript.uses_module_syntax(file.text)
    if span is None:
        return None
    message = "inline code is CommonJS, where import and export statements are not allowed"
    return SyntaxFault(message, span, _COMMON_JS[runtime])


def mixed_datetimes(file: CodeFile) -> list[MixedDatetimes]:
    """Where naive times meet times that are, or may be, aware."""
    if file.python is None:
        return []
    from auditor.embedded.python.times import mixed as datetimes

    found = file.asked(datetimes.mixed) or []
    if all(one.certain for one in found):
        return found
    return file.template.once(_among_others)(file.python)


def _among_others(template: Template) -> Callable[[Source], list[MixedDatetimes]]:
    """The analysis that knows which members the template's own code writes with naive times."""
    from auditor.embedded.python.times.mixed import mixed, naive_members

    sources = dict.fromkeys(file.python for file in CodeFile.find(template))
    naive = naive_members(source for source in sources if source is not None)
    return partial(mixed, naive_keys=naive)


def at_expressions(file: CodeFile) -> list[AtExpression]:
    """The `at(...)` expressions that are handed to `put_rule`."""
    if file.python is None:
        return []
    from auditor.embedded.python.schedules import expressions as schedules

    return file.asked(schedules.at_expressions) or []


def metrics_use(file: CodeFile) -> MetricsUse | None:
    """What a file does with the metrics of Powertools; None where it cannot be read."""
    if file.python is None:
        return None
    from auditor.embedded.python import powertools

    return file.asked(powertools.metrics_use)


def encoded_keys(file: CodeFile) -> list[EncodedKey]:
    """The keys of S3 events that a file hands to S3 as the events have them."""
    if file.python is not None:
        from auditor.embedded.python import object_keys as in_python

        return in_python.encoded_keys(file.python)
    if file.language == "javascript":
        from auditor.embedded.javascript import object_keys as in_javascript

        return in_javascript.encoded_keys(file.text, typescript=file.is_typescript)
    return []


def records_taken(file: CodeFile, handler: str) -> list[Span]:
    """Where a handler takes the records of its event without looking for them.

    In JavaScript only where the file has no other handler, whose events may be others.
    """
    if file.python is not None:
        from auditor.embedded.python import records

        return records.unguarded_records(file.python, handler)
    if file.language == "javascript":
        from auditor.embedded import javascript

        taken = javascript.unguarded_records(file.text)
        return taken if taken and _has_no_other_handler(file, handler) else []
    return []


def message_records_taken(file: CodeFile, handler: str) -> list[Span]:
    """Where a handler takes the records of a message in its event without looking for them.

    In JavaScript only where the file has no other handler, whose messages may be others.
    """
    if file.python is not None:
        from auditor.embedded.python import messages

        return messages.records_of_messages(file.python, handler)
    if file.language == "javascript":
        from auditor.embedded import javascript

        taken = javascript.records_of_messages(file.text)
        return taken if taken and _has_no_other_handler(file, handler) else []
    return []


def _has_no_other_handler(file: CodeFile, handler: str) -> bool:
    module = file.module
    return module is not None and module.complete and module.handlers == (handler,)

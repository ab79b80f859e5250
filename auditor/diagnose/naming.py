"""The resource that a message itself names, where the tool around it names none."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.diagnose.event import Event, Phase
from auditor.expression import expression

_NAMES = expression(
    r"Resource with id \[(\w{1,255})\] is invalid"
    r"|[Pp]roperties validation failed for resource (\w{1,255}) with message"
    r"|Template error: resource (\w{1,255}) does not support"
    r"|Circular dependency between resources: \[(\w{1,255})"
    r"|\bResourceLogicalId: ?(\w{1,255})\b"
    r"|\[/Resources/(\w{1,255})[/\]]"
)


# a log group, the name in a structured log, an ARN, and the session of the function's role
_FUNCTION = expression(
    r"/aws/lambda/([\w-]{1,64})"
    r"|\"function_?[nN]ame\": ?\"([\w-]{1,64})\""
    r"|:lambda:[\w-]{1,30}:\d{12}:function:([\w-]{1,64})"
    r"|:assumed-role/[\w+=,.@-]{1,64}/([\w-]{1,64}) is not authorized"
)

# packages that are in the archive of the code are not the function's own
_PYTHON_LINE = expression(
    r'File "/var/task/([\w.-]{1,200}(?:/[\w.-]{1,100}){0,3})", line (\d{1,6})'
)
_NODE_LINE = expression(r"/var/task/((?!node_modules/)[\w./-]{1,400}):(\d{1,6}):\d{1,6}")


def named(event: Event) -> Event:
    """The event with the logical ID and the function that its reason tells, if it has none."""
    flat = " ".join(event.reason.split())
    if event.phase is Phase.INVOCATION and not event.function:
        event = replace(event, function=function_in(flat))
    if event.logical_id:
        return event
    found = _NAMES.search(flat)
    return event if found is None else replace(event, logical_id=found.group(found.lastindex or 1))


def raised_in(text: str) -> tuple[str, int]:
    """The file and the line of a function's own code that a traceback ends in; "" without one."""
    python = _PYTHON_LINE.findall(text)
    node = _NODE_LINE.search(text)
    file, line = python[-1] if python else ("", "0") if node is None else node.groups()
    return file, int(line)


def function_in(text: str) -> str:
    """The name of the function that a text is about; empty where it tells none."""
    found = _FUNCTION.search(text)
    return "" if found is None else str(found.group(found.lastindex or 1))

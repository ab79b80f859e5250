"""What Lambda functions write when they fail: JSON, and lines of the runtimes."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from auditor.diagnose.event import Event, Phase
from auditor.diagnose.inputs.block import Block, added, alone
from auditor.diagnose.naming import function_in
from auditor.expression import expression

_PYTHON = expression(r"\[ERROR\]\s+(?:\d{4}-\S{1,30}\s+)?(?:\S{36}\s+)?(\w[\w.]{0,120}(?::.*)?)$")
_NODE = expression(
    r"\d{4}-\d\d-\d\dT[\d:.]{8,12}Z\t[\w-]{1,40}\tERROR\t(?:(?:Invoke|Uncaught|Unhandled)[^\t{]{0,60}\t)?"
    r"(.{1,100000})$"
)
_PLATFORM = expression(
    r"(Task timed out after [\d.]{1,12} seconds|Runtime exited with error: .{1,80}"
    r"|Runtime\.ExitError|Error Type: Runtime\.(?:OutOfMemory|InvalidEntrypoint))"
)
_IN_LINE = expression(r'\{"(?:errorType|errorMessage|timestamp|time|level|log_level)"')

_EXPANDED = expression(r"\tERROR\t((?:Invoke|Uncaught|Unhandled)[^\t{]{0,60}?)\s{0,4}(\{?)\s{0,4}$")
"""A line of Node.js of which the console shows the JSON on the lines below."""
_MEMBER = expression(r'\s{0,40}"(error(?:Type|Message))": {0,2}("[^\n]{0,20000}"),?\s*\Z')
_MEMBER_IN_LINE = expression(r'"(error(?:Type|Message))": {0,2}("(?:[^"\\\n]|\\.){0,20000}")')
"""The same in JSON on one line, which breaks where a copy has broken a text of it."""
_MOST_OF_ERROR = 4
"""Lines of an error in JSON among which its type and its message are."""
_MOST_LINES = 500
_ENDS = ("START ", "END ", "REPORT ", "INIT_REPORT ", "[", "```", "Status: ", "20")
"""What lines begin with that belong to no error: those of the runtime, of logs and of tools."""


def from_object(value: dict[str, Any]) -> Event | None:
    """A payload of an error, or a line of a log in JSON; None for what tells no error."""
    error, cause = (value.get(key, value.get(key.lower())) for key in ("Error", "Cause"))
    if isinstance(cause, str) and isinstance(error, str):
        return _of_state_machine(error, cause)
    inner = value.get("record", value.get("message", value))
    if isinstance(inner, dict) and "errorType" not in value:
        value = inner | {key: value[key] for key in ("errorMessage",) if key in value}
    kind = value.get("errorType", value.get("exceptionType"))
    message = value.get("errorMessage", value.get("message") if "exceptionType" in value else None)
    if not isinstance(message, str):
        return _in_entry(value) or _of_log(value)
    reason = f"{kind}: {message}" if isinstance(kind, str) and kind not in message else message
    trace = value.get("stackTrace") or value.get("trace") or value.get("stack") or ()
    lines = [str(line) for line in trace] if isinstance(trace, list) else []
    shown = "\n".join(line for line in lines if line.strip() not in (reason, message))
    return _failed(f"{reason}\n{shown}".strip(), "Lambda JSON")


def _of_state_machine(error: str, cause: str) -> Event:
    """What a state machine says of a task that failed: the payload of a function is the cause."""
    try:
        value = json.loads(cause)
    except ValueError:
        value = None
    told = from_object(value) if isinstance(value, dict) else None
    return told or _failed(f"{error}: {cause}", "Step Functions")


def _in_entry(value: dict[str, Any]) -> Event | None:
    """An entry of a log group, as CloudWatch Logs and its Insights give it: the error in it."""
    of_query = value.get("value") if value.get("field") == "@message" else None
    text = value.get("@message", value.get("message", of_query))
    block: Block | None = None
    for line in text.splitlines() if isinstance(text, str) else ():
        if block is None:
            block = begins(line)
        elif not block.takes(line):
            break
    if block is None:
        return None
    name = function_in(str(value.get("@log", value.get("logGroup", ""))))
    return replace(block.event, function=name) if name else block.event


def _of_log(value: dict[str, Any]) -> Event | None:
    """A line of a program's log in JSON that tells an error beside its message."""
    error = value.get("error", value.get("err"))
    is_log = isinstance(value.get("level", value.get("severity")), str)
    return Event(reason=error, format="log in JSON") if is_log and isinstance(error, str) else None


def begins(line: str) -> Block | None:
    """A line of a log with which an error begins."""
    found = _EXPANDED.search(line)
    if found is not None:
        return Block(_failed(found.group(1), "Lambda log"), _Expanded(found.group(2)))
    found = _NODE.search(line)
    if found is not None:
        text = found.group(1)
        event = _in_json(text) or _failed(text, "Lambda log")
        return Block(event, alone)
    found = _PYTHON.search(line)
    if found is not None:
        return Block(_failed(found.group(1), "Lambda log"), _goes_on)
    found = _PLATFORM.search(line)
    if found is not None:
        return Block(_failed(found.group(1), "Lambda log"), alone)
    found = _IN_LINE.search(line)
    told = None if found is None else _in_json(line[found.start() :])
    return None if told is None else Block(told, alone)


class _Expanded:
    """The JSON of an error on more than one line, as far as it is read."""

    def __init__(self, opened: str) -> None:
        self._lines = [opened] if opened else []
        self._is_over = False

    def __call__(self, event: Event, line: str) -> Event | None:
        """The error with a further line; what the JSON says once it is whole."""
        is_first = not self._lines
        if self._is_over or (is_first and not line.startswith("{")):
            return None
        self._lines.append(line)
        if not line.startswith("}") and len(self._lines) < _MOST_LINES:
            return self._so_far() or event
        self._is_over = True
        return _in_json("\n".join(self._lines)) or event

    def _so_far(self) -> Event | None:
        """What the lines say of which a copy may have no more; None before the message."""
        if len(self._lines) > _MOST_OF_ERROR:
            return None
        first, *others = self._lines
        told = [found for line in others if (found := _MEMBER.match(line))]
        told += _MEMBER_IN_LINE.finditer(first)
        said = {found.group(1): found.group(2) for found in told}
        if "errorMessage" not in said:
            return None
        return _in_json("{" + ",".join(f'"{name}":{value}' for name, value in said.items()) + "}")


def _in_json(text: str) -> Event | None:
    if not text.startswith("{"):
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    return from_object(value) if isinstance(value, dict) else None


def _goes_on(event: Event, line: str) -> Event | None:
    """The error with a further line of its message or of its traceback."""
    is_over = not line.strip() or line.startswith(_ENDS)
    return None if is_over else added(event, line.rstrip())


def _failed(reason: str, format: str) -> Event:
    return Event(reason=reason, format=format, phase=Phase.INVOCATION)

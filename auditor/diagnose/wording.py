"""What is said of a cause, in the same words by every format of the report."""

from __future__ import annotations

import inspect

from auditor.data.known_errors import Kind
from auditor.diagnose.cause import Cause
from auditor.diagnose.event import Phase
from auditor.diagnose.naming import raised_in
from auditor.expression import expression

_STACK = expression(
    r"(?:--stack-name |[Tt]he stack named |for the stack: |create/update the stack: )"
    r"([A-Za-z][\w-]{0,127})"
)
KINDS = {
    Kind.TEMPLATE: "a fault of the template or of code beside it",
    Kind.ENVIRONMENT: "the environment: something in the account or outside of the stack",
    Kind.LIMIT: "a limit of the account",
    Kind.NAME_TAKEN: "a name that is taken",
    Kind.IN_USE: "in use: something depends on it, or is in it",
    Kind.DRIFT: "drift: the stack has what AWS does not have any more",
    Kind.TIMEOUT: "a timeout: what was started did not get ready",
    Kind.BUSY: "busy: too many calls, or another change is not finished",
    Kind.UNSUPPORTED: "not supported in this Region or Availability Zone",
    Kind.GUARD: "a guard: a Hook, a policy of the organization or a protection",
    Kind.REFUSED: "a value of the template that the service refused",
    Kind.CODE: "the code that ran: a function, a custom resource or a script",
    Kind.INTERNAL: "AWS itself: the service or its part of CloudFormation failed",
    Kind.DEPLOYER: "whoever deploys: a permission, a credential or an option is missing",
    Kind.PACKAGING: "packaging: what was built or uploaded",
    Kind.CONSEQUENCE: "a consequence: another event has the cause",
    Kind.VAGUE: "vague: AWS does not say what failed",
    Kind.UNKNOWN: "unknown: no rule knows this text",
}


def kind(cause: Cause) -> str:
    """What kind of cause it is, or which two it may be."""
    other = cause.verdict.other
    first = KINDS[cause.verdict.kind]
    return first if other is None else f"{first}; or {KINDS[other]}"


def means(cause: Cause) -> str:
    """What it means; empty where nobody knows."""
    if cause.verdict.row is not None:
        return cause.verdict.row.means
    if cause.verdict.rules:
        doc = inspect.cleandoc(cause.verdict.rules[0].doc)
        return doc.partition("\n")[0].replace("`", "").rstrip(".")
    return ""


def advice(cause: Cause) -> str:
    """What to do; empty where the rule says it."""
    if cause.verdict.row is not None:
        return cause.verdict.row.do.replace("--stack-name STACK", _named_stack(cause))
    if cause.verdict.kind is Kind.UNKNOWN:
        is_log = cause.event.phase is Phase.INVOCATION
        where = "the log of the function" if is_log else "CloudTrail and the log of the resource"
        return f"Look into {where} at the time of the event"
    return ""


def _named_stack(cause: Cause) -> str:
    """The option that names the stack, as far as the input tells its name."""
    said = _STACK.search(cause.event.reason)
    name = stack_name(cause.event.stack) or ("STACK" if said is None else said.group(1))
    return f"--stack-name {name}"


def subject(cause: Cause) -> str:
    """What failed, as far as the input names it; empty where it names nothing."""
    event = cause.event
    name = event.logical_id or event.construct
    parts = [event.status or "FAILED"] if name or event.status else []
    if name:
        parts.append(f"of '{name}'")
        if event.construct not in ("", name):
            parts.append(f"({event.construct})")
    if event.type:
        parts.append(f"({event.type})")
    if event.stack:
        parts.append(f"in stack '{stack_name(event.stack)}'")
    return " ".join(parts)


def stack_name(stack: str) -> str:
    """The name of a stack, of whose ARN it is the second part."""
    return stack.split("/")[1] if stack.startswith("arn:") and "/" in stack else stack


def raised_at(cause: Cause) -> str:
    """The file and line of a function's own code that a traceback ends in; empty without one."""
    file, line = raised_in(cause.event.reason)
    return f"{file}:{line}" if file else ""


def facts(cause: Cause) -> dict[str, str]:
    """What the wrappers of the message say."""
    message, event = cause.message, cause.event
    named = {
        "service": message.service,
        "status code": message.status,
        "error code": message.code,
        "handler error code": message.handler_code,
        "check": event.check,
        "raised at": raised_at(cause),
        "pointer": event.pointer,
    }
    return {name: value for name, value in named.items() if value}

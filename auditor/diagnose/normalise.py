"""The message inside the wrappers that services, SDKs and tools put around it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from auditor.expression import expression

_HANDLER_CODE = expression(r"HandlerErrorCode:(\w{1,60})")
_INVALID_REQUEST = "Invalid request provided: "
"""What a handler with the code `InvalidRequest` says first, also where the code is cut off."""
_DETAILS = expression(r"\(\s*Service:[^()]{0,1000}\)|\(\s*SDK\s+Attempt\s+Count:[^()]{0,40}\)")
_FACTS = {
    "status": expression(r"[Ss]tatus[Cc]ode:(\d{3})"),
    "code": expression(r"(?<!Handler)ErrorCode:([\w.]{1,80})"),
}
"""What wrappers say, in a text without white space: tools break it within words."""
_SERVICE = expression(r"Service:\s*([\w ]{1,60})")
_SDK = expression(r"operation error ([\w ]{1,60}): ?\w{1,80},")
_SDK_CODE = expression(r"\b(\w{1,80}(?:Exception|Error|Fault)): ")
_ATTEMPTS = expression(r"exceeded maximum number of attempts, \d{1,3}, ")
"""What the SDK for Go says of itself in any answer that it did not get better by asking again."""
_FARTHEST = 400
"""Characters between the name of an operation and the code of its error."""
_CLI = expression(
    r"(?:An error occurred \(([\w.]{1,80})\)|A client error \(([\w.]{1,80})\) occurred)"
    r" when calling the \w{1,80} operation"
    r"(?: \(reached max retries: \d{1,3}\))?:"
)
_AROUND = (
    expression(r"Waiter \w{1,60} failed: [^\n]{0,400}?Status: FAILED\. Reason: "),
    expression(
        r"The following resource\(s\) failed to \w+: \[[^\]]{0,4000}\][. )]{0,6}:? ?"
        r"(?=[A-Za-z-])(?!Rollback|Delete requested|AWS::|at [\w.<>]{1,80} \()"
    ),
    expression(
        r"Embedded stack \S{1,400} was not successfully \w{1,20}: ?(?=\S)"
        r"(?!The following resource)"
    ),
    expression(
        r"The stack named (?:[^\s`]|`[^`:]{1,100}`){1,200} (?:failed|is in a failed)[^:]{0,100}: ?"
        r"[A-Z_\\]{6,40}(?:: | ?\()(?=\S)(?!Deployment failed\))"
    ),
    expression(
        r"unexpected state '[^']{1,60}', wanted (?:target )?'[^']{1,200}'\. [Ll]ast error: (?!%!s)"
    ),
    expression(
        r"Stack named '[^']{1,200}' aborted operation\. Current state: '\w{6,40}' {1,3}Reason: "
        r"(?=\S)(?!null)"
    ),
    expression(r"ECS Deployment Circuit Breaker was triggered.{0,400}? Task stopped: (?=\S)"),
    expression(r"Not found\. Creating the required resources\.\.\. Error: (?=\S)"),
    expression(r"Failed to create/update the stack: [^\s,]{1,200}, (?=\S)(?!Waiter )"),
    expression(r"Failed to create changeset for the stack: [^\s,]{1,200}, ex: (?=\S)(?!Waiter )"),
)
_LISTS = expression(
    r"(?:Embedded stack \S{1,400} was not successfully \w{1,20}: ?"
    r"(?:Currently in [A-Z_]{6,40} with reason: ?)?)?"
    r"The following resource\(s\) failed to \w{1,10}: ?\[[^\]]{0,4000}\][. ]{0,6}"
    r"(?:(?:Rollback|Delete) requested by user\.?)?|Resource \w{6,8} cancelled"
    r"|\b(?:UPDATE_|CREATE_)?(?:ROLLBACK_)?(?:COMPLETE|FAILED|IN_PROGRESS)\b"
)
"""What says that something failed, and of what only the names."""
_CUSTOM = expression(
    r"(?:Received response status )?\[?FAILED\]? from custom resource\. Message returned: (?=\S)"
    r"|Failed to create resource\. (?=\S)"
)
_TAIL = expression(r"status code: \d{3}, request id: [^\s,]{1,80}(?:, host id: \S{1,200})?")
_TOKEN = expression(r"\(\s*(?:RequestToken|HandlerErrorCode):[^()]{0,200}(?:\)|\Z)")
_WARNINGS = expression(r"(?:Additionally, )?these warnings were found:", re.IGNORECASE)
"""What an import of API Gateway says after its errors, of which it is no part."""
_IGNORED = ". Ignoring."
_FRAME = expression(
    r" at (?:async |new )?(?:[\w.<>$\[\]]{1,120} (?:\[as \w{1,60}\] )?)?\(?"
    r"(?:file:|node:|internal/|webpack:|/|[A-Za-z]:\\)[^()\s]{1,400}:\d{1,6}:\d{1,6}\)?"
)
"""A line of a traceback of Node.js."""
_LEAD = expression(r"\A(?:[\s│└├─*•🛑❌-]|\d{1,3} errors? occurred:)+")


class Message(Struct, frozen=True):
    """A message on one line, and what its wrappers say: empty where they do not."""

    text: str
    service: str = ""
    status: str = ""
    code: str = ""
    handler_code: str = ""

    @property
    def has_facts(self) -> bool:
        """Whether it came in the wrapper of a service."""
        return bool(self.status or self.code or self.handler_code)


def unwrapped(reason: str) -> Message:
    """The message of a reason."""
    flat = " ".join(reason.split())
    dense = "".join(reason.split())
    facts = {name: _first(one.search(dense)) for name, one in _FACTS.items()}
    facts["service"] = _first(_SERVICE.search(flat))
    handler = _first(_HANDLER_CODE.search(dense))
    if not handler and _INVALID_REQUEST in flat:
        handler = "InvalidRequest"
    lowered = flat.lower()
    start = lowered.find("resource handler returned message:")
    text = flat
    if start >= 0:
        text = text[start + len("resource handler returned message:") :].strip()
    text = _ATTEMPTS.sub("", _TAIL.sub("", _TOKEN.sub("", _DETAILS.sub("", text))))
    sdk = _last(_SDK.finditer(text))
    code = None if sdk is None else _SDK_CODE.search(text, sdk.end(), sdk.end() + _FARTHEST)
    if sdk is not None and code is not None:
        facts["service"], facts["code"] = sdk.group(1), code.group(1)
        text = text[code.end() :]
    cli = _last(_CLI.finditer(text))
    if cli is not None:
        facts["code"] = cli.group(1) or cli.group(2)
        text = text[cli.end() :]
    text = inner(text)
    text = _LEAD.sub("", text).strip()
    if start >= 0:
        text = text.strip("\"' ")
    text = text.partition(" Traceback (most recent call last)")[0]
    text = _FRAME.sub("", text)
    return Message(" ".join(text.split()) or flat, handler_code=handler, **facts)


def inner(reason: str) -> str:
    """A reason without what tools say before it of the stack."""
    flat = " ".join(reason.split())
    warned = _WARNINGS.search(flat)
    if warned is not None and flat[: warned.start()].strip():
        flat = flat[: warned.start()].strip()
    for around in _AROUND:
        found = around.search(flat)
        flat = flat if found is None else flat[found.end() :]
    return _without_ignored(flat)


def _without_ignored(flat: str) -> str:
    """A reason without a sentence of which it is said that it is ignored."""
    end = flat.find(_IGNORED)
    if end < 0:
        return flat
    before = ((flat.rfind(mark, 0, end), len(mark)) for mark in (". ", ": ", '"'))
    start = max((at + length for at, length in before if at >= 0), default=0)
    rest = flat[:start] + flat[end + len(_IGNORED) :].lstrip()
    return rest if rest.strip() else flat


def beside_lists(reason: str) -> str:
    """What a reason says besides a list of what failed; empty where it has no such list."""
    flat = " ".join(reason.split())
    if "The following resource(s) failed to" not in flat:
        return ""
    rest = " ".join(_LISTS.sub(" ", flat).split())
    if "The following resource(s) failed to" in rest:
        return ""
    return rest.strip(" .,:;[]()\"'|-")


def returned(reason: str) -> str:
    """What a custom resource's function said of its failure; empty where it is none."""
    flat = " ".join(reason.split())
    found = _CUSTOM.search(flat)
    return "" if found is None else flat[found.end() :]


def names_call(reason: str) -> bool:
    """Whether a reason names the call of AWS that failed."""
    return _CLI.search(reason) is not None or _SDK.search(reason) is not None


def _last(found: Iterator[re.Match[str]]) -> re.Match[str] | None:
    return next(iter(deque(found, maxlen=1)), None)


def _first(found: re.Match[str] | None) -> str:
    return "" if found is None else found.group(1).strip()

"""The message inside the wrappers that services, SDKs and tools put around it."""

from __future__ import annotations

from msgspec import Struct

from auditor.expression import expression

_HANDLER_CODE = expression(r"HandlerErrorCode:\s*(\w{1,60})")
_DETAILS = expression(r"\(\s*Service:[^()]{0,1000}\)|\(\s*SDK\s+Attempt\s+Count:[^()]{0,40}\)")
_FACTS = {
    "service": expression(r"Service:\s*([\w ]{1,60})"),
    "status": expression(r"Status\s*Code\s*:\s*(\d{3})"),
    "code": expression(r"Error\s*Code:\s*([\w.]{1,80})"),
}
_SDK = expression(
    r"operation\s+error\s+([\w ]{1,60}):\s*(\w{1,80}),(?:[^\n]{0,400}?)api\s+error\s+([\w.]{1,80}):"
)
_CLI = expression(
    r"An error occurred \(([\w.]{1,80})\) when calling the (\w{1,80}) operation"
    r"(?: \(reached max retries: \d{1,3}\))?:"
)
_TAIL = expression(r"status code: \d{3}, request id: [^\s,]{1,80}(?:, host id: \S{1,200})?")
_TOKEN = expression(r"\(\s*RequestToken:[^()]{0,200}\)")
_LEAD = expression(r"\A(?:[\s│└├─*•🛑❌-]|\d{1,3} errors? occurred:)+")


class Message(Struct, frozen=True):
    """A message on one line, and what its wrappers say: empty where they do not."""

    text: str
    service: str = ""
    status: str = ""
    code: str = ""
    handler_code: str = ""


def unwrapped(reason: str) -> Message:
    """The message of a reason."""
    flat = " ".join(reason.split())
    facts = {name: _first(one.search(flat)) for name, one in _FACTS.items()}
    handler = _first(_HANDLER_CODE.search(flat))
    lowered = flat.lower()
    start = lowered.find("resource handler returned message:")
    text = flat
    if start >= 0:
        text = text[start + len("resource handler returned message:") :].strip()
    text = _TAIL.sub("", _TOKEN.sub("", _DETAILS.sub("", text)))
    for wrapper, names in ((_SDK, ("service", "", "code")), (_CLI, ("code", ""))):
        found = wrapper.search(text)
        if found is not None:
            facts.update({n: v for n, v in zip(names, found.groups(), strict=True) if n})
            text = text[found.end() :]
    text = _LEAD.sub("", text).strip()
    if start >= 0:
        text = text.strip("\"' ")
    return Message(" ".join(text.split()) or flat, handler_code=handler, **facts)


def _first(found: object) -> str:
    group = getattr(found, "group", None)
    return "" if group is None else str(group(1)).strip()

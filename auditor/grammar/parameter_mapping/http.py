"""Mappings of HTTP APIs: `overwrite:header.a` from `$request.querystring.b`.

    target = ( "append" | "overwrite" | "remove" ) ":" ( "header." name | "querystring." name )
           | "overwrite:path" | "overwrite:statuscode"
    source = { text | "$" reference | "${" reference "}" }

Requests have query strings and a path, responses a status code.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.expression import expression
from auditor.grammar.fault import Fault
from auditor.grammar.parameter_mapping.wording import either

_ACTIONS = ("append", "overwrite", "remove")
_REFERENCE = expression(r"\$\{?(request|response)\.([A-Za-z]{1,40})")
_PARTS = {
    "request": ("header", "querystring", "path", "body"),
    "response": ("header", "body"),
}
_MEANT = {"headers": "header", "query": "querystring", "querystrings": "querystring"}
_RESERVED = (
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-location",
    "forwarded",
    "keep-alive",
    "origin",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailers",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
)
_RESERVED_BEGINNINGS = ("access-control-", "apigw-", "x-amz-", "x-amzn-")
"""Reserved headers, as the page above lists them, 2026-11."""


def target_fault(text: str, *, of_response: bool) -> Fault | None:
    """What is wrong with the name of a parameter that is changed."""
    action, colon, what = text.partition(":")
    location, _, name = what.partition(".")
    whole = "statuscode" if of_response else "path"
    named = ("header",) if of_response else ("header", "querystring")
    if not colon or action not in _ACTIONS:
        message = "its name must begin with append:, overwrite: or remove:"
        return _fault(text, message, _with_action(text, named))
    if what == whole:
        if action == "overwrite":
            return None
        return _fault(text, f"{whole} can only be overwritten", f"overwrite:{whole}")
    if location not in named:
        meant = _MEANT.get(location.lower(), "")
        repair = f"{action}:{meant}.{name}" if meant in named and name else None
        allowed = either((*(f"{one}.name" for one in named), whole))
        return _fault(text, f"only {allowed} can be changed", repair)
    if not name:
        return _fault(text, f"{location} needs a name")
    lower = name.lower()
    if location == "header" and (lower in _RESERVED or lower.startswith(_RESERVED_BEGINNINGS)):
        return _fault(text, f"header {name} is reserved")
    return None


def source_faults(text: str, *, of_response: bool) -> Iterator[Fault]:
    """What is wrong with the references of a value; all else in it is text."""
    for found in _REFERENCE.finditer(text):
        side, part = found.groups()
        if side == "response" and not of_response:
            message = "a request is changed before it has a response"
            yield Fault(found.start(), found.end(), message, certain=False)
        elif side == "request" and of_response:
            continue
        elif part not in _PARTS[side]:
            meant = _MEANT.get(part.lower(), "")
            start, end = found.span(2)
            repair = text[:start] + meant + text[end:] if meant in _PARTS[side] else None
            known = either(_PARTS[side])
            yield Fault(start, end, f"${side} has no {part}, only {known}", repair=repair)


def _with_action(text: str, named: tuple[str, ...]) -> str | None:
    return None if ":" in text or text.partition(".")[0] not in named else f"overwrite:{text}"


def _fault(text: str, message: str, repair: str | None = None) -> Fault:
    return Fault(0, len(text), message, repair=repair)

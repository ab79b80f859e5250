"""Mappings of REST APIs: `integration.request.header.a` from `method.request.path.b`.

    target  = side "." location "." name
    source  = "'" text "'" | "context." name | "stageVariables." name
            | side "." location "." name | side ".body" [ "." JSONPath ]

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from auditor.expression import expression
from auditor.grammar.fault import Fault
from auditor.grammar.parameter_mapping.wording import either

_NAME = expression(r"[A-Za-z0-9._$-]{1,1000}")
_HEADER = expression(r"[A-Za-z0-9_-]{1,200}")
_ALL = ("path", "querystring", "multivaluequerystring", "header", "multivalueheader")
_HEADERS = ("header", "multivalueheader")
_VARIABLES = ("context", "stageVariables")
_MEANT = {
    "headers": "header",
    "paths": "path",
    "query": "querystring",
    "querystrings": "querystring",
    "queryparams": "querystring",
    "queryparameters": "querystring",
}
"""Other names of locations."""


class _Side(NamedTuple):
    """Where a target lies, and where its sources may lie, each with the names of its locations."""

    target: str
    targets: tuple[str, ...]
    source: str
    sources: tuple[str, ...]


class Mapped(Enum):
    """What is mapped."""

    REQUEST = _Side("integration.request", _ALL, "method.request", _ALL)
    """What a method hands to its integration."""
    RESPONSE = _Side("method.response", _HEADERS, "integration.response", _HEADERS)
    """What an integration answers, and the method returns."""
    GATEWAY = _Side("gatewayresponse", ("header", "path", "querystring"), "method.request", _ALL)
    """What API Gateway answers of its own accord."""
    DECLARED = _Side("method.request", _ALL, "", ())
    """What a method declares of its requests; its values are not sources."""


def target_fault(text: str, mapped: Mapped) -> Fault | None:
    """What is wrong with the name of a parameter that is set, or that is declared."""
    side, locations = mapped.value.target, mapped.value.targets
    if not text.startswith(f"{side}."):
        only = len(set(locations) - {"multivalueheader"}) == 1 or mapped is Mapped.GATEWAY
        bare = f"{side}.header.{text}" if only and _HEADER.fullmatch(text) else None
        return _fault(text, f"its name must begin with {side}", bare)
    location, _, name = text.removeprefix(f"{side}.").partition(".")
    return _location_fault(text, side, location, name, locations)


def source_fault(text: str, mapped: Mapped) -> Fault | None:
    """What is wrong with the expression that a parameter is set to."""
    if is_fixed(text):
        return None
    side = mapped.value.source
    root, _, rest = text.partition(".")
    if root.lstrip("$") in _VARIABLES:
        return None if rest else _fault(text, f"{root} needs the name of a variable")
    if not text.startswith(("method.request.", "integration.response.")):
        quoted = f"'{_bare(text)}'" if "'" not in text else None
        return _fault(text, "a fixed value needs single quotation marks around it", quoted)
    if not text.startswith(f"{side}."):
        message = f"its values come from {side}, context or fixed texts"
        return Fault(0, len(text), message, certain=False)
    location, _, name = text.removeprefix(f"{side}.").partition(".")
    if location == "body":
        return None
    return _location_fault(text, side, location, name, mapped.value.sources)


def is_fixed(text: str) -> bool:
    """Whether an expression is a fixed value."""
    return len(text) > 1 and text[0] == text[-1] == "'"


def declared_by(text: str) -> str | None:
    """The declaration that a source needs of its method; None for sources that need none."""
    side, request, location, name = [*text.split(".", 3), "", "", ""][:4]
    if f"{side}.{request}" != "method.request" or not name or location not in _ALL:
        return None
    return f"method.request.{location.removeprefix('multivalue')}.{name}"


def _location_fault(
    text: str, side: str, location: str, name: str, locations: tuple[str, ...]
) -> Fault | None:
    if location not in locations:
        meant = _MEANT.get(location.lower(), location.lower())
        repair = f"{side}.{meant}.{name}" if meant in locations and name else None
        plain = [one for one in locations if not one.startswith("multivalue")]
        return _fault(text, f"{side} has no {location}, only {either(plain)}", repair)
    if not name:
        return _fault(text, f"{side}.{location} needs the name of a parameter")
    if not _NAME.fullmatch(name):
        allowed = "letters, digits, dots, underscores, dollar signs and hyphens"
        return Fault(0, len(text), f"names of parameters have only {allowed}", certain=False)
    return None


def _bare(text: str) -> str:
    """A text without quotation marks of the wrong kind around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _fault(text: str, message: str, repair: str | None = None) -> Fault:
    return Fault(0, len(text), message, repair=repair)

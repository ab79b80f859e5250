"""The clients, resource objects and sessions of boto3 that calls make.

Signatures: `Session.__init__`, `Session.client` and `Session.resource` in
https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from auditor.embedded.facts import UNKNOWN_TEXT, Client, Text
from auditor.embedded.python.places import last_name
from auditor.embedded.python.sdk.kinds import UNKNOWN, Chain, Kind, Region, Service, Session

if TYPE_CHECKING:
    from auditor.model.text import Span

Making = Literal["client", "resource"]
_CLIENT_ARGUMENTS = ("service_name", "region_name", "api_version", "use_ssl", "verify")
_SESSION_ARGUMENTS = (
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "region_name",
    "botocore_session",
    "profile_name",
)
# With these, calls are not made as the role of the function.
_IDENTITY = frozenset(
    {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "botocore_session",
        "profile_name",
    }
)


class Clients:
    """Reads the calls that make clients; `span` and `text` tell those of an expression."""

    def __init__(
        self,
        span: Callable[[ast.expr | ast.keyword], Span],
        text: Callable[[ast.expr], Text],
    ) -> None:
        self._span = span
        self._text = text

    def session(self, call: ast.Call) -> Session:
        """The session that `boto3.Session(...)` makes."""
        return Session(self._region(call, _SESSION_ARGUMENTS), _is_own(call, _SESSION_ARGUMENTS))

    def client(self, call: ast.Call, session: Session) -> Client | None:
        """The client that `client(...)` or `resource(...)` of a session makes.

        None where its service is not known.
        """
        given = _argument(call, _CLIENT_ARGUMENTS, "service_name")
        service = self._text(_value(given)).literal if given is not None else None
        if not service:
            return None
        region = self._region(call, _CLIENT_ARGUMENTS) or session.region
        return Client(
            sdk="boto3",
            client=service,
            region=region.value if region else None,
            region_argument=region.argument if region else None,
            region_value=region.expression if region else None,
            span=self._span(call),
        )

    def made(self, call: ast.Call, session: Session, making: Making) -> Kind:
        """The object that the call gives; not known where it may carry other credentials.

        What such a client does is no matter of the role that the function runs as.
        """
        client = self.client(call, session)
        if client is None or not (session.own and _is_own(call, _CLIENT_ARGUMENTS)):
            return UNKNOWN
        service = Service(client.client, client)
        return service if making == "client" else Chain(service, ())

    def _region(self, call: ast.Call, names: tuple[str, ...]) -> Region | None:
        given = _argument(call, names, "region_name")
        if given is not None:
            value = _value(given)
            if isinstance(value, ast.Constant) and value.value is None:
                return None
            return self._at(given, self._text(value))
        for keyword in call.keywords:
            if keyword.arg is None:
                return self._at(keyword, UNKNOWN_TEXT)
            if keyword.arg == "config" and not _is_plain_config(keyword.value):
                return self._at(keyword, UNKNOWN_TEXT)
        return None

    def _at(self, given: ast.expr | ast.keyword, value: Text) -> Region:
        return Region(value, self._span(given), self._span(_value(given)))


def _value(given: ast.expr | ast.keyword) -> ast.expr:
    return given.value if isinstance(given, ast.keyword) else given


def _argument(call: ast.Call, names: tuple[str, ...], wanted: str) -> ast.expr | ast.keyword | None:
    """An argument by its name or its position."""
    for keyword in call.keywords:
        if keyword.arg == wanted:
            return keyword
    index = names.index(wanted)
    before = call.args[: index + 1]
    starred = any(isinstance(argument, ast.Starred) for argument in before)
    return before[index] if len(before) > index and not starred else None


def _is_own(call: ast.Call, names: tuple[str, ...]) -> bool:
    """Whether a call gives no credentials of its own."""
    if any(keyword.arg is None or keyword.arg in _IDENTITY for keyword in call.keywords):
        return False
    if len(call.args) > len(_CLIENT_ARGUMENTS):
        return False
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    return not starred and not _IDENTITY.intersection(names[: len(call.args)])


def _is_plain_config(value: ast.expr) -> bool:
    """Whether it is a `Config(...)` that certainly pins no Region."""
    return (
        isinstance(value, ast.Call)
        and last_name(value.func) == "Config"
        and not value.args
        and all(keyword.arg not in (None, "region_name") for keyword in value.keywords)
    )

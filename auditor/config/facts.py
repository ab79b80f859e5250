"""Facts of an account in the JSON that AWS's own command line prints: no account is ever called.

- `aws lambda get-account-settings`:
  https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
- `aws apigateway get-account`:
  https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from auditor.config.fault import BadConfiguration
from auditor.model.text import Lines

MAX_BYTES = 200_000
"""Of the JSON: both documents have about one thousand."""
_COMMANDS = "'aws lambda get-account-settings' and 'aws apigateway get-account' print it"
_OF_API_GATEWAY = ("cloudwatchRoleArn", "throttleSettings", "apiKeyVersion")
_MOST = 2**31 - 1


class Facts(Struct, frozen=True):
    """What is known of an account in a Region; None is not known."""

    concurrency: int | None = None
    api_gateway_logging_role: bool | None = None


def facts_of(content: bytes, name: str) -> Facts:
    """The facts in one JSON document or several; `name` is what messages call the text.

    Raises BadConfiguration.
    """
    if len(content) > MAX_BYTES:
        raise BadConfiguration(f"{name}: is larger than what {_COMMANDS}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadConfiguration(f"{name}: is not UTF-8 text") from None
    facts = Facts()
    for document in _documents(text, name):
        facts = _joined(facts, _facts(document, name), name)
    return facts


def _documents(text: str, name: str) -> Iterator[Any]:
    at, decoder = 0, json.JSONDecoder()
    while rest := text[at:].lstrip():
        start = len(text) - len(rest)
        try:
            document, at = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            place = Lines(text).position(error.pos)
            raise BadConfiguration(
                f"{name}:{place.line}:{place.column}: is not JSON as {_COMMANDS} with"
                " '--output json'"
            ) from None
        except (RecursionError, ValueError):
            raise BadConfiguration(f"{name}: is not JSON as {_COMMANDS}") from None
        yield document


def _facts(document: Any, name: str) -> Facts:
    if isinstance(document, dict):
        limit = document.get("AccountLimit")
        count = limit.get("ConcurrentExecutions") if isinstance(limit, dict) else None
        if isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= _MOST:
            return Facts(concurrency=count)
        if any(key in document for key in _OF_API_GATEWAY):
            return Facts(api_gateway_logging_role=bool(document.get("cloudwatchRoleArn")))
    raise BadConfiguration(f"{name}: has JSON with no fact about an account; {_COMMANDS}")


def _joined(one: Facts, other: Facts, name: str) -> Facts:
    found: dict[str, Any] = {}
    for field in Facts.__struct_fields__:
        values = {getattr(one, field), getattr(other, field)} - {None}
        if len(values) > 1:
            raise BadConfiguration(
                f"{name}: has two answers of one command that differ; the facts of one Region can"
                " be read at a time, write those of others below [environments]"
            )
        found[field] = next(iter(values), None)
    return Facts(**found)

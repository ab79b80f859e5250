"""Hides what does not belong into a report that somebody pastes somewhere."""

from __future__ import annotations

from auditor.expression import expression

_ACCOUNT = expression(r"(?<![A-Za-z0-9.])\d{12}(?![A-Za-z0-9]|[.-]\d)")
_REQUEST = expression(
    r"(?<![0-9a-fA-F])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
    r"(?![0-9a-fA-F])"
)
_KEY = expression(r"\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,124}\b")
_ID = expression(r"(?i)(request ?id|host ?id|extended request id|requesttoken): ?[\w+/=-]{8,200}")
_ENCODED = expression(r"(?i)(encoded authorization failure message: ?)[\w+/=-]{8,10000}")
_EXAMPLES = frozenset({"123456789012", "111111111111", "111122223333", "000000000000"})


def redacted(text: str) -> str:
    """The text without numbers of accounts, ids of requests and ids of keys."""
    text = _ENCODED.sub(r"\1<message>", _ID.sub(r"\1: <id>", text))
    text = _KEY.sub("<key>", _REQUEST.sub("<id>", text))
    return _ACCOUNT.sub(lambda found: _account(found.group()), text)


def _account(number: str) -> str:
    return number if number in _EXAMPLES else "<account>"

"""The outer form of every schedule expression: a keyword, then text in parentheses."""

from __future__ import annotations

from msgspec import Struct

from auditor.expression import expression
from auditor.grammar.fault import Fault
from auditor.grammar.schedule.wording import BLANKS, quoted

_OPENING = expression(r"([ \t\r\n]*)([A-Za-z]+)([ \t\r\n]*)\(")
_KEYWORDS = frozenset({"cron", "rate", "at"})


class Envelope(Struct, frozen=True):
    """An expression taken apart at its parentheses.

    `kind` is the keyword in lower case. `body` is the text between the parentheses and `start`
    its offset. `closed` tells whether the closing parenthesis is there with nothing but white
    space after it. `faults` are those of the outer form only, in order of start.
    """

    kind: str
    body: str
    start: int
    closed: bool
    faults: tuple[Fault, ...]


def open_envelope(text: str) -> Envelope | None:
    """Take `text` apart; None when it does not begin as cron(, rate( or at(.

    A leading blank is refused by both services, recorded against AWS in
    https://github.com/localstack/localstack (tests/aws/services/events/test_events_schedule.py).
    How they read upper-case keywords and blanks elsewhere is not documented.
    """
    opening = _OPENING.match(text)
    if opening is None or opening.group(2).lower() not in _KEYWORDS:
        return None
    keyword = opening.group(2)
    kind = keyword.lower()
    faults: list[Fault] = []
    if opening.group(1):
        faults.append(Fault(0, opening.end(1), f"no space is allowed before {kind}(...)"))
    if keyword != kind:
        message = f"the keyword must be lower case, {kind}, not {keyword}"
        faults.append(Fault(opening.start(2), opening.end(2), message, certain=False))
    if opening.group(3):
        message = f"no space is allowed between {kind} and its parenthesis"
        faults.append(Fault(opening.start(3), opening.end(3), message, certain=False))
    start = opening.end()
    closing = text.find(")", start)
    if closing < 0:
        message = f"{kind}(...) has no closing parenthesis"
        faults.append(Fault(start - 1, len(text), message))
        return Envelope(kind, text[start:], start, False, tuple(faults))
    trailing = _trailing_fault(text, kind, closing + 1)
    if trailing is not None:
        faults.append(trailing)
    closed = trailing is None or not trailing.certain
    return Envelope(kind, text[start:closing], start, closed, tuple(faults))


def _trailing_fault(text: str, kind: str, start: int) -> Fault | None:
    trailing = text[start:]
    if not trailing:
        return None
    if not trailing.strip(BLANKS):
        message = f"no space is allowed after {kind}(...)"
        return Fault(start, len(text), message, certain=False)
    message = f"nothing is allowed after {kind}(...), not {quoted(trailing.strip(BLANKS))}"
    return Fault(start, len(text), message)

"""From the bytes of a file, standard input or an argument to events, in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.cleaning import clean, is_query_export
from auditor.diagnose.inputs.interesting import interesting
from auditor.diagnose.inputs.keyed import begins_text, events_in_list
from auditor.diagnose.inputs.objects import NoEvents, events_of
from auditor.diagnose.inputs.text import events_in, message_in, said_in
from auditor.expression import expression

_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEMPLATE = expression(
    r"(?:AWSTemplateFormatVersion|Transform):|(?:Resources|Parameters):\s*(?:$|[{#])"
)
_FAILED = expression(
    r"FAILED|ROLLBACK_(?:IN|COM)|\bError: |\u274c|\berror: |[a-z](?:Error|Exception)\b"
    r"|\bfailed (?:to|with)\b"
)
"""What no input has in which nothing failed."""
_FEW = 5_000
"""Characters in which a template begins to be one, comments before it included, or of a message."""


class Unusable(ValueError):
    """An input without anything that failed; the message says what it is instead."""


def read_events(
    stream: BinaryIO, knows: Callable[[Event], bool], *, is_asked: bool = False
) -> Iterator[Event]:
    """The events of an input, those that tell no failure among them. Raises Unusable.

    `knows` and `is_asked` are as for a text that has no events, and may be a message all the same.
    """
    start = stream.read(_CHUNK)
    if not start.strip():
        raise Unusable("is empty: it needs the events of a stack, or the text of an error")
    encoding, start = _encoding(start)
    texts = _decoded(start, stream, encoding)
    first = next(texts, "")
    if first.lstrip()[:1] in ("{", "["):
        try:
            rest = yield from events_of(_again(first, texts))
        except NoEvents as error:
            if error.reason is not None:
                yield from _in_other_json(error, knows)
                return
            first = error.seen
        else:
            yield from events_in(interesting(_clean_lines(_again(rest, texts))))
            return
    yield from _in_text(first, texts, knows, is_asked=is_asked)


def _in_other_json(error: NoEvents, knows: Callable[[Event], bool]) -> Iterator[Event]:
    """What JSON without events says of a failure. Raises Unusable where it says none."""
    said = error.said[:_FEW]
    is_failure = _FAILED.search(said) is not None
    told = list(said_in(said, None if is_failure else knows))
    if not told:
        raise Unusable(error.reason) from None
    yield from told


def _in_text(
    first: str, texts: Iterator[str], knows: Callable[[Event], bool], *, is_asked: bool
) -> Iterator[Event]:
    if _is_template(first[:_FEW]):
        raise Unusable("is a template, not events: name it with --template, and the events first")
    lines = _clean_lines(_again(first, texts))
    if is_query_export(first):
        lines = (line.replace('""', '"') for line in lines)
    found = is_told = False
    for event in events_in_list(lines) if begins_text(first) else events_in(interesting(lines)):
        found = True
        is_told = is_told or (event.is_failure and bool(event.reason.strip() or event.status))
        yield event
    if is_told or len(first) > _FEW:
        return
    if not found:
        yield from message_in(first, knows, is_asked=is_asked)
    elif _FAILED.search(first):
        # a reader knew the form, and found no failure where it looked
        yield from said_in(first)


def _clean_lines(texts: Iterator[str]) -> Iterator[str]:
    return (clean(line) for line in _lines(texts))


def read_text(text: str, knows: Callable[[Event], bool]) -> Iterator[Event]:
    """As `read_events`, from an argument of the command line."""
    stream = io.BytesIO(text.encode("utf-8", "surrogateescape"))
    return read_events(stream, knows, is_asked=True)


def _encoding(start: bytes) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding, start[len(mark) :]
    if b"\0" in start:
        raise Unusable("is not text: it needs the events of a stack, or the text of an error")
    return "utf-8", start


def _is_template(text: str) -> bool:
    lines = (line for line in text.splitlines() if line.strip() not in ("", "---"))
    first = next((line for line in lines if not line.startswith("#")), "")
    return _TEMPLATE.match(first) is not None


def _decoded(start: bytes, stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while start:
        yield decoder.decode(start)
        start = stream.read(_CHUNK)
    yield decoder.decode(b"", final=True)


def _again(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """The lines; one that has no end is cut."""
    left = ""
    for text in texts:
        *lines, left = (left + text).split("\n")
        yield from lines
        if len(left) > _LONGEST_LINE:
            yield left[:_LONGEST_LINE]
            left = ""
    if left:
        yield left

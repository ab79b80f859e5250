"""Lines of a text: each reader is asked whether an event begins in one; the rest is prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.diagnose.event import Event, Phase
from auditor.diagnose.inputs import cdk, columns, keyed, lambda_, named
from auditor.diagnose.inputs.block import Block
from auditor.expression import expression

_READERS = (lambda_.begins, keyed.begins, columns.begins, cdk.begins, named.begins)
_MOST_LINES = 40
"""Lines of a paragraph that are taken together: a text of more is no message."""
_SPEAKS = expression(
    r"(?i)fail|error|exception|denied|invalid|\bnot\b|\bno\b|cannot|can't|refused|\bmust\b|exceed|exists"
    r"|unable|limit|quota|require|rollback|timed out|missing|unsupported|should|cancelled|doesn't"
    r"|taken|\(service:"
)


_OF_FUNCTION = expression(r"/var/(?:task|runtime)/")
"""The folders of a function's code and of its runtime."""


def events_in(lines: Iterable[str]) -> Iterator[Event]:
    """The events that tools print, and the paragraphs that may be messages of errors."""
    block: Block | None = None
    prose: list[str] = []
    table = keyed.Table()
    readers = (table.begins, *_READERS)
    for line in lines:
        if table.is_frame(line):
            continue
        if block is not None and block.is_asked_first and block.takes(line):
            continue
        started = next((found for one in readers if (found := one(line)) is not None), None)
        if started is None and block is not None and block.takes(line):
            continue
        if block is not None:
            yield block.event
        if (started is not None or not line.strip() or len(prose) >= _MOST_LINES) and prose:
            yield from _message(prose)
            prose = []
        if started is None and line.strip():
            prose.append(line)
        block = started
    if block is not None:
        yield block.event
    if prose:
        yield from _message(prose)


def _message(lines: list[str]) -> Iterator[Event]:
    text = "\n".join(lines).strip()
    if _SPEAKS.search(text):
        phase = Phase.INVOCATION if _OF_FUNCTION.search(text) else Phase.UNKNOWN
        yield Event(reason=text, format="text", phase=phase)

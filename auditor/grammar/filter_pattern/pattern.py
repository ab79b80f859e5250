"""A whole pattern: its form, its faults, and the fields that dimensions may name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from auditor.grammar.fault import Fault
from auditor.grammar.filter_pattern import delimited, json_form, regex, unstructured
from auditor.grammar.filter_pattern.draft import Change, Draft, Reading, Wildcard, changed
from auditor.grammar.filter_pattern.tokens import Kind, tokens

MAX_LENGTH = 1024
"""Characters of a pattern:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html"""


class Form(Enum):
    """The three languages of patterns, told apart by the first character."""

    UNSTRUCTURED = "unstructured"
    JSON = "json"
    DELIMITED = "delimited"


_FORMS = {"{": Form.JSON, "[": Form.DELIMITED}


class FilterPattern(Struct, frozen=True):
    """A pattern that has been read.

    `fields` are what dimensions may name: properties as written (`$.a.b`) in a JSON pattern, the
    names of fields in a space-delimited one. `wildcards` are the unquoted values of a
    space-delimited pattern that have both `_` and `*`.
    """

    text: str
    form: Form
    faults: tuple[Fault, ...]
    fields: tuple[str, ...] = ()
    wildcards: tuple[Wildcard, ...] = ()

    @property
    def supports_dimensions(self) -> bool:
        """Whether a metric filter with this pattern may have dimensions."""
        return self.form is not Form.UNSTRUCTURED


def parse(text: str) -> FilterPattern:
    """Reads a pattern; no text makes it raise."""
    form, reading = _read(text)
    return FilterPattern(
        text, form, _with_repairs(text, reading.drafts), reading.fields, reading.wildcards
    )


def _read(text: str) -> tuple[Form, Reading]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    form = _FORMS.get(text[start : start + 1], Form.UNSTRUCTURED)
    if len(text) > MAX_LENGTH:
        message = f"a pattern has at most {MAX_LENGTH} characters, not {len(text)}"
        return form, Reading([Draft(MAX_LENGTH, len(text), message)])
    if form is Form.UNSTRUCTURED:
        return form, unstructured.read(text, start, end)
    module = json_form if form is Form.JSON else delimited
    reading = module.read(text, start, end)
    blanks = _outer_blanks(text, start, end) if form is Form.JSON else ()
    drafts = [*reading.drafts, *blanks, *_many_regexes(text)]
    return form, Reading(drafts, reading.fields, reading.wildcards)


def _outer_blanks(text: str, start: int, end: int) -> Iterable[Draft]:
    message = "spaces outside the brackets may be rejected"
    if start > 0:
        yield Draft(0, start, message, False, (Change(0, start, ""),))
    if end < len(text):
        yield Draft(end, len(text), message, False, (Change(end, len(text), ""),))


def _many_regexes(text: str) -> Iterable[Draft]:
    found = [word for word in tokens(text, 0, len(text)) if word.kind is Kind.REGEX]
    for word in found[regex.MOST :]:
        message = f"a pattern has at most {regex.MOST} regular expressions"
        yield Draft(word.start, word.end, message)


def _with_repairs(text: str, drafts: Iterable[Draft]) -> tuple[Fault, ...]:
    """The faults in order, each with the whole text put right where all of it can be."""
    ordered = sorted(drafts, key=lambda draft: (draft.start, draft.end, draft.message))
    needed = [draft for draft in ordered if draft.certain]
    base = [change for draft in needed for change in draft.changes]
    is_mendable = all(draft.changes for draft in needed)
    faults: list[Fault] = []
    for draft in ordered:
        repair = None
        if is_mendable and draft.changes:
            repair = _right(changed(text, [*base, *draft.changes]))
        faults.append(Fault(draft.start, draft.end, draft.message, draft.certain, repair))
    return tuple(faults)


def _right(text: str | None) -> str | None:
    """The text, if reading it meets no certain fault."""
    if text is None:
        return None
    _, reading = _read(text)
    return None if any(draft.certain for draft in reading.drafts) else text

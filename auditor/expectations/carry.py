"""What an assertion has to say instead, once the template is changed."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from auditor.expectations.expectation import Aspect, Expectation, Relation, Wording
from auditor.expectations.holds import NOTHING, Seen, fitting, holds
from auditor.expectations.literals import NotPlain, Rewriter
from auditor.expectations.patterns import (
    Entries,
    Items,
    Special,
    Subsequence,
    Unknown,
    equal,
    is_part,
    is_plain,
)
from auditor.model.text import TextEdit


class Carried(Struct, frozen=True):
    """Edits of a test, and whether the assertion is an exact literal on the exact path."""

    edits: tuple[TextEdit, ...]
    is_exact: bool


def breaks(one: Expectation, old: Seen, new: Seen) -> bool:
    """Whether an assertion certainly holds for a template, and certainly not for its successor."""
    return holds(one, old) is True and holds(one, new) is False


def carried(one: Expectation, old: Seen, new: Seen, text: str) -> Carried | None:
    """How an assertion that a change breaks can follow it; None where that takes a human."""
    if one.each is not None or (one.negated and one.relation is not Relation.ITEM):
        return None
    try:
        return _carried(one, old, new, Rewriter(text, one.style))
    except (NotPlain, Unknown, LookupError):
        return None


def _carried(one: Expectation, old: Seen, new: Seen, rewriter: Rewriter) -> Carried | None:
    if one.aspect is Aspect.COUNT and one.literal is not None:
        count = len(new.by_type(one.type or ""))
        return Carried(tuple(rewriter.edits(one.literal, count)), is_exact=True)
    if one.aspect is Aspect.RESOURCES:
        return _resource(one, old, new, rewriter)
    value = new.value(one.path)
    if one.aspect is Aspect.LENGTH:
        if one.literal is None or not isinstance(value, dict | list | str):
            return None
        return Carried(tuple(rewriter.edits(one.literal, len(value))), is_exact=True)
    if one.aspect is Aspect.KEYS:
        return None
    return _value(one, old, value, rewriter)


def _value(one: Expectation, old: Seen, value: Any, rewriter: Rewriter) -> Carried | None:
    wording = one.wording
    if one.relation is Relation.ITEM and isinstance(value, dict):
        return (
            _said_present(wording, value[one.expected], rewriter)
            if one.negated
            else _said_absent(wording)
        )
    if value is NOTHING:
        return _said_absent(wording)
    if one.relation is Relation.ABSENT:
        return _said_present(wording, value, rewriter)
    if one.literal is None or one.negated:
        return None
    if one.relation is Relation.ITEM:
        return _item(one, old, value, rewriter)
    is_cut = one.relation is Relation.PART
    value = remaining(one.expected, value) if is_cut else followed(one.expected, value)
    is_exact = _is_exact(one.expected, value, is_part=is_cut)
    edits = rewriter.edits(one.literal, value)
    if one.relation is Relation.SAME and isinstance(value, dict | list):
        if wording.loose is None:
            return None
        span, text = wording.loose
        edits.insert(0, TextEdit(span.start, span.end, text))
    return Carried(tuple(edits), is_exact=is_exact)


def _said_absent(wording: Wording) -> Carried | None:
    if wording.absent is None:
        return None
    span, text = wording.absent
    return Carried((TextEdit(span.start, span.end, text),), is_exact=False)


def _said_present(wording: Wording, value: Any, rewriter: Rewriter) -> Carried | None:
    if wording.present is not None and isinstance(value, dict):
        # nobody spells a whole resource out in a test
        span, text = wording.present
        return Carried((TextEdit(span.start, span.end, text),), is_exact=False)
    if wording.equal is None:
        return None
    span, before, after = wording.equal
    written = before + rewriter.spelled(value, rewriter.quote(span.start)) + after
    return Carried((TextEdit(span.start, span.end, written),), is_exact=False)


def _item(one: Expectation, old: Seen, value: Any, rewriter: Rewriter) -> Carried | None:
    """Where one item took the place of another one, that is the one to expect."""
    before = old.value(one.path)
    if one.literal is None or not isinstance(before, list) or not isinstance(value, list):
        return None
    added = [item for item in value if not any(equal(item, other) for other in before)]
    if len(added) != 1 or len(value) != len(before):
        return None
    return Carried(tuple(rewriter.edits(one.literal, added[0])), is_exact=False)


def _resource(one: Expectation, old: Seen, new: Seen, rewriter: Rewriter) -> Carried | None:
    found = fitting(one, old)
    if one.literal is None or not found:
        return None
    resource = new.value(("Resources", found[0]))
    subject = resource if one.whole else resource.get("Properties", {})
    wanted = remaining(one.expected, subject)
    is_exact = len(found) == 1 and _is_exact(one.expected, wanted, is_part=True)
    return Carried(tuple(rewriter.edits(one.literal, wanted)), is_exact=is_exact)


def remaining(expected: Any, value: Any) -> Any:
    """A part of a value, cut as the part of the old one was: what is gone is not in it."""
    if is_part(value, expected):
        return expected
    if isinstance(expected, dict) and isinstance(value, dict):
        left = {
            key: remaining(inner, value[key]) if key in value else inner
            for key, inner in expected.items()
            if key in value or inner is Special.ABSENCE
        }
        if not left:
            raise NotPlain
        return left
    if isinstance(expected, Items | Subsequence):
        raise NotPlain
    if isinstance(expected, list) and isinstance(value, list) and len(expected) == len(value):
        return list(map(remaining, expected, value))
    return value


def followed(expected: Any, value: Any) -> Any:
    """What to expect of another value: patterns that still fit stay, also inside of it."""
    if equal(value, expected):
        return expected
    if isinstance(expected, Entries) and isinstance(value, dict):
        return Entries(
            (key, followed(inner, value[key])) for key, inner in expected.items() if key in value
        )
    if isinstance(expected, Items):
        raise NotPlain
    if isinstance(expected, dict) and isinstance(value, dict):
        return {
            key: followed(expected[key], inner) if key in expected else inner
            for key, inner in value.items()
        }
    if isinstance(expected, list) and isinstance(value, list) and len(expected) == len(value):
        return list(map(followed, expected, value))
    return value


def _is_exact(old: Any, new: Any, *, is_part: bool) -> bool:
    """Whether only one value fits what is expected wherever another one is expected now.

    `is_part` says that what is gone from a mapping is not looked at any more.
    """
    if new is old:
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        is_part = is_part or isinstance(old, Entries)
        return not (is_part and old.keys() - new.keys()) and all(
            _is_exact(inner, new[key], is_part=is_part) for key, inner in old.items() if key in new
        )
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(
            _is_exact(one, other, is_part=is_part) for one, other in zip(old, new, strict=True)
        )
    return is_plain(old)

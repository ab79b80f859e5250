"""The literals of a JavaScript test, with the patterns of Jest and CDK inside of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.expectation import Entry, Written
from auditor.expectations.patterns import (
    Beginning,
    Ending,
    Entries,
    Inside,
    Items,
    Special,
    Subsequence,
)

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

Read = Callable[["Item"], "Written | None"]
"""Reads what stands inside of a literal."""

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")
_CONSTANTS = {"true": True, "false": False, "null": None}
_ESCAPES = {"\\'": "'", '\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\`": "`"}
_PLAIN_EXPRESSION = re.compile(r"(\^?)((?:[\w \-:/@#%=,;'\"<>~&]|\\[.\-/(){}\[\]^$*+?|])+)(\$?)")
_ESCAPED = re.compile(r"\\(.)")
_WRAPPERS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "expect": {
        "objectContaining": Entries,
        "arrayContaining": Items,
        "stringContaining": Inside,
    },
    "Match": {
        "objectLike": dict,
        "arrayWith": Subsequence,
        "stringLikeRegexp": lambda text: expression(text) or _Unread(),
    },
}
_SPECIAL = {
    ("expect", "anything"): Special.ANYTHING,
    ("Match", "anyValue"): Special.ANYTHING,
    ("Match", "absent"): Special.ABSENCE,
}


class _Unread:
    """What a regular expression stands for that is not read."""


def literal(item: Item, inside: Read) -> Written | None:
    """A literal with all that is inside of it; None where something in it is not known."""
    match item.kind:
        case "true" | "false" | "null":
            return Written(_CONSTANTS[item.kind], item.span)
        case "string" | "template_string":
            return string(item)
        case "number" | "unary_expression":
            return _number(item)
        case "array":
            return _array(item, inside)
        case "object":
            return _object(item, inside)
        case "regex":
            return _regex(item)
        case "call_expression":
            return _pattern(item, inside)
    return None


def string(item: Item) -> Written | None:
    """A text in quotes, or a template literal without expressions."""
    pieces: list[str] = []
    for child in item.children:
        text = child.text if child.kind == "string_fragment" else _ESCAPES.get(child.text)
        if text is None:
            return None
        pieces.append(text)
    return Written("".join(pieces), item.span)


def expression(pattern: Any) -> str | None:
    """What a text has to be that fits a regular expression; None for one that says more."""
    found = _PLAIN_EXPRESSION.fullmatch(pattern) if isinstance(pattern, str) else None
    if found is None:
        return None
    text = _ESCAPED.sub(r"\1", found[2])
    if found[1] and found[3]:
        return text
    return Beginning(text) if found[1] else Ending(text) if found[3] else Inside(text)


def _array(item: Item, inside: Read) -> Written | None:
    items = [inside(child) for child in item.children]
    known = [one for one in items if one is not None]
    if len(known) < len(items) or item.words.count(",") >= len(items) + 1:
        return None
    return Written([one.value for one in known], item.span, items=tuple(known))


def _object(item: Item, inside: Read) -> Written | None:
    entries: list[Entry] = []
    for child in item.children:
        is_short = child.kind == "shorthand_property_identifier"
        key = child.text if is_short else None
        if child.kind == "pair":
            key = key_of(child.child("key"))
        value = child if is_short else child.child("value")
        written = None if key is None or value is None else inside(value)
        if key is None or written is None:
            return None
        entries.append(Entry(key, written, child.span))
    values = {entry.key: entry.value.value for entry in entries}
    return Written(values, item.span, entries=tuple(entries))


def _regex(item: Item) -> Written | None:
    """A regular expression, where it is a text with or without its ends."""
    body = item.child("pattern")
    if body is None or item.child("flags") is not None:
        return None
    found = expression(body.text)
    return None if found is None else Written(found, item.span)


def _pattern(call: Item, inside: Read) -> Written | None:
    """What fits `expect.objectContaining(...)`, `Match.absent()` and their like."""
    function = call.child("function")
    base = None if function is None else function.child("object")
    name = None if function is None or base is None else member_name(function)
    if base is None or name is None:
        return None
    arguments = (call.child("arguments") or call).children
    special = _SPECIAL.get((base.text, name))
    if special is not None:
        return Written(special, call.span) if not arguments else None
    wrap = _WRAPPERS.get(base.text, {}).get(name)
    written = inside(arguments[0]) if wrap is not None and len(arguments) == 1 else None
    if wrap is None or written is None:
        return None
    value = wrap(written.value)
    if isinstance(value, _Unread):
        return None
    return Written(value, written.span, written.items, written.entries)


def _number(item: Item) -> Written | None:
    text = item.text.replace("_", "").replace(" ", "")
    sign = -1 if text.startswith("-") else 1
    digits = text.removeprefix("-")
    if _NUMBER.fullmatch(digits) is None:
        return None
    number: Any = float(digits) if "." in digits else int(digits)
    return Written(sign * number, item.span)

"""Keys of S3 events that JavaScript code hands to S3 without decoding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.embedded.javascript.scopes import Scopes, scopes_of
from auditor.embedded.object_keys import EncodedKey

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_STEPS = ("key", "object", "s3")
_DECODING = "decodeURIComponent"
_OTHERS = ("replace", "querystring", "unescape", "decodeURI(", "URLSearchParams", ".split(")
"""What may take the plus signs out."""
_KEY = "Key"


def encoded_keys(source: str, *, typescript: bool) -> list[EncodedKey]:
    """The keys that become the parameter `Key`; none where anything else may decode them."""
    if "Records" not in source or any(word in source for word in _OTHERS):
        return []
    scopes = scopes_of(source, typescript=typescript)
    if scopes is None:
        return []
    found: list[EncodedKey] = []
    for item in scopes.items:
        if item.kind not in syntax.MEMBERS or not _is_key(item):
            continue
        call = _decoding(item)
        value = item if call is None else call
        if (call is not None or _DECODING not in source) and _is_sent(value, scopes):
            found.append(EncodedKey(item.span, is_decoded=call is not None))
    return found


def _is_key(item: Item) -> bool:
    here: Item | None = item
    for step in _STEPS:
        if here is None or here.kind not in syntax.MEMBERS or member_name(here) != step:
            return False
        here = here.child("object")
    return "?." not in item.text


def _decoding(item: Item) -> Item | None:
    """The call of `decodeURIComponent` that a value is the argument of."""
    above = item.parent
    call = above.parent if above is not None and above.kind == "arguments" else None
    function = call.child("function") if call is not None else None
    return call if function is not None and function.text == _DECODING else None


def _is_sent(value: Item, scopes: Scopes) -> bool:
    """Whether a value, or the only name that is set to it, is the `Key` of an object."""
    above = value.parent
    if above is None:
        return False
    if above.kind == "pair":
        return key_of(above.child("key")) == _KEY
    if above.kind != "variable_declarator" or value.field != "value":
        return False
    binding = scopes.binding(above.child("name"))
    if binding is None or binding.only_write is None:
        return False
    return any(_is_key_of_object(mention) for mention in binding.mentions)


def _is_key_of_object(mention: Item) -> bool:
    if mention.kind == "shorthand_property_identifier":
        return mention.text == _KEY
    above = mention.parent
    is_value = above is not None and above.kind == "pair" and mention.field == "value"
    return is_value and above is not None and key_of(above.child("key")) == _KEY

"""Names that take their values out of larger ones: `const { a: { b }, c = 1 } = value`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor.embedded.javascript.items import Item

_NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_DEFAULTS = frozenset(
    {"assignment_pattern", "object_assignment_pattern", "required_parameter", "optional_parameter"}
)
_DEEPEST = 8


class Leaf(NamedTuple):
    """One target of a pattern.

    `path`: the properties that lead to its value in `value`, None where that is not known (a
    rest, an element of a list, a computed property). `default`: it has one.
    """

    target: Item
    value: Item | None
    path: tuple[str, ...] | None
    default: bool


def leaves(pattern: Item | None, value: Item | None) -> Iterator[Leaf]:
    """Every target in a pattern, in no fixed order below lists and maps."""
    pending: list[tuple[Item, tuple[str, ...] | None, bool]] = []
    if pattern is not None:
        pending.append((pattern, (), False))
    while pending:
        item, path, default = pending.pop()
        if item.kind in _NAMES or item.kind in ("member_expression", "subscript_expression"):
            named = item.kind == "shorthand_property_identifier_pattern"
            yield Leaf(item, value, _below(path, item.text) if named else path, default)
        elif item.kind in _DEFAULTS and item.children:
            target = item.child("left", "pattern") or item.children[0]
            has_value = item.child("right", "value") is not None
            pending.append((target, path, default or has_value))
        else:
            pending.extend((part, below, default) for part, below in _parts(item, path))


def _parts(
    item: Item, path: tuple[str, ...] | None
) -> Iterator[tuple[Item, tuple[str, ...] | None]]:
    if item.kind == "object_pattern":
        for child in item.children:
            if child.kind == "pair_pattern":
                key, value = child.child("key"), child.child("value")
                if value is not None:
                    yield value, _below(path, key_of(key))
            else:
                yield child, None if child.kind == "rest_pattern" else path
    elif item.kind in ("array_pattern", "rest_pattern"):
        yield from ((child, None) for child in item.children)


def _below(path: tuple[str, ...] | None, name: str | None) -> tuple[str, ...] | None:
    if path is None or name is None or len(path) >= _DEEPEST:
        return None
    return (*path, name)


def key_of(key: Item | None) -> str | None:
    """The name that a property is declared with or taken by; None where it is computed."""
    if key is not None and key.kind == "computed_property_name":
        key = key.children[0] if key.children else None
        if key is None or key.kind not in ("string", "template_string"):
            return None
    if key is None:
        return None
    text = key.text
    if key.kind in ("string", "template_string"):
        plain = all(child.kind == "string_fragment" for child in key.children)
        return text[1:-1] if plain else None
    return None if "\\" in text else text


def member_name(member: Item) -> str | None:
    """The name after the dot, or the literal between the brackets."""
    if member.kind == "member_expression":
        return key_of(member.child("property"))
    index = member.child("index") if member.kind == "subscript_expression" else None
    if index is None or index.kind not in ("string", "template_string"):
        return None
    return key_of(index)

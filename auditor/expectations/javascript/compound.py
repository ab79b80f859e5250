"""Values of a JavaScript test that are put together of others: lists, mappings, texts, sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import key_of
from auditor.expectations import gathered
from auditor.expectations.javascript import calls
from auditor.expectations.values import FilePath, Known, Named, Value, joined

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.javascript.reading import Given, Reading

_LARGEST = 2**53
"""From here on JavaScript does not count exactly."""


class Compound:
    """Puts them together of what a reader knows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, item: Item, given: Given) -> Value:
        """What such an expression stands for; None for any other."""
        match item.kind:
            case "array":
                return self._array(item, given)
            case "object":
                return self._object(item, given)
            case "template_string":
                return self._template_string(item, given)
            case "ternary_expression" | "binary_expression":
                return self._operation(item, given)
        return None

    def _array(self, item: Item, given: Given) -> Value:
        parts: list[tuple[bool, Value]] = []
        for one in item.children:
            is_spread = one.kind == "spread_element"
            parts.append(
                (is_spread, self._reading.of(one.children[0] if is_spread else one, given))
            )
        return calls.spread(parts, self._reading.look)

    def _object(self, item: Item, given: Given) -> Value:
        entries: dict[str, Value] = {}
        for one in item.children:
            found = self._entries(one, given)
            if found is None:
                return None
            entries.update(found)
        return Named(tuple(entries.items()))

    def _entries(self, item: Item, given: Given) -> list[tuple[str, Value]] | None:
        """What a part of an object literal puts into it."""
        if item.kind == "spread_element":
            found = self._reading.of(item.children[0], given)
            if isinstance(found, Known) and isinstance(found.value, dict):
                return [(key, Known(one)) for key, one in found.value.items()]
            return list(found.entries) if isinstance(found, Named) else None
        if item.kind == "shorthand_property_identifier":
            return [(item.text, self._reading.of(item, given))]
        name = item.child("key") if item.kind == "pair" else None
        key = key_of(name)
        if key is None and name is not None and name.kind == "computed_property_name":
            made = gathered.known(self._reading.of(name.children[0], given), self._reading.look)
            key = made.value if isinstance(made, Known) and isinstance(made.value, str) else None
        return None if key is None else [(key, self._reading.of(item.child("value"), given))]

    def _operation(self, item: Item, given: Given) -> Value:
        """One of two values, a sum or a product of whole numbers, or texts put together."""
        if item.kind == "ternary_expression":
            truth = self._reading.truth(item.child("condition"), given)
            branch = item.child("consequence" if truth else "alternative")
            return None if truth is None else self._reading.of(branch, given)
        sides = [self._reading.of(item.child(one), given) for one in ("left", "right")]
        values = [one.value for one in sides if isinstance(one, Known)]
        word = next(iter(item.words), "")
        if len(values) == 2 and all(type(one) is int for one in values):
            made = {"+": sum(values), "-": values[0] - values[1], "*": values[0] * values[1]}
            return Known(made[word]) if word in made and abs(made[word]) < _LARGEST else None
        is_text = len(values) == 2 and all(isinstance(one, str) for one in values)
        return Known("".join(values)) if is_text and word == "+" else None

    def _template_string(self, item: Item, given: Given) -> Value:
        """A template literal: a text, or a path that begins with that of the test's folder."""
        parts: list[Value] = []
        for child in item.children:
            if child.kind == "template_substitution" and len(child.children) == 1:
                parts.append(self._reading.of(child.children[0], given))
            elif child.kind == "string_fragment":
                parts.append(Known(child.text))
            else:
                return None
        if len(parts) == 2 and isinstance(parts[0], FilePath) and isinstance(parts[1], Known):
            return joined(parts[0], Known(str(parts[1].value).lstrip("/")))
        texts = [part.value for part in parts if isinstance(part, Known)]
        is_text = len(texts) == len(parts) and all(isinstance(text, str) for text in texts)
        return Known("".join(texts)) if is_text else None

"""The texts that expressions in JavaScript stand for, as far as they are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.facts import UNKNOWN_TEXT, Part, Text, Variable
from auditor.expression import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.objects import Objects
    from auditor.embedded.javascript.scopes import Scopes

_DEEPEST = 12
_MOST_PARTS = 64
_LONGEST = 8192
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE = expression(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})")
_UNICODE_END = 0x110000
_SURROGATES = range(0xD800, 0xE000)


class Texts:
    """The texts of one file. `variable` tells whose value of the environment an expression is."""

    def __init__(
        self, scopes: Scopes, objects: Objects, variable: Callable[[Item], str | None]
    ) -> None:
        self.objects = objects
        self._scopes = scopes
        self._depth = 0
        self._variable = variable
        self._known: dict[int, Text] = {}

    def of(self, item: Item | None) -> Text:
        """The text that an expression stands for."""
        if item is None or self._depth > _DEEPEST:
            return UNKNOWN_TEXT
        if item.index not in self._known:
            self._known[item.index] = UNKNOWN_TEXT
            self._depth += 1
            self._known[item.index] = self._find(item)
            self._depth -= 1
        return self._known[item.index]

    def _find(self, item: Item) -> Text:
        kind = item.kind
        if kind == "string":
            return joined(_characters(item))
        if kind == "template_string":
            parts: list[Part] = []
            for child in item.children:
                inside = child.children[0] if child.kind == "template_substitution" else None
                parts.extend(_characters_of(child) if inside is None else self.of(inside).parts)
            return joined(parts)
        if kind == "binary_expression":
            return self._sum(item)
        name = self._variable(item)
        if name is not None:
            return Text((Variable(name),))
        if kind == "member_expression":
            return self.of(self.objects.value(item))
        binding = self._scopes.binding(item)
        write = None if binding is None else binding.only_write
        if write is None or write.path or write.value is None:
            return UNKNOWN_TEXT
        return self.of(write.value)

    def _sum(self, item: Item) -> Text:
        """`a + b + c`, a text only where one of the first two is."""
        terms: list[Item] = []
        rest: Item | None = item
        while rest is not None and rest.kind == "binary_expression" and rest.words == ["+"]:
            right = rest.child("right")
            if right is None or len(terms) > _MOST_PARTS:
                return UNKNOWN_TEXT
            terms.append(right)
            rest = rest.child("left")
        if rest is None or not terms:
            return UNKNOWN_TEXT
        terms.append(rest)
        texts = [self.of(term) for term in reversed(terms)]
        if not any(isinstance(part, str) for text in texts[:2] for part in text.parts):
            return UNKNOWN_TEXT
        return joined(part for text in texts for part in text.parts)


def joined(parts: Iterable[Part]) -> Text:
    """One text of parts that follow each other."""
    found: list[Part] = []
    for part in parts:
        if part == "":
            continue
        last = found[-1] if found else ""
        if found and isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif part is not None or not found or last is not None:
            found.append(part)
    length = sum(len(part) for part in found if isinstance(part, str))
    return UNKNOWN_TEXT if len(found) > _MOST_PARTS or length > _LONGEST else Text(tuple(found))


def _characters(literal: Item) -> Iterable[Part]:
    return (part for child in literal.children for part in _characters_of(child))


def _characters_of(item: Item) -> tuple[Part, ...]:
    if item.kind == "string_fragment":
        return (item.text,)
    return (_unescaped(item.text) if item.kind == "escape_sequence" else None,)


def _unescaped(escape: str) -> str | None:
    """The character that an escape sequence stands for."""
    code = _CODE.fullmatch(escape)
    if code is not None:
        number = int(code.group(1) or code.group(2) or code.group(3), 16)
        known = number < _UNICODE_END and number not in _SURROGATES
        return chr(number) if known else None
    rest = escape[1:]
    if rest in ("\n", "\r", "\r\n"):
        return ""
    if rest in _ESCAPES:
        return _ESCAPES[rest]
    return rest if len(rest) == 1 and not rest.isdigit() and rest not in ("x", "u") else None

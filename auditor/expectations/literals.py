"""Writes another value in the place of a literal, in the style of the literal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from auditor.expectations.expectation import Entry, Style, Written
from auditor.expectations.patterns import Bound, OneOf, PartOfText, Special, equal
from auditor.model.text import Span, TextEdit

_MOST_ITEMS = 500


class NotPlain(ValueError):
    """A literal that cannot be rewritten without guessing at its form."""


class Rewriter:
    """Edits the literals of one text."""

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style

    def edits(self, old: Written, new: Any) -> list[TextEdit]:
        """What turns a literal into one of another value. Raises NotPlain."""
        if equal(old.value, new):
            return []
        if isinstance(old.value, PartOfText | Special | OneOf | Bound):
            raise NotPlain
        if old.in_set and isinstance(new, dict | list):
            raise NotPlain
        if isinstance(new, list) and isinstance(old.value, list) and old.items and new:
            return list(self._in_list(old, new))
        if isinstance(new, dict) and isinstance(old.value, dict) and old.entries and new:
            return list(self._in_mapping(old, new))
        if "\n" in self._of(old.span) and isinstance(old.value, dict | list):
            raise NotPlain
        return [TextEdit(old.span.start, old.span.end, self.spelled(new, self._quote(old)))]

    def spelled(self, value: Any, quote: str) -> str:
        """A value in one line."""
        style = self._style
        if value is None or isinstance(value, bool):
            return style.null if value is None else style.true if value else style.false
        if isinstance(value, str):
            text = json.dumps(value, ensure_ascii=False)[1:-1]
            return text.join('""') if quote == '"' else _in_single_quotes(text)
        if isinstance(value, dict):
            pairs = (f"{self._key(k, quote)}: {self.spelled(v, quote)}" for k, v in value.items())
            inside = ", ".join(pairs)
            return f"{{{inside}}}" if style.quotes_keys or not inside else f"{{ {inside} }}"
        if isinstance(value, list):
            return f"[{', '.join(self.spelled(item, quote) for item in value)}]"
        return json.dumps(value)

    def quote(self, near: int) -> str:
        """The quote that the text uses: that of the nearest string before a place, or after it."""
        found = [(self._text.rfind(quote, 0, near), quote) for quote in "'\""]
        return max(found)[1] if max(found)[0] >= 0 else "'"

    def _key(self, key: str, quote: str) -> str:
        is_plain = key.isidentifier() and not self._style.quotes_keys
        return key if is_plain else self.spelled(key, quote)

    def _quote(self, old: Written) -> str:
        first = self._text[old.span.start]
        return first if first in "'\"" else self.quote(old.span.end)

    def _in_list(self, old: Written, new: list[Any]) -> Iterator[TextEdit]:
        if max(len(new), len(old.items)) > _MOST_ITEMS:
            raise NotPlain
        names = [_marked(item.value) for item in old.items]
        steps = SequenceMatcher(None, names, [_marked(item) for item in new], autojunk=False)
        for kind, start, end, first, last in steps.get_opcodes():
            if kind == "replace" and end - start == last - first:
                for one, value in zip(old.items[start:end], new[first:last], strict=True):
                    yield from self.edits(one, value)
            elif kind == "insert":
                yield self._inserted(old.items, start, new[first:last])
            elif kind == "delete":
                yield self._removed([item.span for item in old.items], start, end)
            elif kind != "equal":
                raise NotPlain

    def _inserted(self, items: Sequence[Written], at: int, values: Sequence[Any]) -> TextEdit:
        between = ", "
        if len(items) > 1:
            between = self._text[items[0].span.end : items[1].span.start]
        elif "\n" in self._text[items[0].span.start - 1 : items[0].span.start] or self._is_alone(
            items[0]
        ):
            line = self._text.rfind("\n", 0, items[0].span.start)
            between = "," + self._text[line : items[0].span.start]
        if between.replace(",", "", 1).strip():
            raise NotPlain  # a comment
        quote = self._quote(items[0])
        written = [self.spelled(value, quote) for value in values]
        if at == 0:
            start = items[0].span.start
            return TextEdit(start, start, "".join(one + between for one in written))
        end = items[at - 1].span.end
        return TextEdit(end, end, "".join(between + one for one in written))

    def _is_alone(self, item: Written) -> bool:
        line = self._text.rfind("\n", 0, item.span.start)
        return line >= 0 and not self._text[line : item.span.start].strip()

    def _removed(self, spans: Sequence[Span], start: int, end: int) -> TextEdit:
        first, last = spans[start], spans[end - 1]
        if start > 0:
            cut = Span(spans[start - 1].end, last.end)
        elif end < len(spans):
            cut = Span(first.start, spans[end].start)
        else:
            raise NotPlain
        left = self._of(cut).replace(self._of(Span(first.start, last.end)), "", 1)
        if left.strip(", \t\r\n"):
            raise NotPlain  # a comment
        return TextEdit(cut.start, cut.end, "")

    def _in_mapping(self, old: Written, new: dict[str, Any]) -> Iterator[TextEdit]:
        known = {entry.key for entry in old.entries}
        if any(key not in known for key in new):
            raise NotPlain
        gone = [index for index, entry in enumerate(old.entries) if entry.key not in new]
        spans = [entry.span for entry in old.entries]
        if gone:
            if len(gone) > 1:
                raise NotPlain
            yield self._removed(spans, gone[0], gone[0] + 1)
        for entry in old.entries:
            if entry.key in new:
                yield from self._in_entry(entry, new[entry.key])

    def _in_entry(self, entry: Entry, new: Any) -> Iterator[TextEdit]:
        if entry.value.span.start < entry.span.start:
            raise NotPlain
        yield from self.edits(entry.value, new)

    def _of(self, span: Span) -> str:
        return self._text[span.start : span.end]


def _in_single_quotes(escaped: str) -> str:
    return "'" + escaped.replace('\\"', '"').replace("'", "\\'") + "'"


def _marked(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)

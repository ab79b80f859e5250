"""JSON that a program writes as a text, with what is put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.programs.meaning.out import Converting, Out, mapping, sequence
from auditor.programs.meaning.texts import scalar_text, substituted
from auditor.programs.syntax import Datum, Literal, Node, Opaque
from auditor.programs.values import Joined, Known, Value

if TYPE_CHECKING:
    from auditor.source.json_.document import JsonDocument

_FIRST = 0xE100
_MOST = 500
_HOLE = expression("[\ue100-\ue300]")
_LARGEST = 100_000


def document(converter: Converting, value: Value) -> Out | None:
    """The document that a text is; None where it is no JSON."""
    from auditor.source.base import SyntaxFault
    from auditor.source.json_.document import JsonDocument

    parts = value.parts if isinstance(value, Joined) else [value]
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    holes: list[Value] = []
    for part in parts:
        if isinstance(part, Known):
            shown = scalar_text(part)
            known = getattr(part.node, "spans", ())
            text.append(shown)
            spans += known if len(known) == len(shown) else [(0, 0)] * len(shown)
        else:
            text.append(chr(_FIRST + len(holes)))
            spans.append((0, 0) if part.node is None else (part.node.start, part.node.end))
            holes.append(part)
    whole = "".join(text)
    if len(holes) > _MOST or len(whole) > _LARGEST or whole.lstrip()[:1] not in ("{", "["):
        return None
    try:
        parsed = JsonDocument(whole)
    except SyntaxFault:
        return None
    return _Parts(converter, parsed, tuple(spans), holes, value).out(parsed.tree, ())


class _Parts:
    """Gives each part of the document its place in the program."""

    def __init__(
        self,
        converter: Converting,
        parsed: JsonDocument,
        spans: tuple[tuple[int, int], ...],
        holes: list[Value],
        value: Value,
    ) -> None:
        self._converter = converter
        self._parsed = parsed
        self._spans = spans
        self._holes = holes
        self._value = value

    def out(self, tree: Tree, path: Path) -> Out:
        """The value at a path."""
        if isinstance(tree, dict):
            made = mapping((key, self.out(part, (*path, key))) for key, part in tree.items())
        elif isinstance(tree, list):
            made = sequence(self.out(part, (*path, at)) for at, part in enumerate(tree))
        elif isinstance(tree, str):
            made = self._text(tree, path)
        else:
            made = Out(tree)
        made.node = self._node(path)
        made.is_direct = False
        return made

    def _node(self, path: Path) -> Node | None:
        whole = self._value.node
        span = self._parsed.span(path)
        if whole is not None and span.end > span.start and whole.text == self._parsed.text:
            return Datum(whole.file, span.start, span.end, None, (), path)
        if whole is None or span.end <= span.start or span.end > len(self._spans):
            return whole
        start, end = self._spans[span.start][0], self._spans[span.end - 1][1]
        if not whole.start <= start < end <= whole.end:
            return whole
        return Opaque(whole.file, start, end)

    def _text(self, text: str, path: Path) -> Out:
        mapped = self._parsed.string_map(path)
        spans: list[tuple[int, int]] = []
        for at in range(len(text)):
            place = mapped[at].start if mapped is not None and at < len(mapped) else -1
            spans.append(self._spans[place] if 0 <= place < len(self._spans) else (0, 0))
        parts: list[Value] = []
        here = 0
        for hole in _HOLE.finditer(text):
            parts += self._known(text, here, hole.start(), spans)
            parts.append(self._holes[ord(hole.group()) - _FIRST])
            here = hole.end()
        parts += self._known(text, here, len(text), spans)
        if len(parts) == 1 and not isinstance(parts[0], Known):
            return self._converter.of(parts[0], {}, None, verbatim=True)
        if all(isinstance(part, Known) for part in parts):
            return Out(text, None, None, spans=tuple(spans))
        return substituted(self._converter, Joined(node=self._value.node, parts=parts))

    def _known(self, text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[Value]:
        if start >= end or self._value.node is None:
            return []
        places = tuple(spans[start:end])
        file = self._value.node.file
        node = Literal(file, places[0][0], places[-1][1], text[start:end], places)
        return [Known(node=node, value=text[start:end])]

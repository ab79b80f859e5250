"""The Region of the deployment in the place of one that is hard-coded in a text."""

from __future__ import annotations

from auditor.model.tree import Tree
from auditor.programs.lowering.pseudo import PseudoParameters
from auditor.programs.lowering.writer import COMPUTED, Writer
from auditor.programs.meaning.out import Out
from auditor.programs.python.strings import enclosing
from auditor.programs.syntax import File, Literal, Node, Pieces
from auditor.programs.values import Joined, Value
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of

VARIABLE = "${AWS::Region}"
_REFERENCE: Tree = {"Ref": "AWS::Region"}
_QUOTES = ("'", '"')


class Regions:
    """Puts an expression for the Region into literals, which become f-strings and templates."""

    def __init__(self, writer: Writer, pseudo: PseudoParameters) -> None:
        self._writer = writer
        self._pseudo = pseudo
        self._opened: set[tuple[str, int]] = set()

    def set(self, out: Out, value: Tree) -> bool:
        """Writes a text with the Region instead of one without; whether that is all."""
        call = function_of(value)
        if call is None or not isinstance(out.tree, str):
            return False
        if value == _REFERENCE:
            return self._whole(out)
        text = call[1]
        if call[0] != "Fn::Sub" or not isinstance(text, str) or text.count(VARIABLE) != 1:
            return False
        start = text.index(VARIABLE)
        end = len(out.tree) - (len(text) - start - len(VARIABLE))
        if out.tree[:start] + VARIABLE + out.tree[end:] != text or not start < end:
            return False
        self.insert(out, start, end)
        return True

    def insert(self, out: Out, start: int, end: int) -> None:
        """Puts the Region in the place of characters of a text. Raises NotSure."""
        places = out.spans[start:end] if out.spans is not None else ()
        nodes = _parts_at(out, places[0][0]) if places else []
        if not nodes:
            raise NotSure(COMPUTED)
        first, last, file = places[0][0], places[-1][1], nodes[0].file
        if file.text[first:last] != out.text_of(start, end):
            raise NotSure(COMPUTED)
        if file.language == "python":
            self._into_python(nodes, first, last)
        else:
            self._into_script(nodes[0], first, last)

    def _whole(self, out: Out) -> bool:
        if out.node is None or not out.is_direct:
            return False
        self._writer.put(
            out.node.file, out.node.start, out.node.end, self._expression(out.node.file)
        )
        return True

    def _expression(self, file: File) -> str:
        return self._pseudo.region_text(self._writer.style(file))

    def _into_python(self, nodes: list[Node], first: int, last: int) -> None:
        file = nodes[0].file
        found = (enclosing(file.text, one.start, one.end, first) for one in nodes)
        literal = next((one for one in found if one is not None), None)
        if literal is None:
            raise NotSure(COMPUTED)
        is_other = set("{}") & set(file.text[literal.inner : literal.end]) or literal.prefix
        if literal.prefix != "f" and is_other:
            raise NotSure("the text would be another one as an f-string")
        self._writer.put(file, first, last, "{" + self._expression(file) + "}")
        if not literal.prefix and (file.name, literal.start) not in self._opened:
            self._opened.add((file.name, literal.start))
            self._writer.put(file, literal.start, literal.start, "f")

    def _into_script(self, node: Node, first: int, last: int) -> None:
        text = node.file.text
        self._writer.put(node.file, first, last, "${" + self._expression(node.file) + "}")
        if text[node.start : node.start + 1] not in _QUOTES:
            return
        if any(one in text[node.start + 1 : node.end - 1] for one in ("`", "${", "\\")):
            raise NotSure("the text would be another one as a template literal")
        place = node.file.name, node.start
        if place not in self._opened:
            self._opened.add(place)
            self._writer.put(node.file, node.start, node.start + 1, "`")
            self._writer.put(node.file, node.end - 1, node.end, "`")


def _parts_at(out: Out, place: int) -> list[Node]:
    """The parts and the literals that a character stands in, the smallest first."""
    value: Value | None = out.value
    parts = value.parts if isinstance(value, Joined) else [value]
    nodes = [part.node for part in parts if part is not None and part.node is not None]
    nodes += [one for one in (None if value is None else value.node, out.node) if one is not None]
    written = [one for one in nodes if isinstance(one, Literal | Pieces)]
    return [one for one in written if one.start <= place < one.end]

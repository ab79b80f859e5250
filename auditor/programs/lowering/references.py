"""References to outputs: one output of a resource in the place of another one."""

from __future__ import annotations

from auditor.model.tree import Tree
from auditor.programs.lowering.render import output_name
from auditor.programs.lowering.writer import COMPUTED, Writer
from auditor.programs.meaning.out import Out
from auditor.programs.meaning.tree import Building
from auditor.programs.syntax import Attribute
from auditor.programs.values import Output
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of, sub_parts


class References:
    """Changes which outputs are referred to."""

    def __init__(self, writer: Writer, building: Building) -> None:
        self._writer = writer
        self._building = building

    def replace(self, out: Out, value: Tree) -> bool:
        """Puts another output of the same resource in the place of one; whether that is all."""
        old, new = _references(out.tree), _references(value)
        if old is None or new is None or len(old) != len(new):
            return False
        changed = [(one, two) for one, two in zip(old, new, strict=True) if one != two]
        if not changed or any(one[0] != two[0] or not one[0] for one, two in changed):
            return False
        for one, two in changed:
            output = self._output(out, one)
            node = output.node if output else None
            if output is None or not isinstance(node, Attribute):
                raise NotSure(COMPUTED)
            style = self._writer.style(node.file)
            wanted = output_name(output.resource, two[1], style)
            self._writer.put(node.file, node.at, node.end, wanted)
        return True

    def _output(self, out: Out, wanted: tuple[str, str]) -> Output | None:
        parts = getattr(out.value, "parts", None) or [out.value]
        for part in parts:
            if isinstance(part, Output):
                tree = self._building.converter.output(part)
                if _references(tree) == [wanted]:
                    return part
        return None


def _references(tree: Tree) -> list[tuple[str, str]] | None:
    """The literals and the references of a text, in order: ("", text) or (resource, attribute)."""
    call = function_of(tree)
    if call is None:
        return None
    name, argument = call
    if name == "Ref" and isinstance(argument, str):
        return [(argument, "Ref")]
    if name == "Fn::GetAtt" and isinstance(argument, list):
        return [(str(argument[0]), ".".join(map(str, argument[1:])))]
    if name == "Fn::Sub" and isinstance(argument, str):
        found: list[tuple[str, str]] = []
        for part in sub_parts(argument):
            target, _, attribute = part.text.partition(".")
            found.append((target, attribute or "Ref") if part.is_variable else ("", part.text))
        return found
    return None

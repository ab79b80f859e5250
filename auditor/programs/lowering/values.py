"""Values that get others in their place, and keys that get other names."""

from __future__ import annotations

from itertools import pairwise

from auditor.model.edit import Rename, ReplaceText, SetValue
from auditor.model.tree import Tree
from auditor.programs.lowering.quoting import escaped, is_in_text
from auditor.programs.lowering.references import References
from auditor.programs.lowering.regions import VARIABLE, Regions
from auditor.programs.lowering.removals import entry_of
from auditor.programs.lowering.words import argument_name
from auditor.programs.lowering.writer import COMPUTED, Writer
from auditor.programs.meaning.out import Out
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of


def _is_constant(out: Out) -> bool:
    """Whether a scalar stands in another place than its argument, which speaks of it by a name."""
    entry, node = None if out.item is None else out.item.entry, out.node
    if entry is None or node is None or isinstance(out.tree, list | dict):
        return False
    argument = entry.value
    is_inside = argument.start <= node.start and node.end <= argument.end
    return node.file is not argument.file or not is_inside


class Values:
    """Changes what is there."""

    def __init__(self, writer: Writer, references: References, regions: Regions) -> None:
        self._writer = writer
        self._regions = regions
        self._references = references

    def set(self, edit: SetValue) -> None:
        """Puts a value in the place of another one. Raises NotSure."""
        out = self._writer.at(edit.path)
        if self._references.replace(out, edit.value) or self._regions.set(out, edit.value):
            return
        if out.node is None or not out.is_direct:
            raise NotSure(COMPUTED)
        if isinstance(edit.value, list | dict) and _is_constant(out):
            raise NotSure("a constant of the program has the value, and stays what it is called")
        style = self._writer.style(out.node.file)
        tree = self._worded(edit.value, out)
        rendered = self._writer.renderer(out.node.file, out.node.start).value(
            tree, style.indent(out.node.start), is_plain=is_in_text(out.node)
        )
        self._writer.put(out.node.file, out.node.start, out.node.end, rendered)

    def _worded(self, value: Tree, out: Out) -> Tree:
        """A value with the keys of the program, where a mapping is one of arguments."""
        if out.naming is None:
            return value
        if isinstance(value, dict) and function_of(value) is None:
            style = None if out.node is None else self._writer.style(out.node.file)
            is_python = style is None or style.is_python
            return {
                argument_name(out.naming, key, is_python=is_python): item
                for key, item in value.items()
            }
        return value

    def replace_text(self, edit: ReplaceText) -> None:
        """Changes a part of a text. Raises NotSure."""
        out = self._writer.at(edit.path)
        if edit.text == VARIABLE:
            self._regions.insert(out, edit.start, edit.end)
            return
        if "Fn::Sub" in edit.path[-2:] and isinstance(out.tree, str):
            text = out.tree[: edit.start] + edit.text + out.tree[edit.end :]
            whole = self._writer.at(edit.path[: edit.path.index("Fn::Sub")])
            if self._references.replace(whole, {"Fn::Sub": text}):
                return
        if out.node is None or out.spans is None or not out.spans:
            raise NotSure(COMPUTED)
        places = out.spans[edit.start : edit.end]
        if any(b[0] < a[1] for a, b in pairwise(places) if a != b):
            raise NotSure(COMPUTED)
        is_inside = edit.start < len(out.spans)
        start = out.spans[edit.start][0] if is_inside else out.spans[-1][1]
        end = places[-1][1] if places else start
        node = out.node
        if not node.start <= start <= end <= node.end or (places and end - start < len(places)):
            raise NotSure(COMPUTED)
        self._writer.put(
            node.file, start, end, escaped(node.file, out.spans, edit.start, edit.text)
        )

    def rename(self, edit: Rename) -> None:
        """Gives an argument or an entry another name. Raises NotSure."""
        out = self._writer.at(edit.path)
        entry, file = entry_of(out)
        parent = self._writer.at(edit.path[:-1])
        style = self._writer.style(file)
        name = edit.key
        if parent.naming is not None:
            name = argument_name(parent.naming, name, is_python=style.is_python)
        key = file.text[entry.key_start : entry.key_end]
        is_quoted = key[:1] in ("'", '"')
        self._writer.put(
            file, entry.key_start, entry.key_end, key[0] + name + key[0] if is_quoted else name
        )

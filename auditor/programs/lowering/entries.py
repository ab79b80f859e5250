"""What comes into calls, dictionaries, objects and lists."""

from __future__ import annotations

from auditor.model.edit import InsertItem, InsertKey
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.programs.lowering.quoting import is_in_text
from auditor.programs.lowering.render import Renderer
from auditor.programs.lowering.style import Style
from auditor.programs.lowering.words import argument_name
from auditor.programs.lowering.writer import COMPUTED, Writer
from auditor.programs.meaning.out import Out
from auditor.programs.syntax import Array, Call, Entry, Object
from auditor.programs.values import Made
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of


class Entries:
    """Adds arguments, entries and items."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def insert_key(self, edit: InsertKey) -> None:
        """Adds an argument or an entry. Raises NotSure."""
        out = self._writer.at(edit.path)
        holder = None if out.value is None else out.value.node
        if isinstance(out.value, Made):
            holder = out.value.arguments.node
        if holder is None or not isinstance(holder, Call | Object):
            raise NotSure(COMPUTED)
        style = self._writer.style(holder.file)
        name = edit.key
        if out.naming is not None:
            name = argument_name(
                out.naming, edit.key, is_python=style.is_python, made=self._made(edit.path)
            )
        anchor = _anchor(out, holder, edit)
        self.add(holder, name, edit.value, anchor)

    def _made(self, path: Path) -> Made | None:
        return self._writer.resource(path) if len(path) == 3 else None

    def add(
        self,
        holder: Call | Object,
        name: str,
        value: Tree | str,
        anchor: Entry | None,
        *,
        code: bool = False,
    ) -> None:
        """Adds an argument or an entry; `code` says that the value is an expression already."""
        file = holder.file
        style = self._writer.style(file)
        text = file.text
        before = anchor.start if anchor is not None else holder.start
        is_multiline = anchor is not None and style.begins_line(anchor.start)
        indent = style.indent(before) if is_multiline else style.indent(holder.start)
        renderer = self._writer.renderer(file, holder.start)
        shown = (
            str(value)
            if code
            else renderer.value(
                value, indent, is_plain=isinstance(holder, Object) and is_in_text(holder)
            )
        )
        if isinstance(holder, Call):
            entry = f"{name}={shown}"
        else:
            key = _key(holder, name, renderer, style)
            entry = f"{key}: {shown}"
        if anchor is not None:
            separator = f",{style.newline}{indent}" if is_multiline else ", "
            self._writer.put(file, anchor.end, anchor.end, separator + entry)
            return
        if isinstance(holder, Call) and holder.arguments:
            self._writer.put(file, holder.arguments[-1].end, holder.arguments[-1].end, f", {entry}")
            return
        inside = holder.inner if isinstance(holder, Call) else holder.start + 1
        if text[inside : holder.end - 1].strip():
            raise NotSure(COMPUTED)
        padding = "" if style.is_python else " "
        self._writer.put(file, inside, holder.end - 1, f"{padding}{entry}{padding}")

    def insert_item(self, edit: InsertItem) -> None:
        """Adds an item to a list. Raises NotSure."""
        out = self._writer.at(edit.path)
        holder = None if out.value is None else out.value.node
        if not isinstance(holder, Array):
            raise NotSure(COMPUTED)
        file = holder.file
        style = self._writer.style(file)
        is_plain = is_in_text(holder)
        items = holder.items
        value = _item(edit.value, out, style)
        renderer = self._writer.renderer(file, holder.end)
        if not items:
            shown = renderer.value(value, style.indent(holder.start), is_plain=is_plain)
            self._writer.put(file, holder.start + 1, holder.end - 1, shown)
            return
        place = items[min(edit.index, len(items)) - 1] if edit.index else items[0]
        is_multiline = style.begins_line(place.start)
        indent = style.indent(place.start)
        shown = renderer.value(value, indent, is_plain=is_plain)
        separator = f",{style.newline}{indent}" if is_multiline else ", "
        if edit.index:
            self._writer.put(file, place.end, place.end, separator + shown)
        else:
            self._writer.put(file, place.start, place.start, shown + separator)


def _anchor(out: Out, holder: Call | Object, edit: InsertKey) -> Entry | None:
    entries = holder.named if isinstance(holder, Call) else holder.entries
    beside = None if edit.after is None else out.below.get(edit.after)
    entry = None if beside is None or beside.item is None else beside.item.entry
    if entry is not None and any(one is entry for one in entries):
        return entry
    return entries[-1] if entries else None


def _key(holder: Object, name: str, renderer: Renderer, style: Style) -> str:
    keys = [holder.file.text[e.key_start : e.key_end] for e in holder.entries if e.key is not None]
    if keys and keys[0][:1] in ("'", '"'):
        return keys[0][0] + name + keys[0][0]
    return name if name.isidentifier() and not style.is_python else renderer.text(name)


def _item(value: Tree, out: Out, style: Style) -> Tree:
    """An item with the keys of the program. Raises NotSure where they are not known."""
    if not isinstance(value, dict) or function_of(value) is not None:
        return value
    if out.words is not None:
        if not value.keys() <= out.words.keys():
            raise NotSure(COMPUTED)
        return {out.words[key]: item for key, item in value.items()}
    first = out.below.get(0)
    naming = None if first is None else first.naming
    if naming is None:
        return value
    return {
        argument_name(naming, key, is_python=style.is_python): item for key, item in value.items()
    }

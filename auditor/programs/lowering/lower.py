"""Edits of the tree as edits of the modules, from the places of the values in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from auditor.expression import expression
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.path import Path, dotted
from auditor.model.text import TextEdit
from auditor.model.tree import Tree
from auditor.programs.lowering.additions import Additions
from auditor.programs.lowering.options import Options
from auditor.programs.lowering.quoting import escaped
from auditor.programs.lowering.render import Renderer, output_name
from auditor.programs.lowering.style import Style
from auditor.programs.lowering.words import argument_name
from auditor.programs.meaning.out import Out
from auditor.programs.meaning.tree import Building
from auditor.programs.syntax import Array, Attribute, Call, Entry, File, Node, Object
from auditor.programs.values import Known, Made, Output
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of, sub_parts

_DECLARES = expression(r"[ \t]*(?:export[ \t]+)?(?:const|let|var)?[ \t]*")
_BEHIND = expression(r"[ \t]*;?[ \t]*")
_COMMA = expression(r"\s*,[ \t]*")
_COMPUTED = "the program computes the value, so that no other can be put in its place"


class Lowering:
    """Turns the edits of one program into text edits by module."""

    def __init__(self, building: Building) -> None:
        self._building = building
        self._styles: dict[str, Style] = {}
        self._found: dict[str, list[TextEdit]] = {}

    def lower(self, edits: Sequence[Edit]) -> dict[str, list[TextEdit]]:
        """The text edits of all edits. Raises NotSure."""
        self._found = {}
        for edit in edits:
            match edit:
                case SetValue():
                    self._set(edit)
                case Remove():
                    self._remove(edit.path)
                case Rename():
                    self._rename(edit)
                case InsertKey():
                    self._insert_key(edit)
                case InsertItem():
                    self._insert_item(edit)
                case ReplaceText():
                    self._replace(edit)
        return self._found

    def style(self, file: File) -> Style:
        """The style of a module."""
        if file.name not in self._styles:
            self._styles[file.name] = Style(file)
        return self._styles[file.name]

    def renderer(self, file: File) -> Renderer:
        """What writes values into a module."""
        return Renderer(self._building, self.style(file))

    def put(self, file: File, start: int, end: int, text: str) -> None:
        """Replaces characters of a module."""
        self._found.setdefault(file.name, []).append(TextEdit(start, end, text))

    def at(self, path: Path) -> Out:
        """The value at a path. Raises NotSure where the program does not spell it."""
        out, is_there = self._building.out(path)
        if not is_there:
            raise NotSure(f"the program does not spell {dotted(path)}")
        return out

    def resource(self, path: Path) -> Made:
        """The resource that a path lies in."""
        made = self._building.by_name.get(str(path[1]))
        if made is None:
            raise NotSure(f"the program has nothing that is '{path[1]}'")
        return made

    # values

    def _set(self, edit: SetValue) -> None:
        if edit.path[2:3] == ("DependsOn",):
            self._wait(edit.path, edit.value)
            return
        out = self.at(edit.path)
        if edit.value == {"Ref": "AWS::NoValue"}:
            self._remove(edit.path)
            return
        if self._set_references(out, edit.value):
            return
        if out.node is None or not out.is_direct:
            raise NotSure(_COMPUTED)
        style = self.style(out.node.file)
        tree = self._worded(edit.value, out)
        rendered = self.renderer(out.node.file).value(
            tree, style.indent(out.node.start), is_plain=self._is_in_text(out.node)
        )
        self.put(out.node.file, out.node.start, out.node.end, rendered)

    def _worded(self, value: Tree, out: Out) -> Tree:
        """A value with the keys of the program, where a mapping is one of arguments."""
        if out.naming is None:
            return value
        if isinstance(value, dict) and function_of(value) is None:
            style = None if out.node is None else self.style(out.node.file)
            is_python = style is None or style.is_python
            return {
                argument_name(out.naming, key, is_python=is_python): item
                for key, item in value.items()
            }
        return value

    def _is_in_text(self, node: Node) -> bool:
        """Whether an expression stands in what is made a text at once, by `json.dumps`."""
        before = node.file.text[max(0, node.start - 4000) : node.start]
        opened = max(before.rfind("json.dumps("), before.rfind("JSON.stringify("))
        if opened < 0:
            return False
        inside = before[before.index("(", opened) :]
        return inside.count("(") > inside.count(")")

    def _set_references(self, out: Out, value: Tree) -> bool:
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
                raise NotSure(_COMPUTED)
            style = self.style(node.file)
            wanted = output_name(output.resource, two[1], style)
            self.put(node.file, node.at, node.end, wanted)
        return True

    def _output(self, out: Out, wanted: tuple[str, str]) -> Output | None:
        parts = getattr(out.value, "parts", None) or [out.value]
        for part in parts:
            if isinstance(part, Output):
                tree = self._building.converter.output(part)
                if _references(tree) == [wanted]:
                    return part
        return None

    def _replace(self, edit: ReplaceText) -> None:
        out = self.at(edit.path)
        if "Fn::Sub" in edit.path[-2:] and isinstance(out.tree, str):
            text = out.tree[: edit.start] + edit.text + out.tree[edit.end :]
            whole = self.at(edit.path[: edit.path.index("Fn::Sub")])
            if self._set_references(whole, {"Fn::Sub": text}):
                return
        if out.node is None or out.spans is None or not out.spans:
            raise NotSure(_COMPUTED)
        places = out.spans[edit.start : edit.end]
        if any(b[0] < a[1] for a, b in pairwise(places) if a != b):
            raise NotSure(_COMPUTED)
        is_inside = edit.start < len(out.spans)
        start = out.spans[edit.start][0] if is_inside else out.spans[-1][1]
        end = places[-1][1] if places else start
        node = out.node
        if not node.start <= start <= end <= node.end or (places and end - start < len(places)):
            raise NotSure(_COMPUTED)
        self.put(node.file, start, end, escaped(node.file, out.spans, edit.start, edit.text))

    def _rename(self, edit: Rename) -> None:
        out = self.at(edit.path)
        entry, file = self._entry(out)
        parent = self.at(edit.path[:-1])
        style = self.style(file)
        name = edit.key
        if parent.naming is not None:
            name = argument_name(parent.naming, name, is_python=style.is_python)
        key = file.text[entry.key_start : entry.key_end]
        is_quoted = key[:1] in ("'", '"')
        self.put(
            file, entry.key_start, entry.key_end, key[0] + name + key[0] if is_quoted else name
        )

    # what goes

    def _entry(self, out: Out) -> tuple[Entry, File]:
        if out.item is None or out.item.entry is None or out.item.file is None:
            raise NotSure(_COMPUTED)
        return out.item.entry, out.item.file

    def _remove(self, path: Path) -> None:
        if path[2:3] == ("DependsOn",):
            self._wait(path, None)
            return
        if len(path) == 2:
            self._remove_statement(self.resource(path))
            return
        out = self.at(path)
        if isinstance(out.value, Made) and out.item is None:
            self._remove_statement(out.value)
            return
        if isinstance(path[-1], int):
            if out.node is None:
                raise NotSure(_COMPUTED)
            self._cut(out.node.file, out.node.start, out.node.end)
            return
        entry, file = self._entry(out)
        self._cut(file, entry.start, entry.end)

    def _cut(self, file: File, start: int, end: int) -> None:
        """Takes an entry away with its comma, and with its line where it is alone on it."""
        style = self.style(file)
        text = file.text
        behind = _COMMA.match(text, end)
        stop = behind.end() if behind else end
        rest = text[stop : style.line_end(stop)]
        if style.begins_line(start) and not rest.strip():
            line_end = style.line_end(stop)
            line_end += 2 if text.startswith("\r\n", line_end) else 1
            self.put(file, style.line_start(start), min(line_end, len(text)), "")
            return
        if behind:
            self.put(file, start, stop, "")
            return
        begin = start
        while begin > 0 and text[begin - 1].isspace():
            begin -= 1
        self.put(file, begin - 1 if text[begin - 1 : begin] == "," else start, end, "")

    def statement(self, made: Made) -> tuple[int, int]:
        """Where the statement that makes a resource begins and ends. Raises NotSure."""
        node = made.call
        text = node.file.text
        start = node.start if made.handle_node is None else made.handle_node.start
        style = self.style(node.file)
        begin = style.line_start(start)
        between = text[made.handle_node.end : node.start] if made.handle_node else ""
        is_plain = "=" in between and "\n" not in between.strip() if made.handle_node else True
        behind = _BEHIND.match(text, node.end)
        end = behind.end() if behind else node.end
        is_alone = _DECLARES.fullmatch(text[begin:start]) is not None
        if not (is_plain and is_alone) or end != style.line_end(end):
            raise NotSure("the resource is not a statement of its own")
        return begin, end

    def _remove_statement(self, made: Made) -> None:
        if made.is_shared:
            raise NotSure("the statement makes several resources")
        for item in made.arguments.items.values():
            node = item.value.node
            is_outside = node is not None and not made.call.start <= node.start < made.call.end
            if isinstance(item.value, Known) and is_outside:
                raise NotSure("the statement gets its values from elsewhere")
        begin, end = self.statement(made)
        file = made.call.file
        end += 2 if file.text.startswith("\r\n", end) else 1
        self.put(file, begin, min(end, len(file.text)), "")

    # what comes

    def _insert_key(self, edit: InsertKey) -> None:
        if edit.path == ("Resources",):
            Additions(self, self._building).resource(edit)
            return
        if len(edit.path) == 2 and edit.key == "DependsOn":
            self._wait((*edit.path, "DependsOn"), edit.value)
            return
        if len(edit.path) == 3 and Additions(self, self._building).part(edit):
            return
        out = self.at(edit.path)
        holder = None if out.value is None else out.value.node
        if isinstance(out.value, Made):
            holder = out.value.arguments.node
        if holder is None or not isinstance(holder, Call | Object):
            raise NotSure(_COMPUTED)
        style = self.style(holder.file)
        name = edit.key
        if out.naming is not None:
            name = argument_name(
                out.naming, edit.key, is_python=style.is_python, made=self._made(edit.path)
            )
        anchor = self._anchor(out, holder, edit)
        self.add_entry(holder, name, edit.value, anchor)

    def _made(self, path: Path) -> Made | None:
        return self.resource(path) if len(path) == 3 else None

    def _anchor(self, out: Out, holder: Call | Object, edit: InsertKey) -> Entry | None:
        entries = holder.named if isinstance(holder, Call) else holder.entries
        beside = None if edit.after is None else out.below.get(edit.after)
        entry = None if beside is None or beside.item is None else beside.item.entry
        if entry is not None and any(one is entry for one in entries):
            return entry
        return entries[-1] if entries else None

    def add_entry(
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
        style = self.style(file)
        text = file.text
        before = anchor.start if anchor is not None else holder.start
        is_multiline = anchor is not None and style.begins_line(anchor.start)
        indent = style.indent(before) if is_multiline else style.indent(holder.start)
        renderer = self.renderer(file)
        shown = (
            str(value)
            if code
            else renderer.value(
                value, indent, is_plain=isinstance(holder, Object) and self._is_in_text(holder)
            )
        )
        if isinstance(holder, Call):
            entry = f"{name}={shown}"
        else:
            key = self._key(holder, name, renderer, style)
            entry = f"{key}: {shown}"
        if anchor is not None:
            separator = f",{style.newline}{indent}" if is_multiline else ", "
            self.put(file, anchor.end, anchor.end, separator + entry)
            return
        if isinstance(holder, Call) and holder.arguments:
            self.put(file, holder.arguments[-1].end, holder.arguments[-1].end, f", {entry}")
            return
        inside = holder.inner if isinstance(holder, Call) else holder.start + 1
        if text[inside : holder.end - 1].strip():
            raise NotSure(_COMPUTED)
        padding = "" if style.is_python else " "
        self.put(file, inside, holder.end - 1, f"{padding}{entry}{padding}")

    def _key(self, holder: Object, name: str, renderer: Renderer, style: Style) -> str:
        keys = [
            holder.file.text[e.key_start : e.key_end] for e in holder.entries if e.key is not None
        ]
        if keys and keys[0][:1] in ("'", '"'):
            return keys[0][0] + name + keys[0][0]
        return name if name.isidentifier() and not style.is_python else renderer.text(name)

    def _insert_item(self, edit: InsertItem) -> None:
        if edit.path[2:3] == ("DependsOn",):
            self._wait(edit.path, edit.value, adds=True)
            return
        out = self.at(edit.path)
        holder = None if out.value is None else out.value.node
        if not isinstance(holder, Array):
            raise NotSure(_COMPUTED)
        file = holder.file
        style = self.style(file)
        is_plain = self._is_in_text(holder)
        items = holder.items
        value = self._item(edit.value, out, style)
        if not items:
            shown = self.renderer(file).value(value, style.indent(holder.start), is_plain=is_plain)
            self.put(file, holder.start + 1, holder.end - 1, shown)
            return
        place = items[min(edit.index, len(items)) - 1] if edit.index else items[0]
        is_multiline = style.begins_line(place.start)
        indent = style.indent(place.start)
        shown = self.renderer(file).value(value, indent, is_plain=is_plain)
        separator = f",{style.newline}{indent}" if is_multiline else ", "
        if edit.index:
            self.put(file, place.end, place.end, separator + shown)
        else:
            self.put(file, place.start, place.start, shown + separator)

    def _item(self, value: Tree, out: Out, style: Style) -> Tree:
        """An item with the keys of the program. Raises NotSure where they are not known."""
        if not isinstance(value, dict) or function_of(value) is not None:
            return value
        if out.words is not None:
            if not value.keys() <= out.words.keys():
                raise NotSure(_COMPUTED)
            return {out.words[key]: item for key, item in value.items()}
        first = out.below.get(0)
        naming = None if first is None else first.naming
        if naming is None:
            return value
        return {
            argument_name(naming, key, is_python=style.is_python): item
            for key, item in value.items()
        }

    def _wait(self, path: Path, value: Tree, *, adds: bool = False) -> None:
        Options(self, self._building).wait(self.resource(path), value, adds=adds)


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

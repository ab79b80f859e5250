"""Edits of the tree as edits of the modules, from the places of the values in them."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.path import Path, dotted
from auditor.model.text import TextEdit
from auditor.model.tree import Tree
from auditor.programs.lowering.additions import Additions
from auditor.programs.lowering.data import Data
from auditor.programs.lowering.entries import Entries
from auditor.programs.lowering.options import Options
from auditor.programs.lowering.places import Spot, statement_of
from auditor.programs.lowering.pseudo import PseudoParameters
from auditor.programs.lowering.references import References
from auditor.programs.lowering.regions import Regions
from auditor.programs.lowering.removals import Removals
from auditor.programs.lowering.render import Renderer
from auditor.programs.lowering.style import Style
from auditor.programs.lowering.values import Values
from auditor.programs.meaning.out import Out
from auditor.programs.meaning.tree import Building
from auditor.programs.syntax import Call, Entry, File, Object
from auditor.programs.values import Made
from auditor.source.base import NotSure


class Lowering:
    """Turns the edits of one program into text edits by module."""

    def __init__(self, building: Building, *, is_region_configured: bool) -> None:
        self._building = building
        self._pseudo = PseudoParameters(building.program.majors, is_region_configured)
        self._styles: dict[str, Style] = {}
        self.handles: dict[str, InsertKey] = {}
        self._found: dict[str, list[TextEdit]] = {}
        self._here: Made | None = None
        regions = Regions(self, self._pseudo)
        self._values = Values(self, References(self, building), regions)
        self._entries = Entries(self)
        self._removals = Removals(self, building.program.files)
        self._options = Options(self, building)
        self._additions = Additions(self, building)

    def lower(self, edits: Sequence[Edit]) -> dict[str, list[TextEdit]]:
        """The text edits of all edits. Raises NotSure."""
        self._found = {}
        data = Data(self._building)
        self.handles = _handles(edits)
        for edit in edits:
            self._here = self._building.by_name.get(str(edit.path[1])) if edit.path[1:] else None
            if not self._waits(edit) and not data.keeps(edit):
                self._lower(edit)
        return {**self._found, **data.lowered()}

    def _lower(self, edit: Edit) -> None:
        match edit:
            case SetValue() if edit.value == {"Ref": "AWS::NoValue"}:
                self._removals.remove(edit.path)
            case SetValue():
                self._values.set(edit)
            case Remove():
                self._removals.remove(edit.path)
            case Rename():
                self._values.rename(edit)
            case InsertKey():
                self._insert(edit)
            case InsertItem():
                self._entries.insert_item(edit)
            case ReplaceText():
                self._values.replace_text(edit)

    def _waits(self, edit: Edit) -> bool:
        """Whether an edit changes what a resource waits for, which is done then."""
        path = (*edit.path, edit.key) if isinstance(edit, InsertKey) else edit.path
        if path[2:3] != ("DependsOn",) or isinstance(edit, Rename | ReplaceText):
            return False
        value = None if isinstance(edit, Remove) else edit.value
        adds = isinstance(edit, InsertItem)
        self._options.wait(self.resource(path), value, adds=adds)
        return True

    def _insert(self, edit: InsertKey) -> None:
        if edit.path == ("Resources",):
            self._additions.resource(edit)
        elif len(edit.path) != 3 or not self._additions.part(edit):
            self._entries.insert_key(edit)

    def style(self, file: File) -> Style:
        """The style of a module."""
        if file.name not in self._styles:
            self._styles[file.name] = Style(file)
        return self._styles[file.name]

    def renderer(self, file: File, at: int, beside: Made | None = None) -> Renderer:
        """What writes values at an offset of a module, or beside a resource."""
        made = beside or self._here
        scope = None if made is None or made.turn is None else made.turn.scope
        spot = Spot(file, at, scope)
        return Renderer(self._building, self.style(file), self._pseudo, spot)

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

    def anchor(self, name: str) -> Made:
        """What a new resource is put behind. Raises NotSure."""
        return self._additions.anchor(self.handles[name])

    def statement(self, made: Made) -> tuple[int, int]:
        """Where the statement begins and ends that makes a resource, maybe among others.

        Raises NotSure.
        """
        return statement_of(made, self.style(made.call.file))

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
        self._entries.add(holder, name, value, anchor, code=code)


def _handles(edits: Sequence[Edit]) -> dict[str, InsertKey]:
    """The new resources that others wait for, which need a variable."""
    added = {e.key: e for e in edits if isinstance(e, InsertKey) and len(e.path) == 1}
    waits = (edit for edit in edits if isinstance(edit, InsertKey | InsertItem | SetValue))
    named: set[str] = set()
    for edit in waits:
        path = (*edit.path, edit.key) if isinstance(edit, InsertKey) else edit.path
        if path[2:3] == ("DependsOn",):
            value = edit.value
            named.update(map(str, value if isinstance(value, list) else [value]))
    return {name: edit for name, edit in added.items() if name in named}

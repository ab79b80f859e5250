"""A program as its tests see it: Pulumi's mocks give each resource what the program gave it.

A test runs what it imports, and no more, so a stage begins empty. https://www.pulumi.com/docs/iac/concepts/testing/unit/
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence as Row

from auditor.data.pulumi_classes import camel
from auditor.model.edit import Change
from auditor.model.path import Path
from auditor.model.project import Changed, Project
from auditor.model.text import apply_edits
from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.document import ProgramDocument
from auditor.programs.faults import Unreadable
from auditor.programs.meaning.names import wanted
from auditor.programs.program import Modules, read_module
from auditor.programs.reading.course import Left, TooMuch
from auditor.programs.reading.interpreter import Interpreter
from auditor.programs.reading.members import Members
from auditor.programs.reading.surroundings import Surroundings
from auditor.programs.syntax import Evaluate
from auditor.programs.values import ClassOf, Known, Made, Mapping, Output, Scope, Sequence, Value

_DEEPEST = 20
_WITH_DEFAULT = frozenset({"description"})
"""What the provider's classes give a value of their own."""


class Stage:
    """What one test makes of a program, in the order of its statements.

    `tree` has the resources by logical ID: `Type` and `Name` as Pulumi has them, `Inputs` and
    `Properties`, which are the arguments as records of the mocks and as attributes have them.
    """

    def __init__(self, runtime: str, folder: str, files: Project) -> None:
        self._modules = Modules(folder, runtime, files)
        self._machine = Interpreter(self._modules.load, Surroundings(self._modules.opened))
        self._modules.reader = self._machine
        self._members = Members(self._machine)
        self._names: dict[int, str] = {}
        self.tree: Tree = {"Resources": {}}

    def bound(self, place: str, text: str) -> Table[str, object]:
        """What a statement gives to names, such as an import of the test at a place."""
        try:
            file = read_module(place, text)
        except Unreadable:
            return {}
        scope = Scope(file)
        self._machine.run(file.body, scope)
        return scope.names

    def evaluated(self, place: str, text: str, names: Table[str, object]) -> object | None:
        """What an expression of the test stands for, with values for the names in it."""
        try:
            file = read_module(place, text)
        except Unreadable:
            return None
        node = file.body[0].value if file.body and isinstance(file.body[0], Evaluate) else None
        known = {
            name: value if isinstance(value, Value) else Known(value=value)
            for name, value in names.items()
            if isinstance(value, Value | str | int | float | None)
        }
        try:
            return None if node is None else self._machine.of(node, Scope(file, known))
        except (TooMuch, RecursionError, Left):
            return None

    def member(self, place: str, value: object, name: str) -> object | None:
        """What stands behind a dot."""
        if not isinstance(value, Value):
            return None
        node = read_module(place, f"it.{name}").body[0]
        return self._members.attribute(value, name, getattr(node, "value", None))

    def path(self, value: object) -> Path | None:
        """Where what a resource was given stands in the tree; None for any other value."""
        if not isinstance(value, Output):
            return None
        name = self._name(value.resource)
        return None if name is None else ("Resources", name, "Properties", *value.path)

    def source(self, value: object) -> tuple[str, str] | None:
        """The path and the text of the module that a class stands in; None for any other value."""
        if not isinstance(value, ClassOf):
            return None
        return value.scope.file.name, value.scope.file.text

    def records(self) -> list[Path] | None:
        """The resources that were made; None where nobody knows how many there are."""
        names = [self._name(made) for made in self._machine.resources]
        found: list[Path] = [("Resources", name) for name in names if name is not None]
        return found if len(found) == len(names) and not self._machine.is_cut else None

    def _name(self, made: Made) -> str | None:
        if made.when or made.is_repeated:
            return None
        if id(made) not in self._names:
            asked = name = wanted(made)
            number, taken = 2, self.tree["Resources"]
            while name in taken:
                name, number = f"{asked}{number}", number + 1
            self._names[id(made)] = name
            taken[name] = _body(made)
        return self._names[id(made)]


def staged(document: ProgramDocument, texts: Table[str, str]) -> Stage:
    """The stage of a test of a program, with other texts in some of its modules."""
    program = document.program
    return Stage(program.project.runtime, program.entry.folder, Changed(document.beside, texts))


def changed(document: ProgramDocument, changes: Row[Change]) -> dict[str, str] | None:
    """The texts that modules of a program have after changes; None where they cannot be made."""
    found: dict[str, str] = {}
    try:
        for file, edits in document.lower_all(changes).items():
            text = None if file is None else document.beside.read(file)
            if file is not None and text is not None:
                found[file] = apply_edits(text, edits)
    except ValueError:
        return None
    return found


def argument_at(document: ProgramDocument, path: Path) -> Path | None:
    """What a property is in the tree of a stage, as an attribute; None where it is no argument."""
    out, is_whole = document.building.out(path)
    made = document.building.by_name.get(str(path[1])) if len(path) > 1 else None
    if made is None or not is_whole or out.item is None:
        return None
    for name, item in made.arguments.items.items():
        if item is out.item:
            argument = made.kind.arguments.get(name, camel(name))
            return ("Resources", wanted(made), "Properties", argument)
    return None


def _body(made: Made) -> Tree:
    inputs = {
        made.kind.arguments.get(name, camel(name)): _raw(item.value, 0)
        for name, item in made.arguments.items.items()
        if not (isinstance(item.value, Known) and item.value.value is None)
    }
    others = set(made.kind.arguments.values()) - inputs.keys() - _WITH_DEFAULT
    missing = {} if made.arguments.is_open else dict.fromkeys(sorted(others))
    is_open: dict[str, Tree] = {UNKNOWN_KEY: []}
    return {
        "Type": made.kind.token,
        "Name": _raw(made.name, 0),
        "Inputs": {**inputs, **is_open},
        "Properties": {**inputs, **missing, **is_open},
    }


def _raw(value: Value, depth: int) -> Tree:
    if depth > _DEEPEST:
        return {UNKNOWN_KEY: []}
    match value:
        case Known():
            return value.value
        case Mapping() if value.kind != "data":
            found = {
                camel(name) if value.kind else name: _raw(item.value, depth + 1)
                for name, item in value.items.items()
            }
            return {**found, UNKNOWN_KEY: []} if value.is_open else found
        case Sequence() if not value.is_open:
            return [_raw(item, depth + 1) for item in value.items]
    return {UNKNOWN_KEY: []}

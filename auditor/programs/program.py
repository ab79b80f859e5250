"""A program: its modules, and the resources that they make."""

from __future__ import annotations

import posixpath

from msgspec import Struct, field

from auditor.model.project import Project
from auditor.programs.faults import Unreadable
from auditor.programs.project import Entry, PulumiProject, is_built
from auditor.programs.reading.data import parsed
from auditor.programs.reading.interpreter import Interpreter
from auditor.programs.reading.surroundings import Surroundings
from auditor.programs.stacks import Values, configured, scalars_of
from auditor.programs.syntax import DefineClass, File, Function, Import, Statement
from auditor.programs.values import (
    ClassOf,
    Closure,
    Contents,
    External,
    Known,
    Loaded,
    Made,
    Mapping,
    Place,
    Scope,
)
from auditor.programs.versions import majors_of, names_members

_MOST_FILES = 300
_MOST_CHARACTERS = 1_500_000
_SCRIPTS = (".ts", ".js", ".mjs", ".cjs", ".mts", ".cts")


class Program(Struct, eq=False):
    """What was read. `files` are the modules by their paths, `broken` those that cannot be read."""

    project: PulumiProject
    entry: Entry
    reader: Interpreter
    files: dict[str, File] = field(default_factory=dict)
    broken: dict[str, Unreadable] = field(default_factory=dict)
    majors: frozenset[str] = frozenset()
    """The major versions of pulumi-aws that it may run with; empty for others than those known."""
    data: dict[str, File] = field(default_factory=dict)
    """The files beside it that it reads when it is run."""
    stacks: dict[str, Values] = field(default_factory=dict)
    """What each stack is deployed with, by its name."""
    is_whole: bool = True
    """Whether it was read from its beginning."""

    @property
    def resources(self) -> list[Made]:
        """The resources that it makes, in order."""
        return self.reader.resources


def read_program(project: PulumiProject, entry: Entry, files: Project) -> Program:
    """Reads a program from its entry on, or what lies beside it where there is no entry."""
    modules = Modules(entry.folder, project.runtime, files)
    stacks = configured(project, files)
    surroundings = Surroundings(modules.opened, list(stacks.values()))
    if project.runtime == "python":
        surroundings.names_members = names_members(entry, files)
    reader = Interpreter(modules.load, surroundings)
    modules.reader = reader
    reader.course.is_built = project.runtime == "nodejs" and is_built(entry, files)
    majors = majors_of(project, entry, files)
    program = Program(
        project,
        entry,
        reader,
        modules.files,
        modules.broken,
        majors,
        data=modules.data,
        stacks=scalars_of(stacks),
    )
    if entry.file is not None:
        loaded = modules.module(entry.file, is_main=True)
        if loaded is not None and project.runtime == "nodejs":
            own = {k: v for k, v in loaded.exports.items() if k not in ("=", "default")}
            reader.outputs.update(own)
        _run_exported(loaded, reader)
    else:
        program.is_whole = False
        for name in sorted(files.names(entry.folder) or ()):
            if name.endswith((".py",) if project.runtime == "python" else _SCRIPTS):
                modules.module(posixpath.normpath(posixpath.join(entry.folder, name)))
    if not reader.resources or not program.is_whole:
        _instantiate_rest(modules, reader)
    shared: dict[int, int] = {}
    for made in reader.resources:
        shared[id(made.call)] = shared.get(id(made.call), 0) + 1
    for made in reader.resources:
        made.is_shared = shared[id(made.call)] > 1
        runs = 0 if made.turn is None else reader.course.runs[id(made.turn.statement)]
        made.is_once = runs == 1 and not made.is_repeated
    return program


def _run_exported(loaded: Loaded | None, reader: Interpreter) -> None:
    """What a program of Node.js exports is called, where it is a function."""
    exported = None if loaded is None else loaded.exports.get("default")
    if isinstance(exported, Closure):
        call = Scope(exported.scope.file)
        from auditor.programs.syntax import Call, Evaluate, Name

        node = exported.function
        name = Name(node.file, node.start, node.end, "exported")
        call.names["exported"] = exported
        called = Call(node.file, node.start, node.end, name, (), (), node.end)
        reader.run((Evaluate(called),), call)


def _instantiate_rest(modules: Modules, reader: Interpreter) -> None:
    """Components that nobody makes, as somebody would: what a library of components is for."""
    from auditor.programs.syntax import Call, Evaluate, Name

    for loaded in list(modules.loaded.values()):
        for name, value in list(loaded.scope.names.items()):
            if not isinstance(value, ClassOf) or id(value.definition) in reader.instantiated:
                continue
            is_component = any(
                isinstance(base, External) and base.path.endswith("ComponentResource")
                for base in value.bases
            )
            if is_component and value.scope is loaded.scope:
                file = loaded.scope.file
                node = Name(file, 0, 0, name)
                given = Name(file, 0, 0, "unknown argument")
                number = max([3, *(len(one.parameters) for one in value.definition.methods)])
                call = Call(file, 0, 0, node, (given,) * number, (), 0, is_new=True)
                reader.run((Evaluate(call),), Scope(file, {}, loaded.scope))


class Modules:
    """Loads the modules of a program, each once."""

    def __init__(self, folder: str, runtime: str, files: Project) -> None:
        self._folder = folder
        self._runtime = runtime
        self._project = files
        self._characters = 0
        self.files: dict[str, File] = {}
        self.data: dict[str, File] = {}
        """The files that are no modules and that the program reads."""
        self.broken: dict[str, Unreadable] = {}
        self.loaded: dict[str, Loaded] = {}
        self.reader: Interpreter | None = None

    def load(self, file: File, statement: Import) -> Loaded | None:
        """The module that an import names; None for one of a package."""
        if self._runtime == "python":
            return self._python(file, statement)
        return self._script(file, statement.module)

    def _python(self, file: File, statement: Import) -> Loaded | None:
        parts = statement.module.split(".") if statement.module else []
        bases = [posixpath.dirname(file.name), self._folder]
        if statement.level:
            base = posixpath.dirname(file.name)
            for _ in range(statement.level - 1):
                base = posixpath.dirname(base)
            bases = [base]
        else:
            bases.reverse()
        for base in dict.fromkeys(bases):
            found = self._python_module(base, parts)
            if found is not None:
                for theirs, _ in statement.names:
                    if theirs not in found.exports and theirs != "*":
                        inner = self._python_module(base, [*parts, theirs])
                        if inner is not None:
                            found.exports[theirs] = inner
                return found
        return None

    def _python_module(self, base: str, parts: list[str]) -> Loaded | None:
        path = posixpath.normpath(posixpath.join(base, *parts))
        if path.startswith(".."):
            return None
        parent, name = posixpath.split(path)
        names = self._project.names(parent or ".") or frozenset()
        if parts and f"{name}.py" in names:
            return self.module(f"{path}.py")
        inside = self._project.names(path) if path == "." or name in names else None
        if inside is not None and "__init__.py" in inside:
            return self.module(posixpath.normpath(posixpath.join(path, "__init__.py")))
        if inside is not None and parts and any(one.endswith(".py") for one in inside):
            return Loaded(scope=Scope(File(path, "", "python")))
        return None

    def opened(self, contents: Contents) -> File | None:
        """The file whose text is meant; None where it is not there, or not in the project."""
        path = contents.path.path if isinstance(contents.path, Place) else contents.path
        if not isinstance(contents.path, Place):
            path = posixpath.join(self._folder, path)
        return self._data(posixpath.normpath(path))

    def _data(self, path: str) -> File | None:
        is_outside = path.startswith(("..", "/", "~")) or ":" in path
        if path not in self.data and not is_outside and len(self.data) < _MOST_FILES:
            text = self._project.read(path)
            if text is not None:
                self._characters += len(text)
                self.data[path] = File(path, text, posixpath.splitext(path)[1].lstrip("."))
        return self.data.get(path) if self._characters <= _MOST_CHARACTERS else None

    def _imported_data(self, path: str) -> Loaded | None:
        """A module of JSON, which gives what it says."""
        file = self._data(path)
        value = None if file is None else parsed(file)
        if file is None or value is None:
            return None
        own = value.items if isinstance(value, Mapping) else {}
        exports = {name: item.value for name, item in own.items()}
        return Loaded(scope=Scope(file), exports={**exports, "=": value})

    def _script(self, file: File, module: str) -> Loaded | None:
        if not module.startswith("."):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file.name), module))
        if path.startswith(".."):
            return None
        parent, name = posixpath.split(path)
        names = self._project.names(parent or ".") or frozenset()
        if name.endswith(".json") and name in names:
            return self._imported_data(path)
        stem = name.rpartition(".")[0] if name.endswith((".js", ".mjs", ".cjs")) else name
        for one in (name, *(name + e for e in _SCRIPTS), *(stem + e for e in _SCRIPTS)):
            if one in names and one.endswith(_SCRIPTS):
                return self.module(posixpath.normpath(posixpath.join(parent, one)))
        if name in names or path == ".":
            inside = self._project.names(path) or frozenset()
            for ending in _SCRIPTS:
                if f"index{ending}" in inside:
                    return self.module(posixpath.normpath(posixpath.join(path, f"index{ending}")))
        return None

    def module(self, name: str, *, is_main: bool = False) -> Loaded | None:
        """A module by its path; None where it cannot be read."""
        if name in self.loaded:
            return self.loaded[name]
        text = self._project.read(name) if len(self.files) < _MOST_FILES else None
        if text is None or name in self.broken or self.reader is None:
            return None
        self._characters += len(text)
        if self._characters > _MOST_CHARACTERS:
            return None
        try:
            file = read_module(name, text)
        except Unreadable as fault:
            self.broken[name] = fault
            return None
        self.files[name] = file
        scope = Scope(file)
        loaded = Loaded(scope=scope, exports=scope.names if file.language == "python" else {})
        self.loaded[name] = loaded
        _hoist(file.body, scope)
        if file.language == "python":
            scope.names["__name__"] = Known(value="__main__" if is_main else name)
        self.reader.run(file.body, scope)
        if file.language != "python":
            for key, value in list(scope.names.items()):
                if key.startswith("export "):
                    loaded.exports[key.removeprefix("export ")] = value
        return loaded


def _hoist(body: tuple[Statement, ...], scope: Scope) -> None:
    """Functions of JavaScript are known above the place where they are written."""
    if scope.file.language == "python":
        return
    for statement in body:
        made: Function | DefineClass | None = getattr(statement, "function", None)
        if isinstance(made, Function):
            scope.names[made.name] = Closure(node=made, function=made, scope=scope)


def read_module(name: str, text: str) -> File:
    """The expressions and statements of a module, by its name. Raises Unreadable."""
    if name.endswith(".py"):
        from auditor.programs.python.reader import read

        return read(name, text)
    from auditor.programs.javascript.reader import read as read_script

    return read_script(name, text)

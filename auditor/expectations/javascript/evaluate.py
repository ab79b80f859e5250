"""What the expressions of a JavaScript test stand for."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import member_name
from auditor.expectations import gathered
from auditor.expectations.expectation import Expectation, Written
from auditor.expectations.gathered import of_type
from auditor.expectations.javascript import calls, literals
from auditor.expectations.javascript.callbacks import METHODS, Callbacks
from auditor.expectations.javascript.changes import is_changed
from auditor.expectations.javascript.compound import Compound
from auditor.expectations.javascript.conditions import Conditions
from auditor.expectations.javascript.following import followed, now
from auditor.expectations.javascript.helpers import bound, is_function, parameters, positions
from auditor.expectations.javascript.loading import loaded, method, on_path, parts
from auditor.expectations.javascript.programs import Programs
from auditor.expectations.javascript.reading import NOTHING_GIVEN, Given, Pick
from auditor.expectations.javascript.stacks import Stacks
from auditor.expectations.values import (
    UNDEFINED,
    CdkTemplate,
    EachOf,
    FilePath,
    InProgram,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    Named,
    Value,
    below,
    file_path,
)

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Binding, Scopes, Write
    from auditor.expectations.looking import Looking

_DEEPEST = 40
_MOST_READ = 100_000
"""Expressions that are read in one file, each as often as a loop or a helper comes to it."""
_OF_OBJECTS = frozenset({"keys", "values", "entries", "fromEntries"})
_META = {"dirname": "__dirname", "filename": "__filename", "url": "__filename"}
"""What `import.meta` has, by the names of CommonJS."""


class Evaluator:
    """Reads the expressions of one file, which lies at `file` of the project."""

    def __init__(
        self, scopes: Scopes, file: str, template: str, look: Looking, package: str = "."
    ) -> None:
        self.scopes = scopes
        self.look = look
        self._package = package
        self.programs: Programs | None = None
        """The program that the test runs, where it is one of Pulumi."""
        self.stacks: Stacks | None = None
        """The stack of CDK that the test builds, where the template is that of one."""
        self._callbacks = Callbacks(self)
        self._conditions = Conditions(self)
        self._compound = Compound(self)
        self._file = file
        self._template = template
        self._known: dict[int, Value] = {}
        self.picks: list[Pick] = []
        self._picked: dict[int, tuple[Pick, ...]] = {}
        self._depth = 0
        self._left = _MOST_READ

    def of(self, item: Item | None, given: Given = NOTHING_GIVEN) -> Value:
        """What an expression stands for; None where that is not known."""
        if item is None or self._depth > _DEEPEST:
            return None
        if not given and item.index in self._known:
            self.picks += self._picked[item.index]
            return self._known[item.index]
        self._left -= 1
        if self._left < 0:
            return None
        self._depth += 1
        before = len(self.picks)
        try:
            found = self._of(item, given)
        finally:
            self._depth -= 1
        if not given:
            self._known[item.index] = found
            self._picked[item.index] = tuple(self.picks[before:])
        return found

    def _of(self, item: Item, given: Given) -> Value:
        match item.kind:
            case "undefined":
                return Known(UNDEFINED)
            case "identifier" | "shorthand_property_identifier":
                return self._name(item, given)
            case "member_expression" | "subscript_expression":
                return self._member(item, given)
            case "call_expression":
                return self._call(item, given)
            case "new_expression":
                return self._made(item, given)
            case "await_expression":
                return self.of(item.children[0], given) if item.children else None
        literal = self.literal(item, given)
        return self._compound.of(item, given) if literal is None else Known(literal.value, literal)

    def _made(self, item: Item, given: Given) -> Value:
        """What `new` makes of the program, or of the app of CDK, that the test runs."""
        constructor = item.child("constructor")
        if constructor is not None and constructor.text in ("Set", "Map"):
            arguments = _arguments(item)
            first = self.of(arguments[0], given) if arguments else None
            is_read = first is not None or not arguments
            return calls.made(constructor.text, first, self.look) if is_read else None
        if self.programs is not None:
            return self.programs.made(item, given)
        return None if self.stacks is None else self.stacks.made(item, given)

    def forget(self) -> None:
        """What was found so far is not so."""
        self._known.clear()

    def truth(self, item: Item | None, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        return self._conditions.truth(item, given)

    def stated(self, item: Item, given: Given) -> list[Expectation]:
        """What a condition asks for."""
        return self._conditions.stated(item, given)

    def literal(self, item: Item, given: Given = NOTHING_GIVEN) -> Written | None:
        """A literal with all that is inside of it; None where something in it is not known."""
        return literals.literal(item, lambda child: self._inside(child, given))

    def _inside(self, item: Item, given: Given) -> Written | None:
        """A value inside of a literal, which a name may stand for."""
        found = self.of(item, given)
        if not isinstance(found, Known) or found.value is UNDEFINED:
            return None
        return found.literal or Written(found.value, item.span)

    def _name(self, item: Item, given: Given) -> Value:
        binding = self.scopes.binding(item)
        if binding is None:
            return self._global(item.text)
        kept = None if self.programs is None else self.programs.kept(item.text)
        if kept is not None:
            return kept
        if now(binding) in given:
            return given[now(binding)]
        if id(binding) in given:
            found = given[id(binding)] if len(binding.writes) < 2 else None
            return Known(found.value) if isinstance(found, Known) else found
        values = [self._written(write, binding, given) for write in binding.writes]
        if not values or any(value is None or value != values[0] for value in values):
            return None
        first = values[0]
        is_plain = isinstance(first, Known) and not isinstance(first.value, list | dict)
        is_holder = isinstance(first, Listed | Named | EachOf | Known) and not is_plain
        if is_holder and is_changed(binding):
            return None
        # what a name stands for is written elsewhere
        return Known(first.value) if isinstance(first, Known) else first

    def _global(self, name: str) -> Value:
        if name == "__dirname":
            return FilePath(posixpath.dirname(self._file) or ".")
        return FilePath(self._file) if name == "__filename" else None

    def _written(self, write: Write, binding: Binding, given: Given) -> Value:
        if write.source is not None and self.programs is not None:
            return self.programs.imported(binding)
        if write.source is not None:
            is_whole = write.path in ((), ("default",))
            return self._module(write.source) if is_whole else None
        if write.value is None and len(binding.writes) == 1:
            return self._item_of_list(binding, given)
        if write.value is None or is_function(write.value):
            return None
        found = self.of(write.value, given)
        for step in write.path:
            found = self._step(found, step)
        return found

    def _item_of_list(self, binding: Binding, given: Given) -> Value:
        """What `const [one, other] = listed` gives a name."""
        kind, name = binding.kinds[0]
        pattern = name.parent if kind in ("const", "let") else None
        holder = None if pattern is None else pattern.parent
        if pattern is None or holder is None or pattern.kind != "array_pattern":
            return None
        value = holder.child("value") if holder.kind == "variable_declarator" else None
        number = positions(pattern)[pattern.children.index(name)]
        return below(self.of(value, given), number)

    def _module(self, name: str) -> Value:
        """The template, where it is loaded as a module."""
        if not name.startswith(".") or not name.endswith(".json"):
            return None
        path = file_path(posixpath.join(posixpath.dirname(self._file), name))
        return InTemplate(()) if path == FilePath(self._template) else None

    def _member(self, item: Item, given: Given) -> Value:
        base = item.child("object")
        if base is not None and base.text == "import.meta":
            return self._global(_META.get(member_name(item) or "", ""))
        found = self.of(base, given)
        name = member_name(item)
        if name is not None:
            return self._step(found, name)
        index = self.of(item.child("index"), given)
        is_step = isinstance(index, Known) and isinstance(index.value, str | int)
        if isinstance(index, Known) and is_step and not isinstance(index.value, bool):
            return self._step(found, index.value)
        return None

    def _step(self, found: Value, step: str | int) -> Value:
        if self.programs is not None and step != "length":
            is_part = isinstance(found, InProgram | InTemplate)
            return self.programs.attribute(found, step) if is_part else _step(found, step)
        return _step(found, step)

    def _call(self, call: Item, given: Given) -> Value:
        function = call.child("function")
        arguments = _arguments(call)
        if function is None:
            return None
        called = member_name(function) or ""
        if called in METHODS and len(arguments) == 1:
            listed = self.of(function.child("object"), given)
            return self._callbacks.of(called, listed, arguments[0], given)
        if called == "reduce" and len(arguments) == 2:
            listed, start = (
                self.of(one, given) for one in (function.child("object"), arguments[1])
            )
            return self._callbacks.reduced(listed, arguments[0], start, given)
        if self.programs is not None:
            of_program = self.programs.called(call, called, given)
            if of_program is not None:
                return of_program
        values = [self.of(argument, given) for argument in arguments]
        if function.kind == "identifier":
            helper = self._helper(function, values)
            if helper is not None:
                return helper
            name, base = _imported_name(self.scopes.binding(function), function.text), None
        else:
            name, base = member_name(function) or "", function.child("object")
        found = self._result(name, base, values, given)
        if found is not None:
            return found
        literal = self.literal(call, given)
        return None if literal is None else Known(literal.value, literal)

    def _result(self, name: str, base: Item | None, values: list[Value], given: Given) -> Value:
        first = values[0] if values else None
        owner = "" if base is None else base.text
        if base is None and name == "require" and isinstance(first, Known):
            if not isinstance(first.value, str):
                return None
            found = self._module(first.value)
            is_of_program = found is None and self.programs is not None
            return self.programs.module(first.value) if is_of_program and self.programs else found
        if owner == "require" and name == "resolve":
            return self._beside(first)
        if owner == "Object" and name in _OF_OBJECTS:
            return parts(name, first, self.look)
        found = loaded(name, first, self._template, self._package) or on_path(
            name, owner, values, self._package
        )
        if found is not None or base is None:
            return found
        if name == "fromStack" and self.stacks is not None:
            return self.stacks.template(first)
        if name == "findResources" and len(values) == 1:
            return of_type(first, self.look) if self.of(base, given) == CdkTemplate() else None
        holder = self.of(base, given)
        return method(name, holder) or calls.method(name, holder, values, self.look)

    def _helper(self, name: Item, values: list[Value]) -> Value:
        """What a function of the test returns for its arguments."""
        binding = self.scopes.binding(name)
        write = None if binding is None else binding.only_write
        function = None if write is None or write.path else write.value
        if function is None or not is_function(function):
            return None
        names = parameters(function)
        missing = names[len(values) :]
        # a default is only looked at where there is no argument
        handed = [*values, *(self.of(one.child("right", "value")) for one in missing)]
        result = followed(self, function, dict(bound(self.scopes, names, handed)))
        found = None if result is None else self.of(*result)
        # a literal of a helper serves all who call it
        return Known(found.value) if isinstance(found, Known) else found

    def _beside(self, name: Value) -> FilePath | None:
        """The file that a module would be loaded from."""
        if isinstance(name, Known) and isinstance(name.value, str) and name.value.startswith("."):
            return file_path(posixpath.join(posixpath.dirname(self._file), name.value))
        return None


def _step(found: Value, step: str | int) -> Value:
    if isinstance(found, InTemplate | KeysOf) and step == "length":
        return LengthOf(found.path)
    if isinstance(found, Listed) and step == "length":
        return gathered.counted(found)
    if isinstance(found, Known) and step == "length" and isinstance(found.value, list | str):
        return Known(len(found.value))
    return below(found, step)


def _arguments(call: Item) -> list[Item]:
    found = call.child("arguments")
    return [] if found is None else found.children


def _imported_name(binding: Binding | None, name: str) -> str:
    """What a function is called in the module that it comes from."""
    write = None if binding is None else binding.only_write
    is_taken = write is not None and write.path and write.path != ("default",)
    return write.path[-1] if write is not None and is_taken else name

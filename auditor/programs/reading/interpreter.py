"""Follows a program from statement to statement, and gathers what it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditor.programs import syntax as s
from auditor.programs.reading.assignments import Assignments
from auditor.programs.reading.callables import Callables
from auditor.programs.reading.conditions import Conditions, truth
from auditor.programs.reading.course import Course, Left, TooMuch
from auditor.programs.reading.expressions import Expressions
from auditor.programs.reading.functions import Functions
from auditor.programs.reading.imports import Imports
from auditor.programs.reading.instances import Instances
from auditor.programs.reading.members import Members
from auditor.programs.reading.methods import Methods
from auditor.programs.reading.statements import Statements
from auditor.programs.reading.surroundings import Surroundings
from auditor.programs.reading.textual import Textual
from auditor.programs.reading.writes import Writes
from auditor.programs.values import (
    Cases,
    ClassOf,
    Closure,
    Instance,
    Joined,
    Loaded,
    Made,
    Mapping,
    Output,
    Saying,
    Scope,
    Sequence,
    Test,
    Unknown,
    Value,
)


class Interpreter:
    """What the modules of one program make."""

    def __init__(
        self,
        load: Callable[[s.File, s.Import], Loaded | None],
        surroundings: Surroundings | None = None,
    ) -> None:
        self.surroundings = surroundings or Surroundings()
        self.course = Course()
        self.conditions = Conditions()
        self.writes = Writes()
        self.resources: list[Made] = []
        self.instantiated: set[int] = set()
        """The classes that were instantiated, by the identities of their definitions."""
        self.outputs: dict[str, Value] = {}
        """What the stack gives to others, by its names."""
        self.lost: list[tuple[s.Node, Made, str]] = []
        """Outputs that resources do not have."""
        self.used: list[tuple[s.Node, Value, str]] = []
        """Attributes that were asked of what may be missing."""
        self.textual: list[Textual] = []
        """Outputs that were put into texts."""
        self.is_cut = False
        """Whether the program is longer or deeper than what is followed."""
        members = Members(self)
        self._assignments = Assignments(self, members)
        self._expressions = Expressions(self, members)
        self._functions = Functions(self, members)
        self._instances = Instances(self)
        self._callables = Callables(self, Methods(self), self._instances)
        self._statements = Statements(self, Imports(self.writes, load))

    def run(self, body: Iterable[s.Statement], scope: Scope) -> Value | None:
        """Follows the statements of a module."""
        try:
            return self.block(tuple(body), scope)
        except (TooMuch, RecursionError):
            self.is_cut = True
        except Left:
            pass
        return None

    def block(self, body: tuple[s.Statement, ...], scope: Scope) -> Value | None:
        """What a block returns; None where it falls through. Raises Left."""
        return self._statements.block(body, scope)

    def of(self, node: s.Node, scope: Scope) -> Value:
        """What an expression stands for."""
        self.course.step()
        made = self._expressions.of(node, scope)
        if made.node is None and isinstance(made, Joined | Sequence | Cases | Unknown):
            made.node = node
        if isinstance(made, Made | Output) and isinstance(node, s.Name | s.Attribute | s.Index):
            self._note(node, made, scope)
        return made

    def _note(self, node: s.Node, made: Made | Output, scope: Scope) -> None:
        """Remembers that the program speaks of a resource."""
        if not self.course.turns:
            return
        resource, path = (made, ()) if isinstance(made, Made) else (made.resource, made.path)
        resource.said.append(Saying(node, path, scope, self.course.turns[-1]))

    def assign(
        self, target: s.Node, value: Value, scope: Scope, *, is_declared: bool = False
    ) -> None:
        """Gives what stands on the left a value."""
        self._assignments.assign(target, value, scope, is_declared=is_declared)
        if isinstance(value, Made) and isinstance(target, s.Name | s.Attribute | s.Index):
            self._note(target, value, scope)

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true; None where only a run tells."""
        if isinstance(value, Test):
            for name, holds in self.course.when:
                if name == value.condition:
                    return holds is value.holds
        if isinstance(value, Cases):
            one, two = truth(value.then), truth(value.other)
            return one if one == two else None
        return truth(value)

    def call(
        self, called: Value, given: list[Value], named: Mapping, node: s.Call | None, scope: Scope
    ) -> Value:
        """What a call of something gives."""
        return self._callables.call(called, given, named, node, scope)

    def apply(
        self, closure: Closure, given: list[Value], named: Mapping, node: s.Call | None
    ) -> Value:
        """What a function of the program returns."""
        return self._functions.apply(closure, given, named, node)

    def construct_base(
        self, this: Instance, owner: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        """Calls the constructor of what a class extends."""
        self._instances.construct_base(this, owner, given, named, node)

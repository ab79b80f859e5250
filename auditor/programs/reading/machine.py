"""What the parts of an interpreter may ask of it."""

from __future__ import annotations

from typing import Protocol

from auditor.programs.reading.conditions import Conditions
from auditor.programs.reading.course import Course
from auditor.programs.reading.surroundings import Surroundings
from auditor.programs.reading.textual import Textual
from auditor.programs.reading.writes import Writes
from auditor.programs.syntax import Call, Node, Statement
from auditor.programs.values import ClassOf, Closure, Instance, Made, Mapping, Scope, Value


class Machine(Protocol):
    """An interpreter."""

    course: Course
    conditions: Conditions
    writes: Writes
    resources: list[Made]
    instantiated: set[int]
    outputs: dict[str, Value]
    lost: list[tuple[Node, Made, str]]
    textual: list[Textual]
    used: list[tuple[Node, Value, str]]
    surroundings: Surroundings

    def block(self, body: tuple[Statement, ...], scope: Scope) -> Value | None:
        """What a block returns; None where it falls through. Raises Left."""

    def of(self, node: Node, scope: Scope) -> Value:
        """What an expression stands for."""

    def assign(
        self, target: Node, value: Value, scope: Scope, *, is_declared: bool = False
    ) -> None:
        """Gives what stands on the left a value."""

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true; None where only a run tells."""

    def call(
        self, called: Value, given: list[Value], named: Mapping, node: Call | None, scope: Scope
    ) -> Value:
        """What a call of something gives."""

    def apply(
        self, closure: Closure, given: list[Value], named: Mapping, node: Call | None
    ) -> Value:
        """What a function of the program returns."""

    def construct_base(
        self, this: Instance, owner: ClassOf, given: list[Value], named: Mapping, node: Call
    ) -> None:
        """Calls the constructor of what a class extends."""

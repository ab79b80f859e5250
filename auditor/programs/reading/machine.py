"""What values and packages may ask of the interpreter that they are read by."""

from __future__ import annotations

from typing import Protocol

from auditor.programs.reading.conditions import Conditions
from auditor.programs.reading.writes import Writes
from auditor.programs.syntax import Call, Node
from auditor.programs.values import ClassOf, Closure, Instance, Made, Mapping, Scope, Value


class Machine(Protocol):
    """An interpreter."""

    conditions: Conditions
    writes: Writes
    inside_apply: int
    outputs: dict[str, Value]
    lost: list[tuple[Node, Made, str]]

    def truth(self, value: Value) -> bool | None:
        """Whether a value counts as true."""

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

"""Definitions of state machines: as mappings, or as the text of JSON with holes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.states.machine import StateMachine
from auditor.grammar.states.machine import StatesFault, faults
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.pieces import HOLE, composed
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TYPES = {
    "AWS::StepFunctions::StateMachine": "StateMachineType",
    "AWS::Serverless::StateMachine": "Type",
}
_KEYS = ("DefinitionString", "Definition")


class Definition(Struct, frozen=True):
    """A definition that can be read. `is_text` says that it is written as JSON in a string."""

    machine: Resource
    case: Case
    body: Tree
    is_text: bool

    types: ClassVar[tuple[str, ...]] = StateMachine.types

    @classmethod
    def find(cls, template: Template) -> Iterator[Definition]:
        """All of a template that are whole but for values the deployment fills in."""
        for machine in template.of_type(*cls.types):
            for key in _KEYS:
                for case in machine.written(key):
                    if is_plain_mapping(case.value):
                        yield cls(machine, case, case.value, is_text=False)
                    elif case.known:
                        body = _parsed(case)
                        if isinstance(body, dict):
                            yield cls(machine, case, body, is_text=True)

    def faults(self) -> Iterator[StatesFault]:
        """What the states language says of it."""
        kinds = self.machine.cases(_TYPES[self.machine.type])
        is_express = all(kind.text == "EXPRESS" and kind.certain for kind in kinds)
        yield from faults(self.body, is_express=is_express)

    def place(self, fault: StatesFault) -> Path:
        """Where a fault stands: in a text, where that stands."""
        return self.case.path if self.is_text else (*self.case.path, *fault.path)


def _parsed(case: Case) -> Tree:
    """What a text says, None where it is none, or is no JSON with its holes as they are."""
    call = function_of(case.value)
    if not isinstance(case.value, str) and (call is None or call[0] not in ("Fn::Sub", "Fn::Join")):
        return None
    text = composed(case.value, case.path).text.replace(HOLE, "${}")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None

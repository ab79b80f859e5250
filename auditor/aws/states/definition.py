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
_MORE = "Extra data"
"""What is said of a text after its end, which some readers leave unread."""
_KEYS = ("DefinitionString", "Definition")


class Definition(Struct, frozen=True):
    """A definition that can be read. `is_text` says that it is written as JSON in a string.

    `is_broken` says that this is certainly not JSON: nothing is filled in there later.
    """

    machine: Resource
    case: Case
    body: Tree
    is_text: bool
    is_broken: bool = False

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
                        elif _is_broken(case):
                            yield cls(machine, case, {}, is_text=True, is_broken=True)

    def faults(self) -> Iterator[StatesFault]:
        """What the states language says of it."""
        if self.is_broken:
            yield StatesFault((), "Property DefinitionString is not JSON")
            return
        kinds = self.machine.cases(_TYPES[self.machine.type])
        is_express = all(kind.text == "EXPRESS" and kind.certain for kind in kinds)
        yield from faults(self.body, is_express=is_express)

    def place(self, fault: StatesFault) -> Path:
        """Where a fault stands: in a text, where that stands."""
        return self.case.path if self.is_text else (*self.case.path, *fault.path)


def _text(case: Case) -> str | None:
    """A text with its holes as they are, None where it is none."""
    call = function_of(case.value)
    if not isinstance(case.value, str) and (call is None or call[0] not in ("Fn::Sub", "Fn::Join")):
        return None
    return composed(case.value, case.path).text.replace(HOLE, "${}")


def _parsed(case: Case) -> Tree:
    """What a text says, None where it is none, or is no JSON with its holes as they are."""
    text = _text(case)
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_broken(case: Case) -> bool:
    """Whether a whole text that begins as JSON is none, however lenient a reader is."""
    text = _text(case)
    if text is None or "${" in text or not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return error.msg != _MORE
    except (ValueError, RecursionError):
        return False
    return False

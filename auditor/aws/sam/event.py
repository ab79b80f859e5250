"""Events of SAM functions and state machines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.filled_in import is_left_open
from auditor.template.intrinsics import function_of
from auditor.template.template import Template
from auditor.template.values import When

HOLDERS = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
"""The types that have events."""
RESOLVED = ("Fn::FindInMap", "Ref")
"""The functions whose values SAM may know."""


class SamEvent(Struct, frozen=True):
    """An entry of `Events`, with the path of its `Properties` and the conditions it is under."""

    type: str
    properties: dict[str, Tree]
    path: Path
    when: When


def sam_events(template: Template, *types: str) -> Iterator[SamEvent]:
    """The events of some types in a template, in source order."""
    for resource in template.of_type(*HOLDERS):
        for case in resource.cases("Events"):
            if not isinstance(case.value, dict):
                continue
            for name, event in case.value.items():
                if not isinstance(event, dict) or event.get("Type") not in types:
                    continue
                properties = event.get("Properties")
                if isinstance(properties, dict):
                    path = (*case.path, name, "Properties")
                    yield SamEvent(str(event["Type"]), properties, path, case.when)


def seen_function(value: Tree) -> tuple[str, Tree] | None:
    """The name and the argument of a function that the translator sees as it is written.

    None for other values, for what another tool fills in, and for `Fn::Transform`, which runs
    before SAM's transform.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
    """
    call = None if is_left_open(value) else function_of(value)
    return None if call is None or call[0] == "Fn::Transform" else call

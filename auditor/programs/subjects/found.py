"""From places in modules to findings."""

from __future__ import annotations

from auditor.model.path import Path
from auditor.programs.document import ProgramDocument
from auditor.programs.meaning.tree import Building
from auditor.programs.values import Made
from auditor.template.template import Template

PROGRAM = ("Pulumi::Program",)
"""What rules have as their types for which only programs give work."""


def document_of(template: Template) -> ProgramDocument | None:
    """The program that a template was read from; None for one that was written."""
    found = template.program
    return found if isinstance(found, ProgramDocument) else None


def path_of(building: Building, made: Made) -> Path:
    """Where a resource stands in the tree."""
    return ("Resources", building.names.of(made) or "")


def called(building: Building, made: Made) -> str:
    """What messages call a resource: its class and the name that it is kept by."""
    return f"{made.kind.name.rpartition('.')[2]} '{building.names.of(made)}'"

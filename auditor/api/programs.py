"""Pulumi programs: what is asked of the classes of a provider, and in which order."""

from __future__ import annotations

from auditor.model.edit import ReplaceInFile
from auditor.programs.reading.textual import Way
from auditor.programs.subjects.arguments import ArgumentFault, Checked
from auditor.programs.subjects.entry import EntryFault
from auditor.programs.subjects.missing import MissingUse
from auditor.programs.subjects.order import UnorderedPart
from auditor.programs.subjects.outputs import LostOutput
from auditor.programs.subjects.texts import OutputText

__all__ = [
    "ArgumentFault",
    "Checked",
    "EntryFault",
    "LostOutput",
    "MissingUse",
    "OutputText",
    "ReplaceInFile",
    "UnorderedPart",
    "Way",
]

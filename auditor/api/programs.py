"""Pulumi programs: what is asked of the classes of a provider, and in which order."""

from __future__ import annotations

from auditor.model.edit import ReplaceInFile
from auditor.programs.subjects.arguments import ArgumentFault, Checked
from auditor.programs.subjects.entry import EntryFault
from auditor.programs.subjects.missing import MissingUse
from auditor.programs.subjects.order import UnorderedPart
from auditor.programs.subjects.outputs import LostOutput

__all__ = [
    "ArgumentFault",
    "Checked",
    "EntryFault",
    "LostOutput",
    "MissingUse",
    "ReplaceInFile",
    "UnorderedPart",
]

"""What rules of the schemas say already of properties that other tables are about, too."""

from __future__ import annotations

from functools import cached_property

from auditor.model.path import Path
from auditor.template.combining import Combined, Part
from auditor.template.subjects.schema_fault import SchemaFault
from auditor.template.subjects.stray_property import stood_for
from auditor.template.template import Template

_OF_VALUES = frozenset({"const", "enum", "enumCaseInsensitive", "maximum", "minimum"})


class Said:
    """The faults of a template against the schemas, which are looked for when asked about."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def of(self, combined: Combined) -> bool:
        """Whether a rule of the schemas is about the same property."""
        asked = combined.asked
        if asked.absent:
            return self.of_missing(asked.path)
        return asked.path in self._refused or asked.path[:-2] in self._repeated

    def of_names(self, part: Part, names: tuple[str, ...]) -> bool:
        """Whether another property is meant for one of some that are missing."""
        return any(self.of_missing((*part.path, *name.split("."))) for name in names)

    def of_missing(self, path: Path) -> bool:
        """Whether a property that the type does not have is meant for one that is missing."""
        return path in stood_for(self._template)

    @cached_property
    def _faults(self) -> list[SchemaFault]:
        return [*SchemaFault.find(self._template)]

    @cached_property
    def _refused(self) -> frozenset[Path]:
        return frozenset(fault.at for fault in self._faults if fault.keyword in _OF_VALUES)

    @cached_property
    def _repeated(self) -> frozenset[Path]:
        return frozenset(fault.at for fault in self._faults if fault.keyword == "uniqueItems")

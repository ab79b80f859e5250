"""From the text of a template to the nested stacks in it."""

from __future__ import annotations

from auditor.aws.cloudformation.nested import Nested, nested_stacks
from auditor.model.settings import Settings
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
from auditor.template.template import Template

__all__ = ["Nested", "Parent"]


class Parent:
    """A template that may have nested stacks; one that cannot be read has none."""

    def __init__(self, text: str) -> None:
        try:
            tree = parse(text).tree
        except SyntaxFault:
            tree = None
        self._tree = tree if isinstance(tree, dict) else None

    def nested(self, settings: Settings) -> dict[str, Nested]:
        """The nested stacks whose template is a local file, by their logical IDs."""
        if self._tree is None:
            return {}
        template = Template(self._tree, settings)
        return {one.logical_id: one for one in nested_stacks(template)}

"""Names of parts that nothing declares."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.data.declared_parts import DeclaredPart, declared_parts
from auditor.template.below import items
from auditor.template.combining import cases_at
from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case


class UndeclaredPart(Struct, frozen=True):
    """A part that a resource names at `case`; `holder` declares the `names` and not this one."""

    resource: Resource
    row: DeclaredPart
    holder: Resource
    case: Case
    names: tuple[str, ...]

    @classmethod
    def find(cls, template: Template) -> Iterator[UndeclaredPart]:
        """All of a template, none where a macro may rewrite it."""
        if template.is_open:
            return
        rows = declared_parts()
        for resource in template.resources.values():
            for row in rows.get(resource.type, ()):
                yield from _of(resource, row)


def _of(resource: Resource, row: DeclaredPart) -> Iterator[UndeclaredPart]:
    used = [case for name in row.uses for case in _named(resource, name)]
    holder = _holder(resource, row.of) if used else None
    if holder is None:
        return
    declared = [case for name in row.declared for case in cases_at(holder, name)]
    texts = [case.text for case in declared if not case.absent]
    start = row.prefix
    names = tuple(
        dict.fromkeys(start + text.removeprefix(start) for text in texts if text is not None)
    )
    if None in texts:
        return
    for case in used:
        is_asked = case.certain and case.text is not None and case.text.startswith(start)
        if is_asked and case.text not in names:
            yield UndeclaredPart(resource, row, holder, case, names)


def _named(resource: Resource, name: str) -> Iterator[Case]:
    """The names at a property, each of those of a list."""
    for case in cases_at(resource, name):
        if isinstance(case.value, list):
            yield from items(resource.template, case)
        elif not case.absent:
            yield case


def _holder(resource: Resource, of: str) -> Resource | None:
    """The resource that declares the parts: itself, or the one that a property refers to."""
    if not of:
        return resource
    properties = resource.body.get("Properties")
    written = properties.get(of) if isinstance(properties, dict) else None
    return referred_resource(resource.template, written)

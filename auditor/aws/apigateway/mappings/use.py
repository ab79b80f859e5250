"""A name or a value of a mapping that does not follow its grammar."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.grammar.fault import Fault
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case


class MappingFault(Struct, frozen=True):
    """A fault with the resource that maps; `is_name` where the name of a parameter is at fault."""

    resource: Resource
    case: Case
    text: str
    fault: Fault
    is_name: bool = False


def named(holder: Case) -> Iterator[tuple[str, Case]]:
    """The keys of a mapping that is written plainly, each as the case of a name."""
    if isinstance(holder.value, dict) and is_plain_mapping(holder.value):
        for name in holder.value:
            yield name, Case(name, (*holder.path, name), holder.when, holder.certain, direct=True)


def texts(template: Template, holder: Case, name: str) -> Iterator[tuple[Case, str]]:
    """What a key of a mapping is set to, where that is known."""
    value = holder.value[name] if isinstance(holder.value, dict) else None
    for case in template.cases(value, (*holder.path, name), holder.when):
        text = scalar_text(case.value) if case.known else None
        if text:
            yield case, text

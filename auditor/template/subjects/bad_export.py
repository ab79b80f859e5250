"""Exports that CloudFormation refuses.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path, is_within
from auditor.model.tree import Tree
from auditor.template.contents import Call
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.names import Name, name_of
from auditor.template.references import references_of_calls
from auditor.template.template import Template
from auditor.template.values import ALWAYS, When, own_condition

_ALLOWED = expression(r"[A-Za-z0-9:-]+\Z")
_ELSEWHERE = ("Fn::ImportValue", "Fn::GetAZs")
_NAME = "Name"


class Refused(Enum):
    """Why an export is refused."""

    REPEATED = "repeated"
    """Another output has the name."""
    OPEN = "open"
    """The name is known only when the stack is there."""
    LETTERS = "letters"
    """A character that no name may have."""
    NAMELESS = "nameless"
    """There is no name."""


class BadExport(Struct, frozen=True):
    """An export of an output; `what` is the name, or what it depends on, `first` has it as well."""

    output: str
    at: Path
    why: Refused
    what: str = ""
    first: str = ""
    when: When = ALWAYS
    direct: bool = False

    @classmethod
    def find(cls, template: Template) -> Iterator[BadExport]:
        """All of a template, none where a macro may rewrite it."""
        outputs = template.tree.get("Outputs")
        if template.is_open or not isinstance(outputs, dict):
            return
        seen: dict[Name, tuple[str, When]] = {}
        for output, body in outputs.items():
            if not isinstance(body, dict) or "Export" not in body or not output.isalnum():
                continue
            path: Path = ("Outputs", output, "Export")
            when = own_condition(body)
            yield from _of_export(template, output, body["Export"], path, when)
            yield from _repeated(template, output, body["Export"], (*path, _NAME), when, seen)


def _of_export(
    template: Template, output: str, export: Tree, path: Path, when: When
) -> Iterator[BadExport]:
    if not is_plain_mapping(export):
        if function_of(export) is None and not (isinstance(export, dict) and export):
            yield BadExport(output, path, Refused.NAMELESS)
        return
    if not isinstance(export, dict):
        return
    if _NAME not in export:
        yield BadExport(output, path, Refused.NAMELESS)
        return
    place = (*path, _NAME)
    contents = template.walked.of("Outputs", output)
    calls = [call for call in contents.calls if is_within(call.path, place)]
    for target, where in _dependencies(template, calls):
        yield BadExport(output, where, Refused.OPEN, target)
        return
    for case in template.cases(export[_NAME], place, when):
        text = case.text
        if text is not None and case.certain and not _ALLOWED.match(text):
            yield BadExport(
                output, case.path, Refused.LETTERS, text, when=case.when, direct=case.direct
            )


def _repeated(
    template: Template,
    output: str,
    export: Tree,
    place: Path,
    when: When,
    seen: dict[Name, tuple[str, When]],
) -> Iterator[BadExport]:
    if not isinstance(export, dict) or _NAME not in export:
        return
    name = name_of(template, export[_NAME])
    if not name:
        return
    if name not in seen:
        seen[name] = output, when
        return
    first, other = seen[name]
    if template.can_hold(when | other):
        yield BadExport(output, place, Refused.REPEATED, first=first, when=when | other)


def _dependencies(template: Template, calls: Sequence[Call]) -> Iterator[tuple[str, Path]]:
    """The resources and the functions that a name of an export may not depend on, with places."""
    for reference in references_of_calls(calls):
        if reference.target in template.resources:
            yield f"resource '{reference.target}'", reference.path
    for call in calls:
        if call.function in _ELSEWHERE:
            yield call.function, call.path

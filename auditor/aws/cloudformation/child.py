"""What the templates of nested stacks and of stack sets take and return, where they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from auditor.aws.cloudformation.nested import NESTED_STACKS, template_file
from auditor.aws.cloudformation.stack_set import STACK_SET, body_in
from auditor.aws.cloudformation.substituted import has_open_keys
from auditor.grammar.placeholders import may_have_placeholders
from auditor.model.tree import Tree
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
from auditor.template.filled_in import filled_in
from auditor.template.template import Resource, Template
from auditor.template.transforms import is_open

_MOST_KEPT = 64
"""Templates whose interface is kept: one may be that of many stacks, in many parents."""

_BODY = "TemplateBody"
STACKS = (*NESTED_STACKS, STACK_SET)
"""The types of the stacks whose templates may be read."""

Entries = Mapping[str, Tree]


class Interface(Struct, frozen=True):
    """The entries of two sections of a template, None where a section does not show all it has."""

    parameters: Entries | None
    outputs: Entries | None


class Child(Struct, frozen=True):
    """A nested stack or a stack set with the interface of its template.

    `file` is the path that the parent names, or the property that the template is written in.
    """

    stack: Resource
    file: str
    interface: Interface


def children(template: Template) -> dict[str, Child]:
    """The nested stacks and stack sets whose templates can be read, by their logical IDs."""
    return template.once(_children)


def _children(template: Template) -> dict[str, Child]:
    found: dict[str, Child] = {}
    if template.program is not None or template.is_filled_in:
        return found
    for stack in template.of_type(STACK_SET):
        written = stack.written(_BODY)
        body = body_in(written[0]) if len(written) == 1 else None
        interface = None if body is None else interface_of(body[1].text)
        if interface is not None:
            found[stack.logical_id] = Child(stack, f"its {_BODY}", interface)
    project = template.project
    for stack in () if project is None else template.of_type(*NESTED_STACKS):
        file = template_file(stack)
        if file is None or project is None:
            continue
        text = project.template(file)
        unread = None if text is not None else project.unread(file)
        if unread is not None:
            template.notes[
                f"Template '{file}' of nested stack '{stack.logical_id}' is not read:"
                f" it {unread.reason}"
            ] = None
        interface = None if text is None else interface_of(text)
        if interface is not None:
            found[stack.logical_id] = Child(stack, file, interface)
    return found


@lru_cache(maxsize=_MOST_KEPT)
def interface_of(text: str) -> Interface | None:
    """What a template takes and returns; None for a text that is no template, or not yet one."""
    try:
        tree = parse(text).tree
    except SyntaxFault:  # said where the file itself is checked
        return None
    if not isinstance(tree, dict) or not isinstance(tree.get("Resources"), dict):
        return None
    filled = filled_in(tree) if may_have_placeholders(text) else None
    if filled is not None and filled.paths:
        return None
    if is_open(tree) or has_open_keys(tree):
        return None
    return Interface(_entries(tree, "Parameters"), _entries(tree, "Outputs"))


def _entries(tree: Mapping[str, Tree], section: str) -> Entries | None:
    written = tree.get(section) or {}
    is_hidden = not isinstance(written, dict) or any(key.startswith("Fn::") for key in written)
    return None if is_hidden else written

"""What holds for the fixes of all rules: what goes along with them, and how safe they can be."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from auditor.engine.comments import below_headings, contradicts
from auditor.model.edit import (
    CommentEdit,
    Edit,
    InsertItem,
    InsertKey,
    Remove,
    ReplaceInFile,
    SetValue,
    in_template,
)
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.path import Path, is_within
from auditor.model.tree import Tree
from auditor.source.base import Document
from auditor.template.leftovers import Leftover, collapsed, leftovers
from auditor.template.loops import LOOP, is_filled_in
from auditor.template.on_update import on_update
from auditor.template.template import Template

_SECTION_ENTRY = 2
"""Steps of a path to a resource, a parameter or a condition."""
_LOOP_BODY = 4
"""Steps of a path to a resource in the body of a loop."""


def judged(finding: Finding, template: Template | None, document: Document | None) -> Finding:
    """A finding whose fix is whole, says what it does to a deployed stack, and is no safer.

    A fix that may fail there, or that replaces or removes a resource, is never safe. One that
    contradicts what a comment explains is shown, and not made.
    """
    fix = finding.fix
    if fix is None or not fix.edits:
        return finding
    if _leaves_its_loop(finding.at, fix):
        return replace(finding, fix=None)
    if template is not None:
        fix = _whole(fix, template)
    effect = fix.on_update or on_update(template, fix.edits)
    safety = fix.safety if effect.is_harmless else min(fix.safety, Safety.UNSAFE)
    if document is not None and contradicts(document, template, fix, finding.severity, safety):
        title = f"{fix.title}; a comment explains this value, so it is left as it is"
        fix, safety = replace(fix, title=title), Safety.DISPLAY
    elif document is not None and finding.severity is Severity.ERROR:
        fix = below_headings(document, fix)
    return replace(finding, fix=replace(fix, on_update=effect, safety=safety))


def _leaves_its_loop(path: Path, fix: Fix) -> bool:
    """Whether a fix of a body of `Fn::ForEach` changes more, or writes what the loop fills in."""
    if len(path) <= _LOOP_BODY or not str(path[1]).startswith(LOOP):
        return False
    edits = in_template(fix.edits)
    is_outside = not all(is_within(edit.path, path[:_LOOP_BODY]) for edit in edits)
    return is_outside or any(map(_writes_what_is_filled_in, edits))


def _writes_what_is_filled_in(edit: Edit) -> bool:
    return isinstance(edit, SetValue | InsertKey | InsertItem) and is_filled_in(edit.value)


def _whole(fix: Fix, template: Template) -> Fix:
    """A fix with what it would leave behind: unused names, and comments of what is removed.

    Who deploys the stack may pass a parameter, so that only an unsafe fix removes one.
    """
    edits = collapsed(template.tree, in_template(fix.edits))
    if not any(isinstance(edit, Remove | SetValue) for edit in edits):
        return fix
    unused = leftovers(template, edits)
    goes = [one for one in unused if one.path[0] != "Parameters" or fix.safety < Safety.SAFE]
    stays = [one for one in unused if one not in goes]
    title = fix.title
    if goes:
        title += f"; also removes {_listed(goes)}, which nothing else uses"
    if stays:
        title += f"; nothing else uses {_listed(stays)}"
    whole = [_with_comments(edit) for edit in (*edits, *_removals(template.tree, goes))]
    others = [one for one in fix.edits if isinstance(one, CommentEdit | ReplaceInFile)]
    return replace(fix, title=title, edits=(*whole, *others))


def _with_comments(edit: Edit) -> Edit:
    """An entry of a section goes with its comments; in a resource a comment is evidence."""
    is_entry = isinstance(edit, Remove) and len(edit.path) <= _SECTION_ENTRY
    return Remove(edit.path, with_comments=True) if is_entry else edit


def _listed(found: Sequence[Leftover]) -> str:
    return " and ".join(one.label for one in found)


def _removals(tree: Tree, found: Sequence[Leftover]) -> list[Edit]:
    """The edits that remove entries of sections, and sections that would be left empty."""
    names: dict[str, set[str]] = {}
    for one in found:
        section, name = map(str, one.path)
        names.setdefault(section, set()).add(name)
    edits: list[Edit] = []
    for section, gone in names.items():
        is_all = gone == set(tree[section])
        paths: list[Path] = [(section,)] if is_all else [(section, name) for name in sorted(gone)]
        edits += map(Remove, paths)
    return edits

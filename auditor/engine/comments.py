"""What the comments beside a value say about a fix of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec.structs import replace

from auditor.engine.headings import is_heading
from auditor.expression import expression
from auditor.model.edit import Edit, InsertKey, Remove, ReplaceInFile, ReplaceText, SetValue
from auditor.model.finding import Fix, Safety, Severity
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import Tree, at
from auditor.source.base import Document
from auditor.template.template import Template

_DIRECTIVE = expression(
    r"[#/*]+\s*(?:cfnaudit|cfn-lint|cfn_nag|checkov|eslint|kics|mypy|nosec|noqa|prettier|pylint"
    r"|pyright|ruff|type(?=:)|yamllint)\b",
    re.I,
)
_WORD = expression(r"[^\W\d_]{2}")
_IN_CODE = expression(r"(?:(?<=\s)|^)(?:#|//|/\*).*", re.MULTILINE)
_LISTS = (".txt", ".toml", ".json")
"""How files end that list what code needs: a comment there names, and explains no decision."""
_ALONE = expression(r"[ \t]*(?:#|//|/\*|\*)")
_NO_VALUE = {"Ref": "AWS::NoValue"}


def contradicts(
    document: Document,
    template: Template | None,
    fix: Fix,
    severity: Severity | None,
    safety: Safety,
) -> bool:
    """Whether a fix changes a property, or a line of code, that a comment explains.

    A value that certainly fails, and has one repair, is not what the comment means, nor is one that
    moves to another place, nor one that fails in a part, nor code that certainly fails or that a
    safe fix repairs. What certainly fails can be removed below a comment that is only its heading.
    """
    is_open = safety < Safety.SAFE and severity is not Severity.ERROR
    return _contradicts(document, fix, severity, safety) or (
        is_open and _changes_explained_code(document, template, fix)
    )


def _contradicts(document: Document, fix: Fix, severity: Severity | None, safety: Safety) -> bool:
    moves = any(isinstance(edit, InsertKey) for edit in fix.edits)
    is_error = severity is Severity.ERROR
    is_certain = is_error and safety is Safety.SAFE
    return any(
        isinstance(edit, Edit)
        and "Properties" in edit.path
        and not (isinstance(edit, ReplaceText) and (is_error or _lines_of(document, edit)))
        and _explains(document, edit)
        and not (is_error and _is_below_heading(document, edit))
        for edit in fix.edits
        if not is_certain or (_removes(edit) and not moves)
    )


def below_headings(document: Document, fix: Fix) -> Fix:
    """A fix that takes the headings along of what it removes; what it moves keeps its place."""
    if any(isinstance(edit, InsertKey) for edit in fix.edits):
        return fix
    edits = [
        Remove(edit.path, with_comments=True)
        if isinstance(edit, Remove) and _is_below_heading(document, edit)
        else edit
        for edit in fix.edits
    ]
    return replace(fix, edits=tuple(edits))


def _is_below_heading(document: Document, edit: Edit) -> bool:
    """Whether what an edit removes has one comment, a line above that only names it."""
    if not isinstance(edit, Remove) or _written(edit.path) != edit.path:
        return False
    holder = at(document.tree, edit.path[:-1])
    spans = list(_beside(document, edit.path))
    if len(spans) != 1 or not isinstance(holder, dict):
        return False
    comment = document.text[spans[0].start : spans[0].end]
    is_above = spans[0].start < document.span(edit.path, key=True).start
    key = str(edit.path[-1])
    return is_above and is_heading(comment, key, _covered(document, edit.path, holder))


def _covered(document: Document, path: Path, holder: dict[str, Tree]) -> str:
    """The key behind one, where it has no comment of its own, else nothing."""
    keys = list(holder)
    index = keys.index(str(path[-1])) + 1
    following = keys[index] if index < len(keys) else ""
    is_covered = following and not any(_beside(document, (*path[:-1], following)))
    return following if is_covered else ""


def _changes_explained_code(document: Document, template: Template | None, fix: Fix) -> bool:
    """Whether a fix changes lines of code that a comment explains; new lines contradict none."""
    project = None if template is None else template.project
    for edit in fix.edits:
        if isinstance(edit, ReplaceInFile) and not edit.file.endswith(_LISTS):
            code = (None if project is None else project.read(edit.file)) or ""
        elif isinstance(edit, ReplaceText):
            code = _lines_of(document, edit)
        else:
            continue
        is_new = edit.start == edit.end and "\n" in edit.text
        if code and not is_new and _explained_in(code, edit.start, edit.end):
            return True
    return False


def _lines_of(document: Document, edit: Edit) -> str:
    """The text that an edit changes characters of, where it has several lines, else nothing."""
    text = at(document.tree, edit.path) if isinstance(edit, ReplaceText) else None
    return text if isinstance(text, str) and "\n" in text else ""


def _removes(edit: object) -> bool:
    return isinstance(edit, Remove) or (isinstance(edit, SetValue) and edit.value == _NO_VALUE)


def _explains(document: Document, edit: Edit) -> bool:
    """Whether a comment explains the value that an edit removes or replaces.

    It stands right above the value's key or list item, or at the end of its line. What comments
    tell linters is not meant, nor are lines without a word.
    """
    if not isinstance(edit, Remove | SetValue | ReplaceText):
        return False
    spans = {span for path in {edit.path, _written(edit.path)} for span in _beside(document, path)}
    return any(_says_why(document.text[span.start : span.end]) for span in spans)


def _explained_in(code: str, start: int, end: int) -> bool:
    """Whether a comment in code explains what stands there: on its lines, or right above them."""
    return any(map(_says_why, _in_code(code, start, end)))


def _in_code(code: str, start: int, end: int) -> Iterator[str]:
    first = code.rfind("\n", 0, start) + 1
    last = code.find("\n", max(start, end - 1))
    for match in _IN_CODE.finditer(code, first, len(code) if last < 0 else last):
        yield match.group()
    while first:
        above = code.rfind("\n", 0, first - 1) + 1
        line = code[above : first - 1]
        if _ALONE.match(line) is None:
            return
        yield line.strip()
        first = above


def _says_why(comment: str) -> bool:
    return _WORD.search(comment) is not None and _DIRECTIVE.match(comment) is None


def _written(path: Path) -> Path:
    """The path of the key or list item whose value is made by intrinsic functions."""
    while path and (_is_function(path[-1]) or _is_argument(path)):
        path = path[:-1]
    return path


def _is_argument(path: Path) -> bool:
    before = path[-2] if len(path) > 1 else ""
    return isinstance(path[-1], int) and (isinstance(before, int) or _is_function(before))


def _is_function(step: str | int) -> bool:
    return isinstance(step, str) and (step == "Ref" or step.startswith("Fn::"))


def _beside(document: Document, path: Path) -> Iterator[Span]:
    """The comments on the lines right above an entry, and at the end of its first line."""
    if "#" not in document.text:
        return
    start = document.span(path, key=True).start
    line = document.lines.position(start).line
    above = document.lines.start(max(1, line - 1))
    end = document.text.find("\n", start)
    if document.text.find("#", above, len(document.text) if end < 0 else end) < 0:
        return
    spans = document.comment_spans
    index = bisect_left(spans, start, key=lambda span: span.start)
    if index < len(spans) and _line(document, spans[index]) == line:
        yield spans[index]
    while index and _line(document, spans[index - 1]) == line - 1:
        index, line = index - 1, line - 1
        before = document.text[document.lines.start(line) : spans[index].start]
        if before.strip():
            return
        yield spans[index]


def _line(document: Document, span: Span) -> int:
    return document.lines.position(span.start).line

"""The suppressions in the comments of code: in strings of the template, and in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.engine.suppressions.grammar import TOOL, Directive, directives
from auditor.engine.suppressions.scopes import FileLine, Scoped, TextLine
from auditor.expression import expression
from auditor.model.edit import ReplaceText
from auditor.model.path import Path
from auditor.model.suppression import Misspelled, Spot, Suppression
from auditor.model.text import Lines, Span
from auditor.model.tree import Tree
from auditor.source.base import Document

_MARK = expression(rf"(?:(?<=[ \t])|^)(?:#+|//+)[ \t]*{TOOL}:[^\r\n]*", re.MULTILINE)
_NOT_IN_CODE = "Suppression in code is for a line: write 'ignore[rule]' at its end, without '-file'"


def in_strings(document: Document) -> Iterator[Scoped | Misspelled]:
    """What comments in the code of the template suppress.

    Code is text of several lines, or of one line among those that `Fn::Join` puts together.
    """
    for path, text in _strings(document.tree):
        if TOOL in text and ("\n" in text or "Fn::Join" in path):
            for start, found in _found(text):
                yield from _in_string(path, text, start, found)


def in_files(texts: Mapping[str, Lines]) -> Iterator[Scoped | Misspelled]:
    """What comments in the files beside the template suppress there.

    They name nothing to remove: another template may need them.
    """
    for file, lines in texts.items():
        for start, found in _found(lines.text) if TOOL in lines.text else ():
            span = Span(start + found.span.start, start + found.span.end)
            fault = _fault(found)
            if fault is not None:
                yield Misspelled(Spot((), span=span, file=file), fault)
                continue
            line = lines.position(start).line
            is_alone = not lines.text[lines.start(line) : start].strip()
            for name in found.names:
                place = Span(start + name.span.start, start + name.span.end)
                spot = Spot((), span=place, file=file)
                suppression = Suppression(name.id, spot, found.reason)
                yield suppression, FileLine(file, line + is_alone)


def _strings(tree: Tree) -> Iterator[tuple[Path, str]]:
    waiting: list[tuple[Path, Tree]] = [((), tree)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            waiting += reversed([((*path, key), entry) for key, entry in value.items()])
        elif isinstance(value, list):
            waiting += reversed([((*path, index), entry) for index, entry in enumerate(value)])


def _found(text: str) -> Iterator[tuple[int, Directive]]:
    for match in _MARK.finditer(text):
        for directive in directives(match.group()):
            yield match.start(), directive


def _fault(directive: Directive) -> str | None:
    return _NOT_IN_CODE if directive.is_for_file else directive.fault


def _in_string(
    path: Path, text: str, start: int, found: Directive
) -> Iterator[Scoped | Misspelled]:
    fault = _fault(found)
    if fault is not None:
        span = Span(start + found.span.start, start + found.span.end)
        yield Misspelled(Spot(path, within=span), fault)
        return
    first = text.rfind("\n", 0, start) + 1
    end = _line_end(text, start)
    is_alone = not text[first:start].strip()
    scope = TextLine(path, first, end)
    if is_alone:
        scope = TextLine(path, min(end + 1, len(text)), _line_end(text, end + 1))
    for name in found.names:
        rest = found.without(name)
        edit = ReplaceText(path, start, start + len(found.comment), rest)
        if not rest and is_alone:
            edit = ReplaceText(path, first, min(end + 1, len(text)), "")
        elif not rest:
            gap = first + len(text[first:start].rstrip())
            edit = ReplaceText(path, gap, start + len(found.comment), "")
        place = Span(start + name.span.start, start + name.span.end)
        yield Suppression(name.id, Spot(path, within=place), found.reason, (edit,)), scope


def _line_end(text: str, start: int) -> int:
    """The offset of the next line end, or of the end of the text."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end

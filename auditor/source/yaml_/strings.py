"""Edits inside the strings of a YAML document, each in the style of its scalar."""

from __future__ import annotations

import re

from auditor.expression import expression
from auditor.model.edit import ReplaceText
from auditor.model.path import Path
from auditor.model.text import Span, TextEdit, apply_edits
from auditor.source.yaml_.nodes import ScalarNode
from auditor.source.yaml_.places import Place, Places
from auditor.source.yaml_.read import function_of
from auditor.source.yaml_.render import is_plain, quoted
from auditor.source.yaml_.scalars import scalar_map

_NEEDS_ESCAPE = expression(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)
_FIRST_LINE = expression(r"[^\r\n]*(?:\r\n|\r|\n)(?: *(?:\r\n|\r|\n))*( *)(\t?)")


class Strings:
    """The strings of a document, by their paths."""

    def __init__(self, text: str, places: Places, newline: str) -> None:
        self.text = text
        self.places = places
        self.newline = newline

    def replaced(self, path: Path, own: list[ReplaceText], wanted: str) -> list[TextEdit] | None:
        """The text edits after which a string is the wanted one, so that all else of it stays.

        None where it must be written anew as a whole.
        """
        place = self.places.find(path)
        node = place.node
        spans = string_spans(self.text, self.places, path)
        is_dotted = path[-1:] == ("Fn::GetAtt",) and "." in wanted
        is_safe = node.style == '"' or not any(_NEEDS_ESCAPE.search(it.text) for it in own)
        if spans is None or is_dotted or not is_safe:
            return None
        lowered = []
        for edit in own:
            start = spans[edit.start].start
            end = spans[edit.end - 1].end if edit.end > edit.start else start
            lowered.append(TextEdit(start, end, self._written(node.style, place, edit.text)))
        start, end = self.places.inner_start(node), node.end
        moved = [TextEdit(it.start - start, it.end - start, it.text) for it in lowered]
        changed = apply_edits(self.text[start:end], moved)
        if (
            not _same_frame(node.style, self.text[start:end], changed)
            or scalar_map(changed, 0, len(changed), node.style, wanted) is None
        ):
            return None
        if not node.style and not is_plain(wanted, flow=place.in_flow):
            return None
        return lowered

    def _written(self, style: str | None, place: Place, text: str) -> str:
        """A piece of a string in the style of its scalar."""
        if style == '"':
            return quoted(text, '"')[1:-1]
        if style == "'":
            return text.replace("'", "''")
        if style == "|":
            first = _FIRST_LINE.match(self.text, place.span.start)
            indent = first.group(1) if first else ""
            return re.sub(r"\n(?=[^\n]|$)", "\n" + indent, text).replace("\n", self.newline)
        return text


def string_spans(text: str, places: Places, path: Path) -> list[Span] | None:
    """The span of each character of the string at a path, and of its end."""
    place = places.find(path)
    node = place.node
    if not place.written or not isinstance(node, ScalarNode):
        return None
    if function_of(node) is not None and not place.inside:
        return None
    start = places.inner_start(node)
    return scalar_map(text, start, node.end, node.style, node.value)


def _same_frame(style: str | None, old: str, new: str) -> bool:
    """Whether the lines of a block scalar begin as deep as before, and the last one still ends."""
    if style not in ("|", ">"):
        return True
    firsts = [_FIRST_LINE.match(text) for text in (old, new)]
    frames = {first.groups() if first else ("", "") for first in firsts}
    # libyaml takes a tab for a fault where it has yet to learn how deep the lines are.
    is_same = len(frames) == 1 and all(tab == "" for _, tab in frames)
    return is_same and (old[-1:] in "\r\n") == (new[-1:] in "\r\n")

"""What must hold of every edit, whatever the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.model.edit import Edit, edited
from auditor.model.text import TextEdit, apply_edits
from auditor.model.tree import same
from auditor.source.base import Document, NotSure


def changed_text(document: Document, edits: Sequence[Edit]) -> str | None:
    """The text with the edits made, checked against every law; None where the format refuses."""
    try:
        lowered = document.lower(edits)
    except NotSure:
        return None
    text = apply_edits(document.text, lowered)
    after = type(document)(text)  # type: ignore[call-arg]
    assert same(after.tree, edited(document.tree, edits)), text
    lost = Counter(document.comments(document.text)) - Counter(after.comments(text))
    assert not lost, text
    assert_rest_untouched(document.text, text, lowered)
    return text


def assert_rest_untouched(before: str, after: str, lowered: Sequence[TextEdit]) -> None:
    """All that lies outside of the text edits stands as it stood, in its order."""
    first = min((edit.start for edit in lowered), default=len(before))
    behind = len(before) - max((edit.end for edit in lowered), default=0)
    assert after[:first] == before[:first]
    assert after[len(after) - behind :] == before[len(before) - behind :]
    here = 0
    for line in untouched_lines(before, lowered):
        place = after.find(line, here)
        assert place >= 0, line
        here = place + len(line)


def untouched_lines(text: str, lowered: Sequence[TextEdit]) -> list[str]:
    """The lines, with their ends, that no text edit comes near."""
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if all(edit.end < start or edit.start > end for edit in lowered):
            lines.append(line)
        start = end
    return lines
